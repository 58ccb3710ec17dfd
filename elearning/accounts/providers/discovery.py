"""What a provider says about itself: OpenID Connect Discovery 1.0, and its keys (RFC 7517)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from elearning.accounts.providers import asking
from elearning.accounts.providers.errors import UNTRUSTED, ProviderProblem
from elearning.municipalities.outside import http

WELL_KNOWN = "/.well-known/openid-configuration"
KEPT_SECONDS = 60 * 60


@dataclass(frozen=True)
class Metadata:
    """``posts_secret``: the client secret goes in the form, else in the header (RFC 6749, 2.3.1)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    posts_secret: bool


def metadata(issuer: str) -> Metadata:
    """The provider's own description; refused when it speaks for another issuer than the one we were told."""
    address = issuer.rstrip("/") + WELL_KNOWN
    document = _kept(address, fresh=False)
    said = document.get("issuer")
    if not isinstance(said, str) or said.rstrip("/") != issuer.rstrip("/"):
        raise ProviderProblem(UNTRUSTED, "the provider calls itself another issuer")
    endpoints = {name: document.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    for name, value in endpoints.items():
        if not isinstance(value, str) or not http.is_allowed_address(value):
            raise ProviderProblem(UNTRUSTED, f"no usable {name}")
    methods = document.get("token_endpoint_auth_methods_supported")
    posts = isinstance(methods, list) and "client_secret_post" in methods
    return Metadata(issuer=said, posts_secret=posts, **endpoints)  # type: ignore[arg-type]


def keys(jwks_uri: str, *, fresh: bool = False) -> list[dict[str, Any]]:
    """The keys tokens are signed with; ``fresh`` when a token names one we do not know, as after a change of keys."""
    listed = _kept(jwks_uri, fresh=fresh).get("keys")
    if not isinstance(listed, list):
        raise ProviderProblem(UNTRUSTED, "no list of keys")
    return [key for key in listed if isinstance(key, dict)]


def _kept(address: str, *, fresh: bool) -> dict[str, Any]:
    name = f"provider:{hashlib.sha256(address.encode()).hexdigest()}"
    document = None if fresh else cache.get(name)
    if not isinstance(document, dict):
        document = asking.get_json(address)
        cache.set(name, document, KEPT_SECONDS)
    return document
