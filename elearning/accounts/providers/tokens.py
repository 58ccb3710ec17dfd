"""Is this ID token what it says? OpenID Connect Core 1.0, 3.1.3.7, without the exceptions it allows."""

from __future__ import annotations

from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

import jwt

from elearning.accounts.providers import discovery
from elearning.accounts.providers.discovery import Metadata
from elearning.accounts.providers.errors import UNTRUSTED, ProviderProblem

#: Only signatures with the provider's private key: what a client secret could sign, anybody who has it could.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
CLOCKS_DIFFER_SECONDS = 120
LONGEST = 64_000
ENTRA = "login.microsoftonline.com"


def verified_claims(token: object, *, metadata: Metadata, client_id: str, nonce: str) -> dict[str, Any]:
    """The claims of a token made by this provider, for us, for this very sign-in. Else ProviderProblem."""
    if not isinstance(token, str) or len(token) > LONGEST:
        raise ProviderProblem(UNTRUSTED, "no ID token")
    try:
        key = _key(token, metadata)
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[key.algorithm_name],
            audience=client_id,
            issuer=metadata.issuer,
            leeway=CLOCKS_DIFFER_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"], "enforce_minimum_key_length": True},
        )
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise ProviderProblem(UNTRUSTED, f"ID token: {type(error).__name__}") from error
    if not compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise ProviderProblem(UNTRUSTED, "ID token: the nonce is another")
    _require_us_alone(claims, client_id)
    _require_tenant(claims, metadata.issuer)
    return claims


def _key(token: str, metadata: Metadata) -> jwt.PyJWK:
    header = jwt.get_unverified_header(token)
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise ProviderProblem(UNTRUSTED, "ID token: an algorithm we do not take")
    for fresh in (False, True):
        found = [
            key
            for key in discovery.keys(metadata.jwks_uri, fresh=fresh)
            if key.get("use", "sig") == "sig" and key.get("kid") == header.get("kid") and "d" not in key
        ]
        if len(found) == 1:
            return jwt.PyJWK(found[0], algorithm=algorithm)
    raise ProviderProblem(UNTRUSTED, "ID token: signed with an unknown key")


def _require_us_alone(claims: dict[str, Any], client_id: str) -> None:
    """A token for several is taken only when it was made at our asking."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else client_id) != client_id:
        raise ProviderProblem(UNTRUSTED, "ID token: made for another")


def _require_tenant(claims: dict[str, Any], issuer: str) -> None:
    """Entra ID's tenants share keys; the issuer names the tenant, and ``tid`` must agree."""
    parts = urlsplit(issuer)
    if parts.hostname == ENTRA and claims.get("tid") != parts.path.strip("/").partition("/")[0]:
        raise ProviderProblem(UNTRUSTED, "ID token: from another tenant")
