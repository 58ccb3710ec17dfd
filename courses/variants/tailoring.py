"""What saving a page of a variant makes of what the editor sent: pure, on one page's node (DESIGN 5).

The course's own blocks and list items are never deleted, what is locked does not change, and nobody in a municipality
locks or unlocks. What an editor's browser rewrites by itself (line endings, the markup of rich text) is no change.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from courses.trees.kinds import is_node_id
from courses.trees.nodes import Node

#: Whether two texts say the same but for how a browser writes them down.
SameText = Callable[[str, str], bool]


@dataclass(frozen=True)
class Notice:
    """Something the editor took away that is still there: hidden, put back, or kept because it is locked."""

    kind: Literal["hidden", "restored", "locked"]
    node: Node
    reason: str = ""


@dataclass(frozen=True)
class Refusal:
    """A block, or something inside it, that may not be what the editor made of it."""

    slot: str
    block_id: str
    node: Node
    kind: Literal["locked", "type", "file"]
    reason: str = ""


@dataclass
class Tailored:
    """``page`` is what to store, unless there are refusals."""

    page: Node
    notices: list[Notice] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True)
class Rules:
    """``upstream`` are the ids of the release the variant builds on, ``elsewhere`` those on its other pages,
    ``locked`` every node under a lock with the reason.
    """

    upstream: Collection[str]
    locked: Mapping[str, str]
    elsewhere: Collection[str] = frozenset()
    same_text: SameText = str.__eq__


def tailor_page(before: Node | None, after: Node, rules: Rules) -> Tailored:
    """``before`` is the page's latest draft, None for a page that is new; ``after`` is what the editor sent."""
    work = _Work(rules, frozenset(_ids(before)) if before else frozenset())
    children = {
        slot: work.merged(before["children"].get(slot, []) if before else [], nodes, slot=slot)
        for slot, nodes in after["children"].items()
    }
    return Tailored({**after, "children": children}, work.notices, work.refusals)


def says_the_same(one: Node, other: Node, same_text: SameText) -> bool:
    """Two nodes of one id, with all inside them, apart from their locks."""
    return (
        one["type"] == other["type"]
        and all(
            _same(one["fields"].get(name), other["fields"].get(name), same_text)
            for name in {*one["fields"], *other["fields"]} - {"lock_reason"}
        )
        and all(
            [node["id"] for node in one["children"].get(slot, [])]
            == [node["id"] for node in other["children"].get(slot, [])]
            and all(
                says_the_same(a, b, same_text)
                for a, b in zip(one["children"].get(slot, []), other["children"].get(slot, []), strict=True)
            )
            for slot in {*one["children"], *other["children"]}
        )
    )


class _Work:
    def __init__(self, rules: Rules, here: frozenset[str]) -> None:
        self.rules = rules
        #: Ids that have their place, on this page or another.
        self.placed = here | frozenset(rules.elsewhere)
        self.notices: list[Notice] = []
        self.refusals: list[Refusal] = []
        self.seen: set[str] = set()

    def merged(self, before: list[Node], after: list[Node], *, slot: str, block: str = "") -> list[Node]:
        """One list of siblings; ``block`` is the id of the block they are in, "" for the blocks themselves."""
        known = {node["id"]: node for node in before}
        result = []
        for node in after:
            node = self._with_own_id(node, known)
            old = known.get(node["id"])
            result.append(self._kept(old, node, slot, block or node["id"]) if old else self._new(node))
        return self._with_missing(before, result, top=not block)

    def _kept(self, old: Node, node: Node, slot: str, block: str) -> Node:
        if old["type"] != node["type"]:
            self.refusals.append(Refusal(slot, block, old, "type"))
            self.seen.update(_ids(old))
            return old
        if node["id"] in self.rules.locked:
            if not says_the_same(old, node, self.rules.same_text):
                self.refusals.append(Refusal(slot, block, old, "locked", self.rules.locked[node["id"]]))
            self.seen.update(_ids(old))
            return old
        fields = {
            name: old["fields"][name]
            if name in old["fields"] and _same(old["fields"][name], value, self.rules.same_text)
            else value
            for name, value in node["fields"].items()
        }
        children = {
            name: self.merged(old["children"].get(name, []), nodes, slot=slot, block=block)
            for name, nodes in node["children"].items()
        }
        return _with_lock_of({**node, "fields": fields, "children": children}, old)

    def _new(self, node: Node) -> Node:
        children = {
            name: [self._new(self._with_own_id(n, {})) for n in nodes] for name, nodes in node["children"].items()
        }
        return _with_lock_of({**node, "children": children}, None)

    def _with_own_id(self, node: Node, known: Mapping[str, Node]) -> Node:
        """No id twice in the course, whatever was sent."""
        node_id = node["id"]
        taken = node_id in self.seen or (node_id not in known and node_id in self.placed)
        if taken or not is_node_id(node_id):
            node = {**node, "id": str(uuid.uuid4())}
        self.seen.add(node["id"])
        return node

    def _with_missing(self, before: list[Node], after: list[Node], *, top: bool) -> list[Node]:
        """The course's own that were taken away, back after what stood before them."""
        result = list(after)
        previous: str | None = None
        for old in before:
            if old["id"] not in {node["id"] for node in result} and old["id"] in self.rules.upstream:
                places = [node["id"] for node in result]
                result.insert(places.index(previous) + 1 if previous in places else 0, self._put_back(old, top))
            if old["id"] in {node["id"] for node in result}:
                previous = old["id"]
        return result

    def _put_back(self, old: Node, top: bool) -> Node:
        self.seen.update(_ids(old))
        if old["id"] in self.rules.locked:
            self.notices.append(Notice("locked", old, self.rules.locked[old["id"]]))
            return old
        if top and "hidden" in old["fields"]:
            if not old["fields"]["hidden"]:
                self.notices.append(Notice("hidden", old))
            return {**old, "fields": {**old["fields"], "hidden": True}}
        self.notices.append(Notice("restored", old))
        return old


def _with_lock_of(node: Node, old: Node | None) -> Node:
    """Only the shared course's designer locks: the flags are those that were there."""
    changed: Node = {**node, "fields": {name: value for name, value in node["fields"].items() if name != "lock_reason"}}
    changed.pop("locked", None)
    if old is not None and old.get("locked"):
        changed["locked"] = True
    if old is not None and "lock_reason" in old["fields"]:
        changed["fields"]["lock_reason"] = old["fields"]["lock_reason"]
    return changed


def _same(one: object, other: object, same_text: SameText) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one == other or same_text(one, other)
    return one == other


def _ids(node: Node) -> Iterator[str]:
    yield node["id"]
    for nodes in node["children"].values():
        for child in nodes:
            yield from _ids(child)
