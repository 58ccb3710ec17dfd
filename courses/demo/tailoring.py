"""Make a municipality's tailored course out of a course tree and a list of changes.

The four actions are those of a variant file (``docs/demo-files.md``): ``edit`` sets one field, ``hide`` hides
a page or block, ``move`` and ``add`` put a node at a position. They are made in order, on a copy of the tree.
"""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from courses.trees.nodes import Node, walk

Change = Mapping[str, Any]


class TailoringError(Exception):
    """A change that does not fit the course it is meant for."""


def tailor(tree: Node, changes: Iterable[Change]) -> Node:
    """The tree with the changes made. The tree given is left as it was.

    Raises TailoringError where a change names a node, field, slot or action that is not there.
    """
    tailored = copy.deepcopy(tree)
    for change in changes:
        _apply(tailored, change)
    return tailored


def _apply(tree: Node, change: Change) -> None:
    match change["action"]:
        case "edit":
            _set_field(_find(tree, change["node"]), change["field"], change["value"])
        case "hide":
            _set_field(_find(tree, change["node"]), "hidden", True)
        case "move":
            node = _find(tree, change["node"])
            _siblings(tree, node).remove(node)
            _insert(tree, node, change["position"])
        case "add":
            _insert(tree, copy.deepcopy(change["content"]), change["position"])
        case unknown:
            raise TailoringError(f"there is no action {unknown!r}")


def _find(tree: Node, identity: str) -> Node:
    for node, *_ in walk(tree):
        if node["id"] == identity:
            return node
    raise TailoringError(f"node {identity} is not in the course")


def _siblings(tree: Node, wanted: Node) -> list[Node]:
    for node, parent, slot, _ in walk(tree):
        if node is wanted and parent is not None:
            return parent["children"][slot]
    raise TailoringError("the course itself cannot be moved")


def _set_field(node: Node, name: str, value: object) -> None:
    if name not in node["fields"]:
        raise TailoringError(f"{node['type']} {node['id']} has no field {name}")
    node["fields"][name] = value


def _insert(tree: Node, node: Node, position: Mapping[str, Any]) -> None:
    parent = _find(tree, position["parent"])
    if position["slot"] not in parent["children"]:
        raise TailoringError(f"{parent['type']} {parent['id']} has no slot {position['slot']}")
    slot = parent["children"][position["slot"]]
    slot.insert(_index_after(slot, position["after"]), node)


def _index_after(slot: list[Node], identity: str | None) -> int:
    if identity is None:
        return 0
    for index, node in enumerate(slot):
        if node["id"] == identity:
            return index + 1
    raise TailoringError(f"node {identity} is not where the position says")
