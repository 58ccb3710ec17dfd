"""Reading a course tree: the node dicts described in `docs/content-format.md`.

Everything here reads; nothing changes a tree. Iteration is depth first, in reading order.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, NamedTuple, NotRequired, TypedDict


class Node(TypedDict):
    id: str
    type: str
    fields: dict[str, Any]
    children: dict[str, list["Node"]]
    locked: NotRequired[bool]


class DuplicateNode(ValueError):
    """Two nodes of one tree carry the same id."""


class Place(NamedTuple):
    """A node and where it stands; the root has no parent, the slot "" and position 0."""

    node: Node
    parent: Node | None
    slot: str
    position: int


class Page(NamedTuple):
    """A lesson or dialogue with the module that holds it."""

    node: Node
    module: Node


def walk(tree: Node) -> Iterator[Place]:
    """Every node of the tree, hidden ones too, parents before their children."""
    waiting = [Place(tree, None, "", 0)]
    while waiting:
        place = waiting.pop()
        yield place
        waiting.extend(reversed(list(_children(place.node))))


def visible(tree: Node, audiences: frozenset[str] | None = None) -> Iterator[Place]:
    """As `walk`, without what is hidden or meant for somebody else, nor anything inside it.

    `audiences` are the learner's own; `None` leaves out nothing on that account (the author's view).
    """
    waiting = [Place(tree, None, "", 0)]
    while waiting:
        place = waiting.pop()
        if is_visible(place.node, audiences):
            yield place
            waiting.extend(reversed(list(_children(place.node))))


def is_visible(node: Node, audiences: frozenset[str] | None = None) -> bool:
    """Whether the node itself is shown; what holds it may still be hidden."""
    return not node["fields"].get("hidden") and (audiences is None or is_for(node, audiences))


def is_for(node: Node, audiences: frozenset[str]) -> bool:
    """Whether the node is for everybody or for one of these audiences.

    Only a list limits who sees a node: a course's `audience` is a sentence about whom it is for.
    """
    wanted = node["fields"].get("audience")
    return not isinstance(wanted, list) or not wanted or not audiences.isdisjoint(wanted)


def index(tree: Node) -> dict[str, Node]:
    """Every node by its id. Raises `DuplicateNode` where an id is used twice."""
    nodes: dict[str, Node] = {}
    for node, *_ in walk(tree):
        if node["id"] in nodes:
            raise DuplicateNode(node["id"])
        nodes[node["id"]] = node
    return nodes


def pages(tree: Node) -> Iterator[Page]:
    """The visible lessons and dialogues of visible modules, in reading order."""
    for module in tree["children"].get("modules", []):
        if is_visible(module):
            for node in module["children"].get("pages", []):
                if is_visible(node):
                    yield Page(node, module)


def lessons(tree: Node) -> Iterator[Node]:
    """The visible lessons of visible modules, in reading order."""
    return (page.node for page in pages(tree) if page.node["type"] == "lesson")


def tree_hash(tree: Node) -> str:
    """The sha256, in hex, of the tree as canonical JSON: sorted keys, no spaces, UTF-8.

    Raises ValueError for what JSON cannot say (NaN, infinities). 1 and 1.0 differ.
    """
    text = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _children(parent: Node) -> Iterator[Place]:
    for slot, nodes in parent["children"].items():
        for position, node in enumerate(nodes):
            yield Place(node, parent, slot, position)
