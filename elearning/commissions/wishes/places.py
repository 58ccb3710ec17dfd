"""The places in a course that a wish may be bound to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from courses.models import NodePage, Variant
from courses.selectors import release_tree
from courses.trees.diff import label
from courses.trees.nodes import Node, walk
from courses.trees.pages import read_page
from courses.trees.places import PAGE_TYPES, whereabouts
from courses.trees.wording import type_label
from courses.variants.access import may_see
from elearning.commissions.models import Commission
from elearning.commissions.wishes.changes import Bench, bench_of


@dataclass(frozen=True)
class Place:
    """A page, or a block on one; ``depth`` is 0 for a module, 1 for a lesson or dialogue, 2 for a block."""

    node_id: str
    title: str
    kind: str
    depth: int
    module_id: str
    module: str

    @property
    def text(self) -> str:
        return f"{self.kind}: {self.title}"


@dataclass(frozen=True)
class Places:
    """Those of the course, in reading order. Without a course there are none."""

    root: Node | None
    bench: Bench | None = None

    @cached_property
    def rows(self) -> list[Place]:
        return list(_rows(self.root)) if self.root else []

    @cached_property
    def by_id(self) -> dict[str, Place]:
        return {row.node_id: row for row in self.rows}

    @cached_property
    def order(self) -> dict[str, int]:
        return {row.node_id: number for number, row in enumerate(self.rows)}

    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """For a select: the module's title, then what is in it."""
        found: dict[str, tuple[str, list[tuple[str, str]]]] = {}
        for row in self.rows:
            text = "\N{NO-BREAK SPACE}" * 2 * row.depth + row.text
            found.setdefault(row.module_id, (row.module, []))[1].append((row.node_id, text))
        return list(found.values())

    def module_of(self, node_id: str) -> str:
        """The title of the module a place is in; "" for the course, or where it is gone."""
        row = self.by_id.get(node_id)
        return row.module if row else ""


def places_of(commission: Commission, user: Any = None) -> Places:
    """In the municipality's own version where there is one, else in the course the order begins with.

    What the municipality has written itself is among them for those who may read its drafts.
    """
    if commission.variant is not None:
        bench = bench_of(commission.variant)
        drafts = user is not None and may_see(user, commission.municipality)
        return Places((bench.ours if drafts else bench.base).root, bench)
    course = commission.course
    release = course.current_release if course is not None else None
    return Places(release_tree(release.pk) if release is not None else None)


def ids_on(page: NodePage, variant: Variant) -> set[str]:
    """What a wish beside a page may be bound to: it and its blocks, those it has and those the course has there."""
    now = {place.node["id"] for place in walk(read_page(page))}
    before = whereabouts(release_tree(variant.base_release_id))
    return now | {node_id for node_id, place in before.items() if place.page["id"] == str(page.node_id)}


def _rows(root: Node) -> Iterator[Place]:
    where = whereabouts(root)
    module = root
    for place in walk(root):
        node = place.node
        page, block = where[node["id"]]
        if page["id"] == root["id"] or (block is not None and block["id"] != node["id"]):
            continue
        if node["type"] == "module":
            module = node
        depth = {"module": 0}.get(node["type"], 1 if node["type"] in PAGE_TYPES else 2)
        yield Place(node["id"], label(node), type_label(node["type"]), depth, module["id"], label(module))
