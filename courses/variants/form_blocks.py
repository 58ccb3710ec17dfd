"""The blocks as a municipality's editor gets them: no locks to turn, and its own units to write for."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import Block, MultipleChoiceBlock, StreamBlock, StreamValue
from wagtail.blocks.struct_block import BlockGroup

from courses.blocks.base import SettingsBlock
from courses.trees.nodes import Node, walk
from elearning.municipalities.models import Membership, Municipality, OrganisationUnit

LOCKS = ("locked", "lock_reason")
Choices = tuple[tuple[str, str], ...]


def municipal_block(stream_block: StreamBlock, choices: Choices) -> StreamBlock:
    """``stream_block`` (a model's) without locks, its audiences those in ``choices``."""
    return _municipal_block(_Identity(stream_block), choices)


def unit_names(municipality: Municipality) -> list[str]:
    return list(OrganisationUnit.objects.for_municipality(municipality).values_list("name", flat=True))


def audience_choices(municipality: Municipality, used: Iterable[str]) -> Choices:
    """The levels, the municipality's units, and what is in use that is neither (any more)."""
    levels = [(str(value), str(label)) for value, label in Membership.Level.choices]
    units = [(name, name) for name in unit_names(municipality)]
    known = {value for value, _label in (*levels, *units)}
    gone = [(value, _("%(name)s (no such unit any more)") % {"name": value}) for value in sorted(set(used) - known)]
    return (*levels, *units, *gone)


def used_audiences(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        for place in walk(node):
            audience = place.node["fields"].get("audience")
            if isinstance(audience, list):
                yield from audience


def without_locks(block: StreamBlock, value: StreamValue) -> StreamValue:
    """A stored value as a block of :func:`municipal_block` shows it."""
    return block.to_python(list(value.raw_data))


class _Identity:
    """Hashes a block by who it is: Wagtail's blocks compare by what they are, and have no hash."""

    def __init__(self, block: StreamBlock) -> None:
        self.block = block

    def __hash__(self) -> int:
        return id(self.block)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.block is self.block


@lru_cache(maxsize=64)
def _municipal_block(original: _Identity, choices: Choices) -> StreamBlock:
    # A copy, not a new one: it keeps the definition's name, by which the block picker finds its example.
    block: StreamBlock = copy.deepcopy(original.block)
    _make_municipal(block, choices)
    return block


def _make_municipal(block: Block, choices: Choices) -> None:
    children: dict[str, Any] = getattr(block, "child_blocks", {})
    if isinstance(block, SettingsBlock):
        for name in LOCKS:
            children.pop(name, None)  # one block may stand in many places
        # A layout of its own: the copied one remembers the order of fields it was once shown with, locks and all.
        block.meta.form_layout = BlockGroup(list(children))
        audience = children["audience"]
        assert isinstance(audience, MultipleChoiceBlock)  # noqa: S101 - narrows the type
        audience.field.choices = list(choices)
    for child in (*children.values(), *filter(None, [getattr(block, "child_block", None)])):
        _make_municipal(child, choices)
