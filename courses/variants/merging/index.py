"""A tree of nodes, looked up by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from courses.variants.merging.errors import InvalidTree
from courses.variants.merging.values import ABSENT, Absent, fingerprint, same

Node = dict[str, Any]


class Spot(NamedTuple):
    """Under which node, in which slot."""

    parent: str
    slot: str

    def shown(self) -> dict[str, str]:
        return {"parent": self.parent, "slot": self.slot}


class Tree:
    """One of the three trees. ``nodes`` are in reading order, parents before children. Nothing is changed."""

    def __init__(self, root: Mapping[str, Any], name: str) -> None:
        self.nodes: dict[str, Node] = {}
        self.spots: dict[str, Spot] = {}
        self.slots: dict[Spot, list[str]] = {}
        waiting: list[tuple[Any, Spot | None]] = [(root, None)]
        while waiting:
            node, spot = waiting.pop()
            node_id = _checked(node, name)
            if node_id in self.nodes:
                raise InvalidTree(f"The id {node_id!r} is used twice in {name}.")
            self.nodes[node_id] = node
            if spot:
                self.spots[node_id] = spot
                self.slots[spot].append(node_id)
            below: list[tuple[Any, Spot | None]] = []
            for slot, children in (node.get("children") or {}).items():
                place = Spot(node_id, slot)
                self.slots[place] = []
                if not isinstance(children, list | tuple):
                    raise InvalidTree(f"The slot {slot!r} of {node_id!r} in {name} is not a list.")
                below.extend((child, place) for child in children)
            waiting.extend(reversed(below))
        self.root: str = root["id"]
        self.rank = {node_id: n for n, node_id in enumerate(self.nodes)}

    def __contains__(self, node_id: str) -> bool:
        return node_id in self.nodes

    def __iter__(self) -> Iterator[str]:
        return iter(self.nodes)

    def spot(self, node_id: str) -> Spot | Absent:
        return self.spots.get(node_id, ABSENT)

    def children(self, spot: Spot) -> list[str]:
        return self.slots.get(spot, [])

    def fields(self, node_id: str) -> dict[str, Any]:
        return self.nodes[node_id].get("fields") or {}

    def content(self, node_id: str) -> dict[str, Any]:
        """Type and fields: what somebody has written in the node."""
        return {"type": self.nodes[node_id]["type"], "fields": self.fields(node_id)}

    def locked(self) -> set[str]:
        """The nodes under a lock: a locked node and everything below it."""
        under: set[str] = set()
        for node_id, node in self.nodes.items():
            spot = self.spots.get(node_id)
            if node.get("locked") is True or (spot and spot.parent in under):
                under.add(node_id)
        return under

    def subtree(self, node_id: str) -> Iterator[str]:
        waiting = [node_id]
        while waiting:
            current = waiting.pop()
            yield current
            for slot in reversed(self.nodes[current].get("children") or {}):
                waiting.extend(reversed(self.slots[Spot(current, slot)]))

    def digest(self, node_id: str) -> str:
        """Tells whether anything in the subtree is another than it was."""
        return fingerprint(
            [[n, self.spots.get(n), self.content(n), self.nodes[n].get("locked")] for n in self.subtree(node_id)]
        )


def differs(one: Tree, other: Tree, node_id: str) -> bool:
    """Whether the node's type or fields differ."""
    return not same(one.content(node_id), other.content(node_id))


def _checked(node: Any, name: str) -> str:
    if not isinstance(node, dict) or not isinstance(node.get("id"), str) or "type" not in node:
        raise InvalidTree(f"What is not a node, or has no id or type, stands in {name}: {node!r:.80}")
    for key in ("fields", "children"):
        if not isinstance(node.get(key) or {}, dict):
            raise InvalidTree(f"The {key} of {node['id']!r} in {name} are not an object.")
    return str(node["id"])
