"""The process settings in force in a municipality's own version of a course (DESIGN 5)."""

from __future__ import annotations

from typing import Any

from courses.models import ProcessOverrides, Variant
from courses.process import SETTINGS, effective
from courses.trees.nodes import Node
from courses.variants.locks import agreed_locks, locked_settings


def process_in_force(variant: Variant, tree: Node) -> dict[str, Any]:
    """Every setting as it applies to somebody who begins now.

    ``tree`` is the variant's own version: what it says, what it locks, and what has been agreed of locks.
    """
    locked = locked_settings(tree, agreed_locks([variant])[variant.pk])
    return effective(tree["fields"], overrides_of(variant), frozenset(locked))


def overrides_of(variant: Variant) -> dict[str, Any]:
    """Setting -> the municipality's own value, None where it has none."""
    try:
        own = variant.process
    except ProcessOverrides.DoesNotExist:
        return {}
    return {name: getattr(own, name) for name in SETTINGS}
