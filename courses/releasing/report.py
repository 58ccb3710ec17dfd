"""A plan or two releases compared, put the way an author reads them: by page, in words, with the place to go to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from courses.models import CoursePage
from courses.releasing.findings import Finding
from courses.trees.diff import Change
from courses.trees.nodes import Node
from courses.trees.pages import PAGE_MODELS
from courses.trees.places import Whereabouts, whereabouts
from courses.trees.wording import field_label, type_label


class Target(NamedTuple):
    """A page in the editor and the block on it, "" for the page as a whole."""

    page_id: int
    block_id: str


@dataclass(frozen=True)
class Line:
    """One change: »Changed«, »Question«, its own first words, the names of the fields that differ."""

    kind: str
    kind_label: str
    type_label: str
    label: str
    fields: tuple[str, ...]
    target: Target | None


@dataclass
class PageChanges:
    """All that changed on one page; ``page_id`` is None where the page is no longer there."""

    title: str
    type_label: str
    page_id: int | None
    lines: list[Line] = field(default_factory=list)


class FoundAt(NamedTuple):
    finding: Finding
    target: Target | None
    page_title: str


def kind_label(kind: str) -> str:
    return {
        "added": _("Added"),
        "removed": _("Removed"),
        "moved": _("Moved"),
        "changed": _("Changed"),
    }[kind]


def changes_by_page(
    changes: Iterable[Change], before: Node | None, after: Node, course: CoursePage
) -> list[PageChanges]:
    """Pages in reading order, those that were removed last."""
    places = {**(whereabouts(before) if before else {}), **whereabouts(after)}
    page_ids = workbench_ids(course)
    groups: dict[str, PageChanges] = {}
    for change in changes:
        page = places[change.node_id].page
        group = groups.setdefault(
            page["id"],
            PageChanges(str(page["fields"].get("title", "")), type_label(page["type"]), page_ids.get(page["id"])),
        )
        group.lines.append(
            Line(
                change.kind,
                kind_label(change.kind),
                type_label(change.node_type),
                change.label,
                tuple(field_label(change.node_type, name) for name in change.fields),
                None if change.kind == "removed" else _target(places.get(change.node_id), page_ids),
            )
        )
    return list(groups.values())


def located(found: Iterable[Finding], tree: Node, course: CoursePage) -> list[FoundAt]:
    """Findings with the page and block each is about."""
    places = whereabouts(tree)
    page_ids = workbench_ids(course)
    rows = []
    for finding in found:
        place = places.get(finding.node_id or "")
        title = str(place.page["fields"].get("title", "")) if place else ""
        rows.append(FoundAt(finding, _target(place, page_ids), title))
    return rows


def workbench_ids(course: CoursePage) -> dict[str, int]:
    """Wagtail's ids of the course's pages by node id; a query for each kind of page."""
    return {
        str(node_id): pk
        for model in PAGE_MODELS.values()
        for pk, node_id in model.objects.descendant_of(course, inclusive=True).values_list("pk", "node_id")
    }


def _target(place: Whereabouts | None, page_ids: Mapping[str, int]) -> Target | None:
    page_id = page_ids.get(place.page["id"]) if place else None
    if place is None or page_id is None:
        return None
    return Target(page_id, place.block["id"] if place.block else "")
