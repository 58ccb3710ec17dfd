"""What the editor's screens call the types and fields of a tree's nodes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks import streams
from courses.blocks.base import NodeList
from courses.trees.pages import PAGE_MODELS

Label = str | Promise

#: Names that no form field carries.
COMMON: dict[str, Label] = {
    "locked": _("Locked"),
    "lock_reason": _("Why it is locked"),
    "hidden": _("Hidden"),
    "audience": _("Only for"),
    "type": _("Type"),
}


def type_label(node_type: str) -> str:
    """»Lesson«, »Key message«; the type itself where it has no name."""
    if node_type in PAGE_MODELS:
        return str(capfirst(PAGE_MODELS[node_type]._meta.verbose_name))
    label, _block = _blocks().get(node_type, (node_type, None))
    return str(label)


def field_label(node_type: str, name: str) -> str:
    if node_type in PAGE_MODELS and name in PAGE_MODELS[node_type].node_fields:
        return str(capfirst(PAGE_MODELS[node_type]._meta.get_field(name).verbose_name))
    _label, block = _blocks().get(node_type, ("", None))
    if block is not None and name in block.child_blocks:
        return str(block.child_blocks[name].label)
    return str(COMMON.get(name, name))


@cache
def _blocks() -> dict[str, tuple[Label, blocks.StructBlock]]:
    """Every type that is a block or a list item, with its name."""
    found: dict[str, tuple[Label, blocks.StructBlock]] = {}
    for family in (
        streams.LESSON,
        streams.DIALOGUE,
        streams.GOALS,
        streams.SOURCES,
        streams.MATURITY,
        streams.MATURITY_BANDS,
        streams.PROCESS_LOCKS,
    ):
        for name, block in family:
            found.update({name: (block.meta.label or name, block), **dict(_items(block))})
    return found


def _items(block: blocks.StructBlock) -> Iterator[tuple[str, tuple[Label, blocks.StructBlock]]]:
    for child in block.child_blocks.values():
        if isinstance(child, NodeList):
            item = child.child_block
            first = next(iter(item.child_blocks.values()))
            yield child.node_type, (item.meta.label or first.meta.label, item)
