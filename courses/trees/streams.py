"""StreamFields to nodes and back (docs/content-format.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail import blocks
from wagtail.blocks import StreamBlock, StreamValue

from courses.blocks.base import MEDIA_BLOCKS, DayListBlock, NodeList, SettingsBlock
from courses.trees.identity import derived_id, with_block_keys
from courses.trees.nodes import Node

Raw = dict[str, Any]


def nodes_from_stream(value: StreamValue, owner: str) -> list[Node]:
    """The stream's blocks as nodes. ``owner`` is the id of what holds the stream; it seeds ids that are missing."""
    return [
        _node_from_raw(value.stream_block.child_blocks[raw["type"]], raw, raw["type"], owner, index)
        for index, raw in enumerate(value.raw_data)
    ]


def node_from_value(block: blocks.StructBlock, value: Raw) -> Node:
    """One block's raw value as a node, for a block that is in no stream."""
    return _node_from_raw(block, {"value": value}, block.name, block.name, 0)


def stream_from_nodes(stream_block: StreamBlock, nodes: Iterable[Node]) -> StreamValue:
    """The reverse of :func:`nodes_from_stream`."""
    return stream_block.to_python(raw_from_nodes(stream_block, nodes))


def raw_from_nodes(stream_block: StreamBlock, nodes: Iterable[Node]) -> list[Raw]:
    return [_raw_from_node(stream_block.child_blocks[node["type"]], node) for node in nodes]


def _node_from_raw(block: blocks.StructBlock, raw: Raw, node_type: str, owner: str, index: int) -> Node:
    node_id = raw.get("id") or derived_id(owner, index)
    fields: dict[str, Any] = {}
    children: dict[str, list[Node]] = {}
    locked, reason = False, ""
    for name, child in block.child_blocks.items():
        value = raw["value"].get(name)
        if isinstance(child, SettingsBlock):
            settings = value or {}
            fields["hidden"] = bool(settings.get("hidden"))
            fields["audience"] = list(settings.get("audience") or [])
            locked, reason = bool(settings.get("locked")), settings.get("lock_reason") or ""
        elif name == "locked":
            locked = bool(value)
        elif name == "lock_reason":
            reason = value or ""
        elif isinstance(child, NodeList):
            children[name] = [
                _node_from_raw(child.child_block, _as_item(item), child.node_type, derived_id(node_id, name), n)
                for n, item in enumerate(value or [])
            ]
        else:
            fields[name] = _field(child, value, f"{node_id}/{name}")
    node: Node = {"id": node_id, "type": node_type, "fields": fields, "children": children}
    if locked:
        node["locked"] = True
        fields.update({"lock_reason": reason} if reason else {})
    return node


def _as_item(item: Any) -> Raw:
    """A list item; Wagtail also stores and accepts the bare value."""
    if isinstance(item, dict) and item.get("type") == "item" and "value" in item:
        return item
    return {"value": item}


def _field(block: blocks.Block, value: Any, owner: str) -> Any:
    if isinstance(block, blocks.RichTextBlock):
        return with_block_keys(value or "", owner)
    if isinstance(block, DayListBlock):
        return [int(days) for days in value or []]
    for kind, name in MEDIA_BLOCKS.items():
        if isinstance(block, kind):
            return {"media": name, "id": value} if value else None
    if value is None:
        value = block.get_prep_value(block.get_default())
    return list(value) if isinstance(value, tuple) else value


def _raw_from_node(block: blocks.StructBlock, node: Node) -> Raw:
    value: dict[str, Any] = {}
    for name, child in block.child_blocks.items():
        if isinstance(child, SettingsBlock):
            value[name] = {
                "hidden": node["fields"].get("hidden", False),
                "locked": node.get("locked", False),
                "lock_reason": node["fields"].get("lock_reason", ""),
                "audience": node["fields"].get("audience", []),
            }
        elif name == "locked":
            value[name] = node.get("locked", False)
        elif isinstance(child, NodeList):
            value[name] = [
                {**_raw_from_node(child.child_block, item), "type": "item"} for item in node["children"][name]
            ]
        else:
            value[name] = _prepared(child, node["fields"].get(name))
    return {"type": node["type"], "value": value, "id": node["id"]}


def _prepared(block: blocks.Block, value: Any) -> Any:
    if isinstance(block, DayListBlock):
        return [str(days) for days in value or []]
    if isinstance(block, tuple(MEDIA_BLOCKS)):
        return value["id"] if value else None
    return value
