"""Who asks, on whose host, and what of a municipality is shown to whom (DESIGN 8).

A municipality's part of the tree is its members' only: others do not find it, and who is not signed in is asked to.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from wagtail.models import Page, Site

from courses.models import HomePage, MunicipalityPage, NodePage
from elearning.municipalities.models import Municipality
from elearning.municipalities.roles import chosen_of, is_operator, membership_in, memberships

_HOST = "_hyldefri_host_municipality"
_OWN = "_hyldefri_visitors_municipality"
_HOME = "_hyldefri_home_path"


def host_municipality(request: HttpRequest) -> Municipality | None:
    """The municipality whose own host is asked; None on the shared one. One query a request."""
    if not hasattr(request, _HOST):
        site = Site.find_for_request(request)
        found = MunicipalityPage.objects.filter(pk=site.root_page_id) if site else MunicipalityPage.objects.none()
        page = found.select_related("municipality").first()
        setattr(request, _HOST, page.municipality if page else None)
    municipality: Municipality | None = getattr(request, _HOST)
    return municipality


def visitors_municipality(request: HttpRequest) -> Municipality | None:
    """The municipality the visitor takes courses in: the host's if she belongs there, else the one she works in.

    None for somebody who is not signed in or belongs to none.
    """
    if not hasattr(request, _OWN):
        user = getattr(request, "user", None)
        own = [membership.municipality for membership in memberships(user)] if user is not None else []
        host = host_municipality(request) if own else None
        setattr(request, _OWN, host if host in own else chosen_of(own, request))
    municipality: Municipality | None = getattr(request, _OWN)
    return municipality


def base_address(municipality: Municipality) -> str:
    """Scheme and host that the municipality's people use, without a slash: its own host, or the shared one.

    For what is written where nobody asks: e-mails.
    """
    own = Site.objects.filter(root_page__in=MunicipalityPage.objects.filter(municipality=municipality))
    site = own.order_by("pk").first()
    shared = str(getattr(settings, "WAGTAILADMIN_BASE_URL", "")).rstrip("/")
    if site is None:
        return shared
    scheme = urlsplit(shared).scheme or "https"
    port = "" if site.port in (80, 443) else f":{site.port}"
    return f"{scheme}://{site.hostname}{port}"


def address(page: Page, request: HttpRequest) -> str:
    """A page's address on the host that is asked: a municipality's own host answers for the shared courses too."""
    site = Site.find_for_request(request)
    if site is None or page.url_path.startswith(site.root_page.url_path) or host_municipality(request) is None:
        return page.get_url(request) or ""
    if not hasattr(request, _HOME):
        setattr(request, _HOME, HomePage.objects.values_list("url_path", flat=True).first() or "")
    return reverse("wagtail_serve", args=[page.url_path.removeprefix(getattr(request, _HOME))])


def members_only(page: Page, request: HttpRequest, *_args: Any) -> HttpResponse | None:
    """Wagtail's ``before_serve_page``: nothing for a member or on a shared page, sign-in, or ``Http404``."""
    if not isinstance(page, (MunicipalityPage, NodePage)):
        return None
    home = MunicipalityPage.objects.ancestor_of(page, inclusive=True).select_related("municipality").first()
    if home is None:
        return None
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
    if membership_in(user, home.municipality) is None and not is_operator(user):
        raise Http404
    return None
