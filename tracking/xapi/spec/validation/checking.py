"""How the rest of the package checks: a table of properties for each kind of object, a function for each value.

A check takes a value and the rules, and raises ``Invalid`` seen from the value; whoever holds the value adds its own
step to the path. Nothing is built while all is well, which is what makes it fast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from re import Pattern
from typing import Any

from tracking.xapi.spec.errors import Invalid, shown
from tracking.xapi.spec.versions import Rules

Check = Callable[[Any, Rules], None]


def check_properties(value: Any, properties: Mapping[str, Check], rules: Rules, required: tuple[str, ...] = ()) -> None:
    """An object with no other properties than these, each as its check wants it."""
    if not isinstance(value, dict):
        raise Invalid("", f"must be an object, not {shown(value)}")
    key = ""
    try:
        for key, inner in value.items():
            check = properties.get(key)
            if check is None:
                raise Invalid("", "is no property that is allowed here")
            check(inner, rules)
    except Invalid as error:
        error.within(key)
        raise
    for name in required:
        if name not in value:
            raise Invalid(name, "is required")


def check_items(value: Any, check: Check, rules: Rules) -> None:
    """An array of what the check wants."""
    if not isinstance(value, list):
        raise Invalid("", f"must be an array, not {shown(value)}")
    place = 0
    try:
        for place, inner in enumerate(value):  # noqa: B007 - the place is for the path
            check(inner, rules)
    except Invalid as error:
        error.within(place)
        raise


def check_map(value: Any, check_key: Check, check_value: Check, rules: Rules) -> None:
    """An object whose keys are data."""
    if not isinstance(value, dict):
        raise Invalid("", f"must be an object, not {shown(value)}")
    key = ""
    try:
        for key, inner in value.items():
            check_key(key, rules)
            check_value(inner, rules)
    except Invalid as error:
        error.within(key)
        raise


def array_of(check: Check) -> Check:
    return lambda value, rules: check_items(value, check, rules)


def text_like(pattern: Pattern[str], what: str) -> Check:
    """A string that the pattern matches as a whole."""
    matches = pattern.fullmatch

    def check(value: Any, _rules: Rules) -> None:
        if not isinstance(value, str) or matches(value) is None:
            raise Invalid("", f"must be {what}, not {shown(value)}")

    return check


def exactly(*allowed: str) -> Check:
    """One of these strings, in this case."""
    choices = frozenset(allowed)
    what = " or ".join(f'"{name}"' for name in allowed)

    def check(value: Any, _rules: Rules) -> None:
        if not isinstance(value, str) or value not in choices:
            raise Invalid("", f"must be {what}, not {shown(value)}")

    return check
