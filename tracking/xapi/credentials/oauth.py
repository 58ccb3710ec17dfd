"""Bearer tokens for a credential's key and secret: OAuth 2's client credentials grant (RFC 6749, 4.4), and their end
before their time (RFC 7009)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from tracking.models import Credential
from tracking.xapi.credentials import header, rate, tokens
from tracking.xapi.credentials.checking import credential_for, scopes_of
from tracking.xapi.resources import responses
from tracking.xapi.resources.call import Refused, Scope
from tracking.xapi.resources.figures import measured
from tracking.xapi.resources.incoming import form_of
from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.versions import own_rules

Form = Mapping[str, str]
_METHODS = "POST, OPTIONS"


class OAuthError(Exception):
    """An error of RFC 6749, 5.2, by its name there."""

    def __init__(self, name: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.name = name
        self.description = description
        self.status = status


@csrf_exempt
@measured("oauth/token")
def token(request: HttpRequest) -> HttpResponse:
    return responses.finished(_answer(request, _token), own_rules("").version)


@csrf_exempt
@measured("oauth/revoke")
def revoke(request: HttpRequest) -> HttpResponse:
    return responses.finished(_answer(request, _revoke), own_rules("").version)


def _answer(request: HttpRequest, do: Callable[[Credential, Form], HttpResponse]) -> HttpResponse:
    """What ``do`` answers a client that is who it says, or the error as the standard has it."""
    if request.method == "OPTIONS":
        return responses.preflight(_METHODS)
    try:
        if request.method != "POST":
            raise Refused(405, f"{request.method} is not answered here.", Allow=_METHODS)
        form = form_of(request)
        credential = _signed_in(request, form)
        rate.count(credential.pk)
        return do(credential, form)
    except OAuthError as error:
        response = responses.json_response({"error": error.name, "error_description": error.description}, error.status)
        if error.status == 401:
            response.headers["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
        return response
    except Invalid as error:
        return responses.json_response({"error": "invalid_request", "error_description": str(error)}, 400)
    except Refused as error:
        return responses.refusal(error)
    except OperationalError:
        return responses.refusal(Refused(503, "The store is busy. Try again.", **{"Retry-After": "1"}))


def _token(credential: Credential, form: Form) -> HttpResponse:
    if _required(form, "grant_type") != "client_credentials":
        raise OAuthError("unsupported_grant_type", "Only client_credentials is granted here.")
    scopes = _scopes(form.get("scope", ""), scopes_of(credential.scopes))
    given = tokens.issue(credential, scopes)
    return responses.json_response(
        {
            "access_token": given.token,
            "token_type": "Bearer",
            "expires_in": given.seconds,
            "scope": " ".join(sorted(scopes)),
        }
    )


def _revoke(credential: Credential, form: Form) -> HttpResponse:
    """A token that there is no more is as good as revoked (RFC 7009, 2.2); what kind it is said to be is no matter."""
    if not tokens.revoke(credential, _required(form, "token")):
        raise OAuthError("invalid_grant", "The token was issued to another client.")
    return responses.json_response({})


def _required(form: Form, name: str) -> str:
    if not form.get(name):
        raise OAuthError("invalid_request", f"The parameter {name} is missing.")
    return form[name]


def _signed_in(request: HttpRequest, form: Form) -> Credential:
    pair = _client(request, form)
    credential = credential_for(pair)
    if credential is None:
        rate.count_wrong(request, pair.key if pair else None)
        raise OAuthError("invalid_client", "The credential is unknown, wrong, revoked or expired.", 401)
    return credential


def _client(request: HttpRequest, form: Form) -> header.Pair | None:
    """By header or in the form (2.3.1), never both."""
    authorization = request.META.get("HTTP_AUTHORIZATION")
    if authorization is None:
        return header.pair(form.get("client_id", ""), form.get("client_secret", ""))
    if "client_secret" in form:
        raise OAuthError("invalid_request", "The client signs in with the header or in the form, not both.")
    given = header.read(authorization)
    return given if isinstance(given, header.Pair) else None


def _scopes(wanted: str, held: frozenset[Scope]) -> frozenset[Scope]:
    """What is asked for, as far as the credential goes; without asking all of it."""
    names = wanted.split()
    if not names:
        return held
    scopes = scopes_of(names)
    if len(scopes) != len(set(names)):
        raise OAuthError("invalid_scope", "There is no such scope.")
    if Scope.ALL not in held and not scopes <= held:
        raise OAuthError("invalid_scope", "The credential does not have all these scopes.")
    return scopes
