"""The addresses of the player: ``path("h5p/", include(player_urls(host)))``, once in a site."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path, reverse

from courses.h5p.player import signing, views
from courses.h5p.player.host import Host
from courses.h5p.player.integration import CONTENT_ID
from courses.h5p.player.signing import Grant


def player_urls(host: Host) -> tuple[list[URLPattern], str]:
    """Everything a frame asks for, for the grants of this host."""
    return [
        path("<str:token>/", views.frame(host), name="frame"),
        re_path(
            r"^(?P<token>[^/]+)/bundles/(?P<name>[0-9a-f]{40})\.(?P<kind>js|css)$", views.bundle(host), name="bundle"
        ),
        path("<str:token>/libraries/<str:folder>/<path:path>", views.library(host), name="library"),
        path(f"<str:token>/content/{CONTENT_ID}/<path:path>", views.content(host), name="content"),
    ], "h5p"


def frame_url(grant: Grant) -> str:
    """Where a page's frame for this grant leads; the right to play has been checked before."""
    return reverse("h5p:frame", kwargs={"token": signing.sign(grant)})
