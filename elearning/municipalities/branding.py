"""Whose page this is: name, logo and colours of the municipality, by the host name or else by who is signed in."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from elearning.municipalities.colours import stylesheet
from elearning.municipalities.models import Municipality
from elearning.municipalities.roles import own_municipality
from elearning.municipalities.validation import split_hostname

logger = logging.getLogger(__name__)

LOGO_FILTER = "max-480x160|format-webp"
HOSTS_KEY = "municipalities.hosts"
#: Seconds: what another process changed without a signal is seen after this long.
REMEMBERED = 300


@dataclass(frozen=True)
class Logo:
    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Brand:
    """``css_url`` is "" where no colours are chosen, ``accessibility_url`` where it has no statement of its own."""

    name: str
    logo: Logo | None
    css_url: str
    accessibility_url: str


def brand(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``brand``, read when a template asks; None where nobody's looks are to be shown."""
    return {"brand": SimpleLazyObject(lambda: brand_of_request(request))}


def brand_of_request(request: HttpRequest) -> Brand | None:
    """Read once a request: from the cache by host name, or with one query by who is signed in."""
    if not hasattr(request, "_brand"):
        municipality = municipality_of_request(request)
        branded = brand_of(municipality) if municipality and not municipality.is_open else None
        request._brand = branded  # type: ignore[attr-defined]
    found: Brand | None = request._brand  # type: ignore[attr-defined]
    return found


def municipality_of_request(request: HttpRequest) -> Municipality | None:
    try:
        host = split_hostname(request.get_host().lower())[0]
    except DisallowedHost:
        return None
    number = _hosts().get(host)
    found = Municipality.objects.filter(pk=number).first() if number else None
    if found is not None:
        return found
    user = getattr(request, "user", None)
    return own_municipality(user, request) if user is not None and user.is_authenticated else None


def brand_of(municipality: Municipality) -> Brand:
    return Brand(
        name=municipality.official_name,
        logo=_logo(municipality.logo_id),
        css_url=css_url(municipality),
        accessibility_url=municipality.accessibility_url,
    )


def css_of(municipality: Municipality) -> str:
    """The municipality's stylesheet; empty without colours, and for a stored value that is none."""
    try:
        return stylesheet(municipality.primary_colour, municipality.accent_colour)
    except ValueError:
        logger.exception("%s has a colour that is none", municipality.code)
        return ""


def css_url(municipality: Municipality) -> str:
    """An address that changes with what it holds; "" where there is nothing to hold, or no such address here."""
    css = css_of(municipality)
    if not css:
        return ""
    try:
        return reverse("municipality_css", args=[municipality.code, fingerprint(css)])
    except NoReverseMatch:
        return ""


def fingerprint(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:16]


def forget_hosts() -> None:
    cache.delete(HOSTS_KEY)


def _hosts() -> dict[str, int]:
    """Host name, without port -> key of the municipality."""
    found: dict[str, int] | None = cache.get(HOSTS_KEY)
    if found is None:
        rows = Municipality.objects.exclude(hostnames=[]).values_list("hostnames", "pk")
        found = {split_hostname(name)[0]: pk for names, pk in rows for name in names}
        cache.set(HOSTS_KEY, found, REMEMBERED)
    return found


def _logo(image_id: int | None) -> Logo | None:
    """None also where the file is gone: a page without a logo is better than no page."""
    if image_id is None:
        return None
    key = f"municipalities.logo.{image_id}"
    found: Logo | None = cache.get(key)
    if found is None:
        image: Any = Municipality._meta.get_field("logo").related_model
        try:
            rendition = image._base_manager.get(pk=image_id).get_rendition(LOGO_FILTER)
            found = Logo(rendition.url, rendition.width, rendition.height)
        except Exception:
            logger.exception("The logo %s cannot be shown", image_id)
            return None
        cache.set(key, found, REMEMBERED)
    return found
