"""Whose page this is: name, logo and colours of the municipality, by the host name or else by who is signed in."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from elearning.municipalities.colours import stylesheet
from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.roles import chosen_of
from elearning.municipalities.validation import split_hostname

logger = logging.getLogger(__name__)

LOGO_FILTER = "max-480x160|format-webp"
#: Seconds that the address of a logo is remembered.
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
    #: Where its courses are listed: its front page on its own host, "" elsewhere.
    catalogue_url: str = ""


def brand(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``brand``, read when a template asks; None where nobody's looks are to be shown."""
    return {"brand": SimpleLazyObject(lambda: brand_of_request(request))}


def brand_of_request(request: HttpRequest) -> Brand | None:
    """Read once a request."""
    if not hasattr(request, "_brand"):
        request._brand = _find(request)  # type: ignore[attr-defined]
    found: Brand | None = request._brand  # type: ignore[attr-defined]
    return found


def _find(request: HttpRequest) -> Brand | None:
    """By the host name, or else the municipality the signed-in person works in now; one query, but for a logo."""
    try:
        host = split_hostname(request.get_host().lower())[0]
    except DisallowedHost:
        return None
    wanted = Q(names__contains=f'"{host}"') | Q(names__contains=f'"{host}:')
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        wanted |= Q(pk__in=Membership.objects.for_user(user).values("municipality"))
    rows = list(Municipality.objects.annotate(names=Cast("hostnames", TextField())).filter(wanted))
    owner = next((row for row in rows if host in [split_hostname(name)[0] for name in row.hostnames]), None)
    if owner is not None:
        return replace(brand_of(owner), catalogue_url="/")
    own = chosen_of(rows, request)
    return brand_of(own) if own is not None and not own.is_open else None


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
