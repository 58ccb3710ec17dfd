"""What a node says: its type, its fields and its flags."""

from __future__ import annotations

from typing import Any

from courses.variants.merging import richtext
from courses.variants.merging.errors import InvalidDecision
from courses.variants.merging.index import Node, differs
from courses.variants.merging.ledger import Ledger, Sides, conflict
from courses.variants.merging.presence import Three
from courses.variants.merging.values import ABSENT, copied, same, winner

#: Keys of a node that are merged elsewhere.
_NOT_FLAGS = ("id", "type", "fields", "children")


def content(three: Three, node_id: str, ledger: Ledger) -> Node:
    """The merged node without its children, sharing nothing with the three."""
    if node_id not in three.theirs:
        return _copy(three.ours.nodes[node_id])
    if node_id not in three.ours:
        return _copy(three.theirs.nodes[node_id])
    if node_id in three.locked:
        return _as_released(three, node_id, ledger)
    node: Node = {"id": node_id, **_type_and_fields(three, node_id, ledger)}
    if not node["fields"] and not _has(three, node_id, "fields"):
        del node["fields"]
    return {**node, **_flags(three, node_id, ledger)}


def _copy(node: Node) -> Node:
    return {key: copied(value) for key, value in node.items() if key != "children"}


def _has(three: Three, node_id: str, key: str) -> bool:
    """Whether a node writes down what is empty, or leaves it out."""
    base, ours, theirs = (key in tree.nodes.get(node_id, {}) for tree in (three.base, three.ours, three.theirs))
    return ours if winner(base, ours, theirs) == "ours" else theirs


def _flags(three: Three, node_id: str, ledger: Ledger) -> dict[str, Any]:
    """``locked``, which is the course designer's where both changed it, and whatever else a node may carry."""
    nodes = [tree.nodes.get(node_id, {}) for tree in (three.base, three.ours, three.theirs)]
    flags: dict[str, Any] = {}
    for name in (key for key in {**nodes[1], **nodes[2]} if key not in _NOT_FLAGS):
        base, ours, theirs = (node.get(name, ABSENT) for node in nodes)
        won = winner(base, ours, theirs) or ("theirs" if name == "locked" else "ours")
        value = ours if won == "ours" else theirs
        if value is not ABSENT:
            flags[name] = copied(value)
        if name == "locked" and not same(value, ours):
            ledger.change("locked", node_id, "", base, theirs)
    return flags


def _as_released(three: Three, node_id: str, ledger: Ledger) -> Node:
    """A locked node follows the release: our edits are told about, the release's are changes like any other."""
    node = three.theirs.nodes[node_id]
    base = three.base.nodes.get(node_id, {})
    ours = three.ours.nodes[node_id]
    pairs = [("type", base.get("type", ABSENT), ours["type"], node["type"])]
    fields = [(tree or {}).get("fields") or {} for tree in (base, ours, node)]
    pairs += [(name, *(side.get(name, ABSENT) for side in fields)) for name in {**fields[1], **fields[2]}]
    for number, (name, before, mine, released) in enumerate(pairs):
        if same(mine, released):
            continue
        if same(before, mine):
            ledger.change("field" if number else "type", node_id, name, before, released)
        else:
            ledger.notice("locked", node_id, name, base=before, ours=mine, theirs=released)
    if not same(ours.get("locked", ABSENT), node.get("locked", ABSENT)):
        ledger.change("locked", node_id, "", base.get("locked", ABSENT), node.get("locked", ABSENT))
    return _copy(node)


def _type_and_fields(three: Three, node_id: str, ledger: Ledger) -> dict[str, Any]:
    """Field by field, unless the two have come to differ in type: then one's type never gets the other's fields."""
    base = three.base.content(node_id) if node_id in three.base else ABSENT
    ours, theirs = three.ours.content(node_id), three.theirs.content(node_id)
    if same(ours["type"], theirs["type"]):
        before = base["fields"] if base is not ABSENT else {}
        return {"type": ours["type"], "fields": _fields(node_id, before, ours["fields"], theirs["fields"], ledger)}
    won = winner(base, ours, theirs)
    if won is None:
        decision = ledger.settle(conflict("type", node_id, "type", Sides(base, ours, theirs)))
        if decision.choice == "value":
            return _own(decision.value)
        won = decision.choice
    elif won == "theirs" and differs(three.ours, three.theirs, node_id):
        ledger.change("type", node_id, "type", base, theirs)
    taken: dict[str, Any] = copied(ours if won == "ours" else theirs)
    return taken


def _own(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not isinstance(value.get("fields"), dict) or "type" not in value:
        raise InvalidDecision("The value for a type is an object with type and fields.")
    return {"type": value["type"], "fields": copied(value["fields"])}


def _fields(
    node_id: str, base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], ledger: Ledger
) -> dict[str, Any]:
    merged = {
        name: _field(node_id, name, base.get(name, ABSENT), ours.get(name, ABSENT), theirs.get(name, ABSENT), ledger)
        for name in {**ours, **theirs}
    }
    return {name: value for name, value in merged.items() if value is not ABSENT}


def _field(node_id: str, name: str, base: Any, ours: Any, theirs: Any, ledger: Ledger) -> Any:
    won = winner(base, ours, theirs)
    if won is None:
        text = richtext.merged(node_id, name, (base, ours, theirs), ledger)
        if text is not None:
            return text
        decision = ledger.settle(conflict("field", node_id, name, Sides(base, ours, theirs)))
        if decision.choice == "value":
            return copied(decision.value)
        won = decision.choice
    elif won == "theirs" and not same(ours, theirs):
        ledger.change("field", node_id, name, base, theirs)
    return copied(ours if won == "ours" else theirs)
