"""The authorization code flow with PKCE (RFC 6749, 7636; OpenID Connect Core 1.0, 3.1), from our side.

What must come back unchanged is kept in the session, each sign-in for itself: a second tab disturbs nothing,
and an answer is used once.
"""

from __future__ import annotations

import base64
import hashlib
import time
from dataclasses import asdict, dataclass
from secrets import token_urlsafe
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.urls import reverse

from elearning.accounts.models import IdentityProvider
from elearning.accounts.providers import asking, client_secrets, discovery, tokens
from elearning.accounts.providers.discovery import Metadata
from elearning.accounts.providers.errors import CANCELLED, MISCONFIGURED, STALE, UNTRUSTED, ProviderProblem
from elearning.accounts.providers.person import Person, person_from_claims

SESSION_KEY = "provider_sign_ins"
OPEN_SECONDS = 10 * 60
MOST_AT_ONCE = 5


@dataclass(frozen=True)
class Begun:
    """A sign-in under way."""

    provider: int
    nonce: str
    verifier: str
    onwards: str
    at: float


def begin(request: HttpRequest, provider: IdentityProvider, *, onwards: str = "", hint: str = "") -> str:
    """The address at the provider to send her to. ``onwards`` must be safe; ``hint`` is the address she typed."""
    described = discovery.metadata(provider.issuer)
    state, begun = token_urlsafe(32), Begun(provider.pk, token_urlsafe(32), token_urlsafe(48), onwards, time.time())
    waiting = _waiting(request)
    newest = sorted(waiting.items(), key=lambda it: it[1]["at"])[-(MOST_AT_ONCE - 1) :]
    request.session[SESSION_KEY] = {**dict(newest), state: asdict(begun)}
    parameters = {
        "response_type": "code",
        "response_mode": "query",
        "client_id": provider.client_id,
        "redirect_uri": callback_address(request, provider),
        "scope": "openid profile email",
        "state": state,
        "nonce": begun.nonce,
        "code_challenge": _challenge(begun.verifier),
        "code_challenge_method": "S256",
        **({"login_hint": hint} if hint else {}),
    }
    joined = "&" if "?" in described.authorization_endpoint else "?"
    return f"{described.authorization_endpoint}{joined}{urlencode(parameters)}"


def finish(request: HttpRequest, provider: IdentityProvider) -> tuple[Person, str]:
    """Who came back, and where she was going. Raises ProviderProblem."""
    begun = _take(request, provider)
    if "error" in request.GET:
        cancelled = request.GET["error"] in {"access_denied", "interaction_required", "login_required"}
        raise ProviderProblem(CANCELLED if cancelled else UNTRUSTED, "the provider answered with an error")
    described = discovery.metadata(provider.issuer)
    if request.GET.get("iss", described.issuer) != described.issuer:  # RFC 9207
        raise ProviderProblem(UNTRUSTED, "an answer from another issuer")
    answer = _exchange(request, provider, described, begun)
    claims = tokens.verified_claims(
        answer.get("id_token"), metadata=described, client_id=provider.client_id, nonce=begun.nonce
    )
    person = person_from_claims(claims, subject_claim=provider.subject_claim, roles_claim=provider.roles_claim)
    return person, begun.onwards


def callback_address(request: HttpRequest, provider: IdentityProvider) -> str:
    """On the host she came to, where her session is; each host is registered with the provider."""
    return request.build_absolute_uri(reverse("account_provider_callback", args=[provider.municipality.code]))


def _waiting(request: HttpRequest) -> dict[str, dict[str, Any]]:
    return {
        state: begun
        for state, begun in request.session.get(SESSION_KEY, {}).items()
        if 0 <= time.time() - begun["at"] <= OPEN_SECONDS
    }


def _take(request: HttpRequest, provider: IdentityProvider) -> Begun:
    """The sign-in that this is the answer to; gone from the session whatever comes of it."""
    waiting = _waiting(request)
    found = waiting.pop(request.GET.get("state", ""), None)
    if found is None:
        raise ProviderProblem(STALE, "no sign-in with this state")
    request.session[SESSION_KEY] = waiting
    request.session.save()  # also when the page that follows is a 502, after which Django saves no session
    if found["provider"] != provider.pk:
        raise ProviderProblem(STALE, "begun with another provider")
    return Begun(**found)


def _exchange(request: HttpRequest, provider: IdentityProvider, described: Metadata, begun: Begun) -> dict[str, Any]:
    code = request.GET.get("code", "")
    if not code:
        raise ProviderProblem(UNTRUSTED, "no code")
    if not provider.encrypted_secret:
        raise ProviderProblem(MISCONFIGURED, "no client secret")
    secret = client_secrets.decrypt(provider.encrypted_secret)
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback_address(request, provider),
        "code_verifier": begun.verifier,
    }
    if described.posts_secret:
        return asking.post_form(
            described.token_endpoint, {**fields, "client_id": provider.client_id, "client_secret": secret}, {}
        )
    pair = ":".join(quote(it, safe="") for it in (provider.client_id, secret))
    headers = {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    return asking.post_form(described.token_endpoint, fields, headers)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
