"""Children in their slots, and the tree as a whole."""

from __future__ import annotations

from typing import Any

from courses.trees.sequences import moved
from courses.variants.merging.errors import InvalidDecision
from courses.variants.merging.index import Node, Spot
from courses.variants.merging.ledger import Ledger, Sides, conflict
from courses.variants.merging.ordering import combined, following_locks, inserted, rearranged
from courses.variants.merging.presence import Three
from courses.variants.merging.values import winner


def assembled(three: Three, contents: dict[str, Node], spots: dict[str, Spot], ledger: Ledger) -> Node:
    """The tree of these nodes at these spots. The nodes are given their children."""
    members: dict[Spot, list[str]] = {spot: [] for spot in (*three.ours.slots, *three.theirs.slots)}
    for node_id in sorted(spots, key=lambda n: (three.ours.rank.get(n, -1), three.theirs.rank.get(n, -1))):
        members.setdefault(spots[node_id], []).append(node_id)
    for node_id, node in contents.items():
        if _is_written(three, node_id, "children"):
            node["children"] = {}
    for spot, children in members.items():
        if spot.parent in contents and (children or _is_written(three, spot.parent, spot)):
            slots = contents[spot.parent].setdefault("children", {})
            slots[spot.slot] = [contents[child] for child in _ordered(three, spot, children, ledger)]
    return contents[three.ours.root]


def _is_written(three: Three, node_id: str, what: str | Spot) -> bool:
    """Whether an empty slot, or that there are none, is written down."""
    base, ours, theirs = (
        node_id in tree and (what in tree.slots if isinstance(what, Spot) else what in tree.nodes[node_id])
        for tree in (three.base, three.ours, three.theirs)
    )
    if node_id not in three.theirs:
        return ours
    if node_id not in three.ours or node_id in three.locked:
        return theirs
    return ours if winner(base, ours, theirs) == "ours" else theirs


def _ordered(three: Three, spot: Spot, children: list[str], ledger: Ledger) -> list[str]:
    """Our order with what theirs moved, then what theirs put here, then what has found no better place."""
    among = set(children)
    base, ours, theirs = (
        [n for n in tree.children(spot) if n in among] for tree in (three.base, three.ours, three.theirs)
    )
    everywhere = set(base) & set(ours) & set(theirs)
    shared = [n for n in ours if n in everywhere]
    order = rearranged(ours, _shared(three, spot, (base, shared, theirs), ledger))
    order = inserted(order, theirs)
    released = following_locks(order, theirs, three.locked)
    steps = moved(order, released) & three.locked
    for node_id in (n for n in released if n in steps):
        after = {name: _described(spot, side, node_id) for name, side in (("ours", order), ("theirs", theirs))}
        ledger.notice("locked", node_id, spot.slot, base=None, **after)
    return [*released, *sorted(among - set(released))]


def _shared(three: Three, spot: Spot, orders: tuple[list[str], list[str], list[str]], ledger: Ledger) -> list[str]:
    """The order of what stood here and stands here in all three; no lock is part of a conflict."""
    base, ours, theirs = ([n for n in order if n in set(orders[1])] for order in orders)
    order = combined(base, ours, theirs)
    if order is None:
        free = [[n for n in side if n not in three.locked] for side in (base, ours, theirs)]
        order = combined(*free)
        if order is None:
            return inserted(_settled(spot, free, ledger), theirs)
        order = inserted(order, theirs)
    steps = moved(ours, order)
    for node_id in order:
        if node_id in steps:
            before, after = (_described(spot, side, node_id) for side in (base, theirs))
            ledger.change("reordered", node_id, spot.slot, before, after)
    return order


def _settled(spot: Spot, orders: list[list[str]], ledger: Ledger) -> list[str]:
    base, ours, theirs = orders
    decision = ledger.settle(conflict("order", spot.parent, spot.slot, Sides(base, ours, theirs)))
    if decision.choice == "value":
        return _own(decision.value, ours)
    return ours if decision.choice == "ours" else theirs


def _own(value: Any, ours: list[str]) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(n, str) for n in value) or sorted(value) != sorted(ours):
        raise InvalidDecision("The value for an order is a list of the same ids, each once.")
    return value


def _described(spot: Spot, order: list[str], node_id: str) -> dict[str, str | None]:
    at = order.index(node_id)
    return {**spot.shown(), "after": order[at - 1] if at else None}
