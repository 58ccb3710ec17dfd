"""A real OpenID provider for tests, on Authlib's server: ``python -m tests.oidc.provider`` prints its address.

It is stricter than most: PKCE and a nonce are required, a code works once, redirect addresses are compared exactly.
Whoever opens its sign-in page is the person that ``/tests/next`` was told about, as with single sign-on. ``mischief``
makes it lie.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import time
import warnings
from dataclasses import dataclass
from typing import Any

import flask
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, InvalidRequestError, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfo
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "hyldefri", "a:secret with/everything+%"
KEYS = {kid: RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"}) for kid in ("first", "second")}
FOREIGN_KEY = RSAKey.generate_key(2048, {"kid": "first"})
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it is weak on purpose
    WEAK_KEY = RSAKey.generate_key(1024, {"kid": "weak", "use": "sig"})


@dataclass
class Told:
    """What the test has said."""

    claims: dict[str, Any]
    mischief: str = ""
    secret_in: str = "client_secret_post"
    kid: str = "first"


@dataclass
class Client(ClientMixin):
    told: Told

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.startswith("http") and redirect_uri.endswith("/tilbage/")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == self.told.secret_in

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    claims: dict[str, Any]

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> None: ...

    def get_acr(self) -> None: ...

    def get_amr(self) -> None: ...


codes: dict[str, Code] = {}
nonces: set[str] = set()
told = Told(claims={"sub": "kirsten"})


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_post", "client_secret_basic")

    def save_authorization_code(self, code: str, request: Any) -> None:
        data = request.payload.data
        if data.get("code_challenge_method") != "S256" or not data.get("code_challenge"):
            raise InvalidRequestError("PKCE is required.")
        nonces.add(data["nonce"])
        codes[code] = Code(
            code,
            request.payload.redirect_uri,
            request.payload.scope,
            data["nonce"],
            data["code_challenge"],
            data["code_challenge_method"],
            request.user,
        )

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        return codes.get(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        del codes[authorization_code.code]

    def authenticate_user(self, authorization_code: Code) -> dict[str, Any]:
        return authorization_code.claims


class IDToken(OpenIDCode):
    def exists_nonce(self, nonce: str, request: Any) -> bool:
        return nonce in nonces

    def resolve_client_private_key(self, client: Client) -> RSAKey:
        return KEYS[told.kid]

    def get_encode_header(self, client: Client) -> dict[str, str]:
        return {"alg": "RS256", "kid": told.kid}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        now = int(time.time())
        return {"iss": address(), "aud": CLIENT_ID, "iat": now, "exp": now + 3600}

    def generate_user_info(self, user: dict[str, Any], scope: str) -> UserInfo:
        return UserInfo(**user)

    def process_token(self, grant: Any, response: Any) -> dict[str, Any]:
        token: dict[str, Any] = super().process_token(grant, response)
        if told.mischief in FORGERIES:
            token["id_token"] = FORGERIES[told.mischief](*parts(token["id_token"]))
        return token


def address() -> str:
    return flask.request.host_url.rstrip("/")


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    header, payload = (json.loads(base64.urlsafe_b64decode(it + "==")) for it in token.split(".")[:2])
    return header, payload


def signed(key: Any = None, **changes: Any) -> Any:
    """A forgery: the token with other claims (None leaves one out), signed with ``key``."""

    def forge(header: dict[str, Any], claims: dict[str, Any]) -> str:
        changed = {name: value for name, value in {**claims, **changes}.items() if value is not None}
        return jwt.encode(header, changed, key or KEYS[told.kid], ["RS256"])

    return forge


def unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return f"{packed(json.dumps({**header, 'alg': 'none'}))}.{packed(json.dumps(claims))}."


def with_hmac(key: bytes, header: dict[str, Any], claims: dict[str, Any]) -> str:
    """By hand: no library does it with a public key."""
    said = f"{packed(json.dumps(header))}.{packed(json.dumps(claims))}"
    return f"{said}.{packed(hmac.digest(key, said.encode(), 'sha256'))}"


def packed(text: str | bytes) -> str:
    return base64.urlsafe_b64encode(text.encode() if isinstance(text, str) else text).rstrip(b"=").decode()


def signed_with_the_public_key(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return with_hmac(KEYS[told.kid].as_pem(private=False), {**header, "alg": "HS256"}, claims)


def signed_with_the_secret(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return with_hmac(CLIENT_SECRET.encode(), {**header, "alg": "HS256"}, claims)


def brings_its_own_key(header: dict[str, Any], claims: dict[str, Any]) -> str:
    key = ECKey.generate_key("P-256")
    return jwt.encode({"alg": "ES256", "kid": "mine", "jwk": key.as_dict(private=False)}, claims, key, ["ES256"])


def cut_short(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return signed()(header, claims)[:-10]


def instead(something: Any) -> Any:
    return lambda *_token: something


FORGERIES: dict[str, Any] = {
    "a key of its own": signed(FOREIGN_KEY),
    "no signature": unsigned,
    "the public key as a secret": signed_with_the_public_key,
    "the client secret": signed_with_the_secret,
    "a key that comes along": brings_its_own_key,
    "half a signature": cut_short,
    "a weak key": lambda header, claims: jwt.encode({**header, "kid": "weak"}, claims, WEAK_KEY, ["RS256"]),
    "an unknown key": lambda header, claims: signed()({**header, "kid": "unheard of"}, claims),
    "made for another": signed(aud="another"),
    "made for several": signed(aud=[CLIENT_ID, "another"]),
    "asked for by another": signed(aud=[CLIENT_ID, "another"], azp="another"),
    "from another issuer": signed(iss="https://login.example.org"),
    "another nonce": signed(nonce="another"),
    "no nonce": signed(nonce=None),
    "grown old": signed(exp=int(time.time()) - 600, iat=int(time.time()) - 4000),
    "never grows old": signed(exp=None),
    "from the future": signed(iat=int(time.time()) + 4000, nbf=int(time.time()) + 4000),
    "no subject": signed(sub=None),
    "a subject that is none": signed(sub=7),
    "times that are none": signed(exp="tomorrow"),
    "no token at all": instead(None),
    "not a token": instead("a.b.c"),
    "a token that is a list": instead(["a", "b"]),
    "a token without end": instead("a" * 900_000),
}
ANSWERS: dict[str, Any] = {
    "no JSON": lambda: flask.Response("<html>", content_type="text/html"),
    "a list": lambda: flask.jsonify([]),
    "deep JSON": lambda: flask.Response("[" * 100_000, content_type="application/json"),
    "an error": lambda: (flask.jsonify(error="invalid_grant"), 400),
    "a failure": lambda: (flask.jsonify(error="server_error"), 500),
    "a redirect": lambda: flask.redirect("/tests/reached"),
    "without end": lambda: flask.Response((b" " * 65_536 for _piece in range(100)), content_type="application/json"),
}

app = flask.Flask(__name__)
server = AuthorizationServer(app, lambda it: Client(told) if it == CLIENT_ID else None, lambda *_token: None)
server.register_grant(CodeGrant, [CodeChallenge(required=True), IDToken(require_nonce=True)])


@app.get("/.well-known/openid-configuration")
def discovery() -> Any:
    document = {
        "issuer": address(),
        "authorization_endpoint": f"{address()}/authorize",
        "token_endpoint": f"{address()}/token",
        "jwks_uri": f"{address()}/keys",
        "token_endpoint_auth_methods_supported": [told.secret_in],
    }
    lies = {
        "another issuer": {"issuer": "https://login.example.org"},
        "no endpoints": {"token_endpoint": None},
        "endpoints without https": {"token_endpoint": "http://169.254.169.254/token"},
        "a script for an address": {"authorization_endpoint": "javascript:alert(1)"},
    }
    if told.mischief.removeprefix("discovery: ") in ANSWERS and told.mischief.startswith("discovery: "):
        return ANSWERS[told.mischief.removeprefix("discovery: ")]()
    return flask.jsonify({**document, **lies.get(told.mischief, {})})


@app.get("/keys")
def keys() -> Any:
    listed = {"no keys": [], "keys that are none": ["a", {"kid": "first"}]}.get(told.mischief)
    published = [*(key.as_dict(private=False) for key in (KEYS[told.kid], WEAK_KEY))]
    return flask.jsonify(keys=published if listed is None else listed)


@app.get("/authorize")
def authorize() -> Any:
    request = server.create_oauth2_request(None)
    grant = server.get_authorization_grant(request)
    user = None if told.mischief == "she cancels" else told.claims
    return server.create_authorization_response(request, grant_user=user, grant=grant)


@app.post("/token")
def token() -> Any:
    name = told.mischief.removeprefix("token: ")
    if told.mischief.startswith("token: ") and name in ANSWERS:
        return ANSWERS[name]()
    return server.create_token_response()


@app.post("/tests/next")
def next_person() -> Any:
    global told
    told = Told(**flask.request.get_json())
    return "", 204


if __name__ == "__main__":
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    running = make_server("127.0.0.1", 0, app, threaded=True)
    print(f"http://127.0.0.1:{running.server_port}", flush=True)  # noqa: T201 - read by whoever started it
    running.serve_forever()
