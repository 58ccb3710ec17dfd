"""The process settings in force in a municipality's own version of a course (DESIGN 5)."""

from __future__ import annotations

from typing import Any

from courses.models import ProcessOverrides, Variant
from courses.process import LOCK_PREFIX, SETTINGS, effective
from courses.trees.nodes import Node


def locked_settings(variant: Variant, tree: Node) -> frozenset[str]:
    """The settings the municipality cannot override: those the course locks, changed by what has been agreed.

    ``tree`` is the version of the course the locks are read from.
    """
    locked = {node["fields"].get("setting") for node in tree["children"].get("process_locks", [])}
    for key, is_locked in variant.locks.filter(key__startswith=LOCK_PREFIX).values_list("key", "locked"):
        setting = key.removeprefix(LOCK_PREFIX)
        locked = locked | {setting} if is_locked else locked - {setting}
    return frozenset(locked & set(SETTINGS))


def process_in_force(variant: Variant, tree: Node) -> dict[str, Any]:
    """Every setting as it applies to somebody who begins now; ``tree`` as in :func:`locked_settings`."""
    return effective(tree["fields"], overrides_of(variant), locked_settings(variant, tree))


def overrides_of(variant: Variant) -> dict[str, Any]:
    """Setting -> the municipality's own value, None where it has none."""
    try:
        own = variant.process
    except ProcessOverrides.DoesNotExist:
        return {}
    return {name: getattr(own, name) for name in SETTINGS}
