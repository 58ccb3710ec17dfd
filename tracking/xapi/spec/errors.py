"""The one way in which data from outside is refused."""

from __future__ import annotations

import json
from typing import Any, Self

_SHOWN = 60
_LARGE = 10**15


class Invalid(ValueError):
    """What has come is not what the specification allows; nothing of it may be stored.

    ``path`` is where in the data, as ``context.contextActivities.parent[0].id``, empty for the whole of it.
    ``message`` is what is wrong there, in English: its readers are developers of other systems.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(path, message)
        self.path = path
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

    def within(self, key: object) -> Self:
        """The same, seen from the object or array around. Paths grow only when something is wrong."""
        if isinstance(key, int):
            step = f"[{key}]"
        elif isinstance(key, str) and key.isascii() and key.isidentifier() and len(key) <= _SHOWN:
            step = key
        else:
            step = f"[{shown(key)}]"
        separator = "." if self.path and not self.path.startswith("[") else ""
        self.path = f"{step}{separator}{self.path}"
        return self


def shown(value: Any) -> str:
    """A value as it may stand in a message: short and ASCII, whatever it is."""
    if isinstance(value, str):
        text = json.dumps(value[:_SHOWN])
        return text if len(value) <= _SHOWN else f'{text[:-1]}…"'
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list | tuple):
        return "an array"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int | float):
        return f"the number {value}" if isinstance(value, float) or abs(value) < _LARGE else "a very large number"
    return f"a {type(value).__name__}"
