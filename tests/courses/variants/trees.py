"""Small trees, written as they stand: ``course(lesson("l1", "b1", "b2"), title="Kursus")``."""

from __future__ import annotations

import copy
from typing import Any

from tests.courses.variants.triples import Node, by_id, places

__all__ = ["blocks", "changed", "course", "ids", "lesson", "node", "places"]


def node(node_id: str, type_: str = "paragraph", children: dict[str, list[Node]] | None = None, **fields: Any) -> Node:
    return {"id": node_id, "type": type_, "fields": fields, "children": children or {}}


def blocks(names: str) -> list[Node]:
    """One block for each letter."""
    return [node(name, text=name) for name in names]


def lesson(node_id: str, names: str = "", **fields: Any) -> Node:
    return node(node_id, "lesson", {"body": blocks(names)}, **fields)


def course(*lessons: Node, **fields: Any) -> Node:
    return node("course", "course", {"lessons": list(lessons)}, **fields)


def ids(tree: Node, parent: str, slot: str = "body") -> str:
    """The ids in a slot, in order, as one word."""
    return "".join(child["id"] for child in by_id(tree)[parent]["children"][slot])


class changed:  # noqa: N801 (reads as a word: changed(base).edit("a", text="b").tree)
    """A copy of a tree to make changes in."""

    def __init__(self, tree: Node) -> None:
        self.tree = copy.deepcopy(tree)

    def edit(self, node_id: str, **fields: Any) -> changed:
        by_id(self.tree)[node_id]["fields"].update(fields)
        return self

    def drop(self, node_id: str, field: str) -> changed:
        del by_id(self.tree)[node_id]["fields"][field]
        return self

    def retype(self, node_id: str, type_: str, **fields: Any) -> changed:
        by_id(self.tree)[node_id].update(type=type_, fields=fields)
        return self

    def lock(self, node_id: str, locked: bool = True) -> changed:
        by_id(self.tree)[node_id]["locked"] = locked
        return self

    def remove(self, node_id: str) -> changed:
        self._take(node_id)
        return self

    def add(self, new: Node, parent: str, slot: str = "body", at: int | None = None) -> changed:
        children = by_id(self.tree)[parent]["children"].setdefault(slot, [])
        children.insert(len(children) if at is None else at, new)
        return self

    def move(self, node_id: str, parent: str, slot: str = "body", at: int | None = None) -> changed:
        return self.add(self._take(node_id), parent, slot, at)

    def order(self, parent: str, names: str, slot: str = "body") -> changed:
        children = by_id(self.tree)[parent]["children"][slot]
        children.sort(key=lambda child: names.index(child["id"]))
        return self

    def _take(self, node_id: str) -> Node:
        taken = by_id(self.tree)[node_id]
        parent, slot = places(self.tree)[node_id]
        by_id(self.tree)[parent]["children"][slot].remove(taken)
        return taken
