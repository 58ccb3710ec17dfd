"""A plan put the way an editor decides on it: one row a decision, by page, with what changes by itself below."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses.models import CourseRelease
from courses.review.differences import Part, compare, only_looks
from courses.trees.diff import label
from courses.trees.kinds import BOOLEAN, DAYS, DOCUMENT, H5P, IMAGE, NODE_ID, RICH, STRINGS
from courses.trees.links import media_in
from courses.trees.nodes import Node, walk
from courses.trees.places import PAGE_TYPES
from courses.trees.schema import TYPES
from courses.trees.wording import field_label, type_label
from courses.variants.merging import MergeResult, merge
from courses.variants.planning import Decision, Plan
from courses.variants.workbench import Workbench

#: Fields a person cannot write anew in a row: they are chosen, or lead somewhere.
NOT_WRITTEN = (IMAGE, DOCUMENT, H5P, NODE_ID, BOOLEAN, DAYS, STRINGS)


@dataclass(frozen=True)
class Row:
    """One decision. ``base``, ``theirs`` and ``ours`` are told from one another word by word.

    ``writes`` says how one's own text is written: "" not at all, "line", "text", "rich" or "number".
    """

    id: str
    kind: str
    path: str
    where: str
    what: str
    update: Sequence[Part]
    ours: Sequence[Part]
    looks_only: bool
    default: str
    choice: str
    value: Any
    pinned: bool
    writes: str
    edited: Any


@dataclass(frozen=True)
class Line:
    """One change that comes by itself."""

    kind: str
    kind_label: str
    what: str
    parts: Sequence[Part] = ()
    looks_only: bool = False


@dataclass
class PageRows:
    """Everything about one page: decisions first, then what comes by itself and what there is to know."""

    node_id: str
    title: str
    type_label: str
    steps: bool
    rows: list[Row] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def open(self) -> int:
        return sum(not row.choice for row in self.rows)


@dataclass(frozen=True)
class Review:
    plan: Plan
    pages: list[PageRows]
    result: MergeResult

    @property
    def rows(self) -> list[Row]:
        return [row for page in self.pages for row in page.rows]

    @property
    def open(self) -> int:
        return sum(page.open for page in self.pages)


def review(plan: Plan, decisions: Iterable[Decision] | None = None) -> Review:
    """The plan by page, in reading order. ``decisions`` are those to show; by default those in force."""
    given = list(plan.decisions if decisions is None else decisions)
    conflicts, result = every_conflict(plan.workbench, plan.release, given)
    sorter = _Sorter(plan, result, {decision["conflict"]: decision for decision in given})
    for conflict in conflicts:
        sorter.conflict(conflict)
    for change in result.changes:
        sorter.change(change)
    for notice in result.notices:
        sorter.notice(notice)
    return Review(plan, sorter.sorted(), result)


def every_conflict(
    bench: Workbench, release: CourseRelease, decisions: Iterable[Decision]
) -> tuple[list[dict[str, Any]], MergeResult]:
    """Conflicts open and decided; a decision may bring another to light. And what the decisions make of the course."""
    base, ours, theirs = bench.base, bench.ours, bench.theirs(release)
    waiting = {decision["conflict"]: decision for decision in decisions}
    given: list[Decision] = []
    met: dict[str, dict[str, Any]] = {}
    while True:
        result = merge(base, ours, theirs, given)
        met |= {conflict["id"]: conflict for conflict in result.conflicts}
        known = [waiting.pop(conflict["id"]) for conflict in result.conflicts if conflict["id"] in waiting]
        if not known:
            return list(met.values()), result
        given += known


class _Sorter:
    """Puts everything on its page, in words."""

    def __init__(self, plan: Plan, result: MergeResult, decisions: Mapping[str, Decision]) -> None:
        bench = plan.workbench
        self.decisions = decisions
        # What one tree has lost another still has: the merged one says most about where things now are.
        self.trees = [result.tree, bench.ours, bench.theirs(plan.release), bench.base]
        self.nodes: dict[str, Node] = {}
        self.parents: dict[str, Node | None] = {}
        for tree in self.trees:
            for place in walk(tree):
                if place.node["id"] not in self.nodes:
                    self.nodes[place.node["id"]] = place.node
                    self.parents[place.node["id"]] = place.parent
        self.order = {node_id: n for n, node_id in enumerate(self.nodes)}
        self.pages: dict[str, PageRows] = {}

    def sorted(self) -> list[PageRows]:
        return sorted(self.pages.values(), key=lambda page: self.order.get(page.node_id, len(self.order)))

    def conflict(self, conflict: Mapping[str, Any]) -> None:
        decision = self.decisions.get(conflict["id"], {})
        texts = [self._said(conflict, side) for side in ("base", "theirs", "ours")]
        base, theirs, ours = texts
        writes = self._writes(conflict)
        self._page(conflict["node"]).rows.append(
            Row(
                id=conflict["id"],
                kind=conflict["kind"],
                path=conflict["path"],
                where=self._where(conflict["node"]),
                what=self._what(conflict),
                update=compare(base, theirs),
                ours=compare(base, ours),
                looks_only=only_looks(base, theirs),
                default=conflict["default"],
                choice=str(decision.get("choice") or ""),
                value=decision.get("value"),
                pinned=bool(decision.get("pinned")),
                writes=writes,
                edited=decision["value"] if decision.get("choice") == "value" else conflict["ours"],
            )
        )

    def change(self, change: Mapping[str, Any]) -> None:
        node = self.nodes.get(change["node"])
        parts: Sequence[Part] = ()
        looks = False
        if change["kind"] == "field":
            base, theirs = self._said(change, "base"), self._said(change, "theirs")
            parts, looks = compare(base, theirs), only_looks(base, theirs)
        elif change["kind"] in ("moved", "reordered") and node is not None:
            parts = compare(self._place(change["base"]), self._place(change["theirs"]))
        self._page(change["node"]).lines.append(
            Line(change["kind"], _change_label(change["kind"]), self._what(change), parts, looks)
        )

    def notice(self, notice: Mapping[str, Any]) -> None:
        if notice["kind"] in ("stale_decision", "refused_decision"):
            return
        self._page(notice["node"]).notices.append(f"{self._where(notice['node'])}: {_notice_text(notice['kind'])}")

    def _page(self, node_id: str) -> PageRows:
        node = self._page_node(node_id)
        if node["id"] not in self.pages:
            steps = node["type"] in ("lesson", "dialogue")
            title = str(node["fields"].get("title", ""))
            self.pages[node["id"]] = PageRows(node["id"], title, type_label(node["type"]), steps)
        return self.pages[node["id"]]

    def _page_node(self, node_id: str) -> Node:
        node = self.nodes.get(node_id) or next(iter(self.nodes.values()))
        while node["type"] not in PAGE_TYPES and self.parents.get(node["id"]):
            node = self.parents[node["id"]] or node
        return node

    def _where(self, node_id: str) -> str:
        node = self.nodes.get(node_id)
        if node is None:
            return ""
        name, kind = label(node), type_label(node["type"])
        return kind if name == node["type"] else f"{kind} »{name}«"

    def _what(self, entry: Mapping[str, Any]) -> str:
        node = self.nodes.get(entry["node"])
        if entry["kind"] != "field" or node is None:
            return self._where(entry["node"])
        name = field_label(node["type"], entry["path"].partition("#")[0])
        return name if node["type"] in PAGE_TYPES else f"{type_label(node['type'])}: {name}"

    def _writes(self, conflict: Mapping[str, Any]) -> str:
        node = self.nodes.get(conflict["node"])
        if conflict["kind"] != "field" or node is None or node["type"] not in TYPES:
            return ""
        name = conflict["path"].partition("#")[0]
        kind = TYPES[node["type"]].fields.get(name)
        if kind is None or kind in NOT_WRITTEN or kind.name == "choice":
            return ""
        if kind is RICH:
            return "rich"
        if kind.name in ("integer", "number"):
            return "number"
        both = [conflict[side] for side in ("ours", "theirs")]
        return "text" if any(isinstance(text, str) and len(text) > 90 for text in both) else "line"

    def _said(self, entry: Mapping[str, Any], side: str) -> str:
        """One side's value as text."""
        value = entry[side]
        match entry["kind"]:
            case "field":
                return self._value(entry, value)
            case "order":
                return "\n".join(self._where(node_id) for node_id in value or [])
            case "parent":
                return self._place(value)
            case "type":
                return self._type(value)
            case "delete_edit":
                return _("removed") if side == "theirs" else _("changed by us") if side == "ours" else _("there")
            case "orphan":
                return _("new or changed") if side == "theirs" else _("removed by us") if side == "ours" else _("there")
        return ""

    def _value(self, entry: Mapping[str, Any], value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if media_in(value):
            return _("file %(id)s") % {"id": value.get("id") or value.get("file")}
        if isinstance(value, list):
            return ", ".join(map(str, value))
        if entry["path"] == "question":
            return self._where(str(value))
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def _type(self, value: Any) -> str:
        if not isinstance(value, dict):
            return str(type_label(value)) if isinstance(value, str) else ""
        texts = [text for text in value.get("fields", {}).values() if isinstance(text, str) and text]
        return "\n".join([type_label(str(value.get("type"))), *texts])

    def _place(self, value: Any) -> str:
        """»Module 2, after Lesson 2.3«, as far as the place says."""
        if not isinstance(value, dict):
            return ""
        parent = self._where(str(value.get("parent") or ""))
        after = value.get("after")
        if after:
            return _("in %(parent)s, after %(after)s") % {"parent": parent, "after": self._where(str(after))}
        if "after" in value:
            return _("first in %(parent)s") % {"parent": parent}
        return _("in %(parent)s") % {"parent": parent} if parent else ""


def _change_label(kind: str) -> str:
    return {
        "added": _("New"),
        "removed": _("Removed"),
        "moved": _("Moved"),
        "reordered": _("Moved"),
        "field": _("Changed"),
        "type": _("Another kind"),
        "locked": _("Lock"),
    }[kind]


def _notice_text(kind: str) -> str:
    return {
        "edit_delete": _("the shared course has changed it; you have removed it, and it stays so."),
        "locked": _("is locked and follows the shared course."),
        "lock_dropped": _("goes, because it stood in something locked that the shared course has removed."),
        "rehomed": _("has been moved up, because what it stood in is gone."),
        "gave_way": _("your move of it is undone; it would have stood inside itself."),
    }[kind]
