"""Field values, compared as JSON: true is not 1, while 1 and 1.0 are one number; an absent field is not null."""

from __future__ import annotations

import hashlib
import json
from enum import Enum
from typing import Any, Literal

Side = Literal["ours", "theirs"]


class Absent(Enum):
    ABSENT = "absent"


#: Stands for a field, a paragraph or a node that is not there.
ABSENT = Absent.ABSENT


def same(one: Any, other: Any, *, exactly: bool = False) -> bool:
    """Whether two values are the same JSON; ``exactly`` also tells 1 from 1.0."""
    if one is other:
        return True
    if isinstance(one, bool) or isinstance(other, bool):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key], exactly=exactly) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(same(a, b, exactly=exactly) for a, b in zip(one, other, strict=True))
    if exactly and type(one) is not type(other):
        return False
    return bool(one == other) or (one != one and other != other)


def winner(base: Any, ours: Any, theirs: Any) -> Side | None:
    """The side whose value a three-way merge takes; None where both changed it, differently.

    Exact comparison comes first, so that a side which only writes a number differently (1.0 for 1) is
    still given back as it wrote it, but never makes a conflict.
    """
    for exactly in (True, False):
        if same(ours, base, exactly=exactly):
            return "theirs"
        if same(theirs, base, exactly=exactly) or same(ours, theirs, exactly=exactly):
            return "ours"
    return None


def shown(value: Any) -> Any:
    """The value as a conflict, change or notice shows it: a copy, null where it is absent."""
    return None if value is ABSENT else copied(value)


def copied(value: Any) -> Any:
    """A copy that shares nothing which can change."""
    if isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [copied(inner) for inner in value]
    return value


def fingerprint(value: Any) -> str:
    """32 hex digits of the sha256 of the value as canonical JSON. What is absent differs from null."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    if value is ABSENT:
        return {"\x00": "absent"}
    raise TypeError(f"{type(value).__name__} is not JSON")
