"""The public site, and what is served from it."""

from __future__ import annotations

from tests.isolation.visits import Visit, code, value, visit, wordless
from tests.isolation.world import World

NOTHING_THERE = "Nothing of anybody's is shown there."


def _rendition(world: World) -> list[str]:
    return [world.theirs.things["rendition"].file.name.removeprefix("images/")]


def _pages(world: World) -> list[str]:
    theirs = world.theirs
    every = [world.home, world.catalogue, theirs.page, theirs.course, theirs.module, theirs.lesson, theirs.draft]
    return [page.url for page in every]


VISITS: dict[str, Visit] = {
    "healthz": visit(unseen=NOTHING_THERE),
    "readyz": Visit(unseen=NOTHING_THERE, breaking="it says that the tests have no broker"),
    "metrics": visit(unseen=NOTHING_THERE),
    "accessibility": visit(unseen=NOTHING_THERE),
    "privacy": visit(unseen=NOTHING_THERE),
    "robots": visit(unseen=NOTHING_THERE),
    "favicon": visit(unseen=NOTHING_THERE),
    "municipality_css": visit(code=code, version=value("gammel"), unseen="Colours are on every page of theirs."),
    "picture": wordless(path=_rendition),
    "wagtaildocs_serve": Visit(
        paths=lambda world: [world.theirs.document.url, f"/dokumenter/{world.theirs.document.pk}/gaettet.txt"]
    ),
    "wagtaildocs_authenticate_with_password": visit(restriction_id=value(1), unseen=NOTHING_THERE),
    "wagtailcore_authenticate_with_password": visit(
        page_view_restriction_id=value(1), page_id=lambda world: [world.theirs.course.pk], unseen=NOTHING_THERE
    ),
    "wagtailcore_login": visit(unseen=NOTHING_THERE),
    "wagtail_serve": Visit(
        paths=_pages,
        public=frozenset({"kommune", "logo"}),
        because="name and logo stand on the municipality's own host, also where it says no; its pages are its members'",
    ),
}
