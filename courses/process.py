"""The process settings of a course: how it is run, apart from what is in it (DESIGN 5).

Pure: the course states each as a field of its tree's root; a municipality may override it, where the course's
designer has not locked it; what applies is frozen when an enrolment or an attempt begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SETTINGS = ("pass_mark", "attempt_rule", "order_rule", "deadline_days", "reminder_days", "maturity_display")
#: The key of a lock on a setting is this and the setting's name; of a lock on a node, the node's id.
LOCK_PREFIX = "process:"


def effective(
    course: Mapping[str, Any], overrides: Mapping[str, Any], locked: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The settings that apply: the municipality's where it has one and may, else the course's.

    ``course`` are the fields of a tree's root, ``overrides`` setting -> value or None, ``locked`` names of settings.
    """
    settings: dict[str, Any] = {}
    for name in SETTINGS:
        own = None if name in locked else overrides.get(name)
        value = course.get(name) if own is None else own
        if value is not None:
            settings[name] = value
    return settings
