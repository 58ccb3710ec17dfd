"""Random triples: a base, and what two sides have made of it by edits of every kind."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

from hypothesis import strategies as st

Node = dict[str, Any]

TYPES = ("lesson", "paragraph", "Ældre type")
SLOTS = ("body", "items")
FIELDS = ("title", "text", "minutes")
GROWING = ("add", "add", "field")
EDITING = ("add", "field", "remove", "move", "move", "shuffle", "type", "shared", "slot")
PARAGRAPHS = ("aaaaa", "bbbbb", "ccccc", "ddddd")


class Triple(NamedTuple):
    base: Node
    ours: Node
    theirs: Node


def walk(tree: Node) -> Iterator[tuple[Node, Node | None, str]]:
    """Every node with its parent and slot."""
    waiting: list[tuple[Node, Node | None, str]] = [(tree, None, "")]
    while waiting:
        node, parent, slot = waiting.pop()
        yield node, parent, slot
        for name, children in reversed(node.get("children", {}).items()):
            waiting.extend((child, node, name) for child in reversed(children))


def by_id(tree: Node) -> dict[str, Node]:
    return {node["id"]: node for node, *_ in walk(tree)}


def places(tree: Node) -> dict[str, tuple[str, str]]:
    """The parent's id and the slot, by id; ("", "") for the root."""
    return {node["id"]: (parent["id"] if parent else "", slot) for node, parent, slot in walk(tree)}


def rich_text(words: dict[str, str]) -> str:
    return "".join(f'<p data-block-key="{key}">{text}</p>' for key, text in words.items())


_values = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from((0, 1, 1.0, 2, "", "a", "b")),
    st.just([1, {"media": "image"}]),
    st.lists(st.tuples(st.sampled_from(PARAGRAPHS), st.sampled_from("xyz")), max_size=4).map(dict).map(rich_text),
)


@st.composite
def triples(draw: st.DrawFn, *, locks: bool = False) -> Triple:
    base = _new("root")
    _edit(draw, base, "b", draw(st.integers(0, 9)), grow=True, locks=locks)
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    _edit(draw, ours, "o", draw(st.integers(0, 6)), grow=False, locks=locks)
    _edit(draw, theirs, "t", draw(st.integers(0, 6)), grow=False, locks=locks)
    return Triple(base, ours, theirs)


def _new(node_id: str) -> Node:
    return {"id": node_id, "type": "lesson", "fields": {}, "children": {}}


def _edit(draw: st.DrawFn, tree: Node, name: str, count: int, *, grow: bool, locks: bool) -> None:
    verbs = GROWING if grow else EDITING
    for number in range(count):
        node, parent, slot = draw(st.sampled_from(list(walk(tree))))
        verb = draw(st.sampled_from((*verbs, "lock") if locks else verbs))
        if parent and verb == "remove":
            parent["children"][slot].remove(node)
        elif parent and verb == "move":
            _move(draw, tree, node, parent["children"][slot])
        elif verb == "add":
            _insert(draw, node, _new(f"{name}{number}"))
        else:
            _change(draw, tree, node, verb)


def _change(draw: st.DrawFn, tree: Node, node: Node, verb: str) -> None:
    match verb:
        case "shared":  # a node of the same id, added by both
            new = _new(draw(st.sampled_from(("s1", "s2"))))
            if new["id"] not in by_id(tree):
                _set(draw, new)
                _insert(draw, node, new)
        case "field":
            _set(draw, node)
        case "type":
            node["type"] = draw(st.sampled_from(TYPES))
        case "lock":
            node["locked"] = draw(st.booleans())
        case "slot":
            _change_slots(draw, node)
        case "shuffle":
            for children in node.get("children", {}).values():
                children[:] = draw(st.permutations(children))


def _move(draw: st.DrawFn, tree: Node, node: Node, siblings: list[Node]) -> None:
    inside = by_id(node)
    targets = [other for other, *_ in walk(tree) if other["id"] not in inside]
    siblings.remove(node)
    _insert(draw, draw(st.sampled_from(targets)), node)


def _insert(draw: st.DrawFn, parent: Node, node: Node) -> None:
    children = parent.setdefault("children", {}).setdefault(draw(st.sampled_from(SLOTS)), [])
    children.insert(draw(st.integers(0, len(children))), node)


def _set(draw: st.DrawFn, node: Node) -> None:
    name = draw(st.sampled_from(FIELDS))
    if draw(st.booleans()) and draw(st.booleans()):
        node.get("fields", {}).pop(name, None)
    else:
        node.setdefault("fields", {})[name] = draw(_values)


def _change_slots(draw: st.DrawFn, node: Node) -> None:
    slot = draw(st.sampled_from(SLOTS))
    if not node.get("children", {}).get(slot, True):
        del node["children"][slot]
    elif slot not in node.get("children", {}):
        node.setdefault("children", {})[slot] = []
    elif not node.get("fields", True):
        del node["fields"]
