"""What changed from one tree to another, for people to read. (The merge has its own, stricter comparison.)"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from courses.trees.nodes import Node, Place, walk
from courses.trees.sequences import longest_increasing

Kind = Literal["added", "removed", "moved", "changed"]

#: Where a node's name is looked for when it is shown in a list.
LABEL_FIELDS = ("title", "prompt", "text", "situation", "introduction", "advice", "left")


@dataclass(frozen=True)
class Change:
    """One node that differs. ``page`` is the title of the page it is on; ``fields`` are the names that differ."""

    kind: Kind
    node_id: str
    node_type: str
    label: str
    page: str
    fields: tuple[str, ...] = ()


def label(node: Node) -> str:
    """A name for a node, at most 80 characters of its own words, without markup."""
    for name in LABEL_FIELDS:
        text = re.sub(r"<[^>]+>", " ", str(node["fields"].get(name) or ""))
        text = " ".join(text.split())
        if text:
            return text if len(text) <= 80 else text[:79].rstrip() + "…"
    return node["type"]


def diff(base: Node | None, new: Node) -> list[Change]:
    """Changes in the reading order of ``new``, removals last. A node inside an added or removed one is not listed."""
    if base is None:
        return []
    before, after = _places(base), _places(new)
    return [*_added_and_changed(before, after), *_removed(before, after)]


def _added_and_changed(before: dict[str, Place], after: dict[str, Place]) -> Iterator[Change]:
    moved = _moved(before, after)
    for node_id, place in after.items():
        old = before.get(node_id)
        if old is None:
            if place.parent is None or place.parent["id"] in before:
                yield _change("added", place, after)
            continue
        fields = tuple(
            name
            for name in {**old.node["fields"], **place.node["fields"]}
            if old.node["fields"].get(name) != place.node["fields"].get(name)
        )
        if old.node["type"] != place.node["type"]:
            fields = ("type", *fields)
        if old.node.get("locked", False) != place.node.get("locked", False):
            fields = (*fields, "locked")
        if fields:
            yield _change("changed", place, after, fields)
        if node_id in moved:
            yield _change("moved", place, after)


def _removed(before: dict[str, Place], after: dict[str, Place]) -> Iterator[Change]:
    for node_id, place in before.items():
        if node_id not in after and (place.parent is None or place.parent["id"] in after):
            yield _change("removed", place, before)


def _places(tree: Node) -> dict[str, Place]:
    return {place.node["id"]: place for place in walk(tree)}


def _moved(before: dict[str, Place], after: dict[str, Place]) -> set[str]:
    """Nodes under another parent, or outside the longest run of siblings that kept their order."""
    moved: set[str] = set()
    slots: dict[tuple[str, str], list[str]] = {}
    for node_id, place in after.items():
        old = before.get(node_id)
        if old is None or place.parent is None or old.parent is None:
            continue
        if (old.parent["id"], old.slot) != (place.parent["id"], place.slot):
            moved.add(node_id)
        else:
            slots.setdefault((place.parent["id"], place.slot), []).append(node_id)
    for siblings in slots.values():
        kept = longest_increasing([before[node_id].position for node_id in siblings])
        moved.update(node_id for n, node_id in enumerate(siblings) if n not in kept)
    return moved


def _change(kind: Kind, place: Place, places: dict[str, Place], fields: tuple[str, ...] = ()) -> Change:
    return Change(kind, place.node["id"], place.node["type"], label(place.node), _page_title(place, places), fields)


def _page_title(place: Place, places: dict[str, Place]) -> str:
    node: Node | None = place.node
    while node is not None and node["type"] not in ("course", "module", "lesson", "dialogue"):
        parent = places[node["id"]].parent
        node = parent
    return str(node["fields"].get("title", "")) if node else ""
