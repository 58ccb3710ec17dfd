"""Bearer tokens for a credential's key and secret: OAuth 2's client credentials grant (RFC 6749, 4.4)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from tracking.xapi.credentials import header, rate, tokens
from tracking.xapi.credentials.checking import credential_for, scopes_of
from tracking.xapi.resources import responses
from tracking.xapi.resources.call import Refused, Scope
from tracking.xapi.resources.incoming import form_of
from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.versions import own_rules

_METHODS = "POST, OPTIONS"


class OAuthError(Exception):
    """An error of RFC 6749, 5.2, by its name there."""

    def __init__(self, name: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.name = name
        self.description = description
        self.status = status


@csrf_exempt
def token(request: HttpRequest) -> HttpResponse:
    return responses.finished(_answer(request), own_rules("").version)


def _answer(request: HttpRequest) -> HttpResponse:
    if request.method == "OPTIONS":
        return responses.preflight(_METHODS)
    try:
        if request.method != "POST":
            raise Refused(405, f"{request.method} is not answered here.", Allow=_METHODS)
        return responses.json_response(_token(request))
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


def _token(request: HttpRequest) -> Mapping[str, object]:
    form = form_of(request)
    if "grant_type" not in form:
        raise OAuthError("invalid_request", "The parameter grant_type is missing.")
    credential = credential_for(_client(request, form))
    if credential is None:
        raise OAuthError("invalid_client", "The credential is unknown, wrong, revoked or expired.", 401)
    rate.count(credential.pk)
    if form["grant_type"] != "client_credentials":
        raise OAuthError("unsupported_grant_type", "Only client_credentials is granted here.")
    scopes = _scopes(form.get("scope", ""), scopes_of(credential.scopes))
    given = tokens.issue(credential, scopes)
    return {
        "access_token": given.token,
        "token_type": "Bearer",
        "expires_in": given.seconds,
        "scope": " ".join(sorted(scopes)),
    }


def _client(request: HttpRequest, form: Mapping[str, str]) -> header.Pair | None:
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
