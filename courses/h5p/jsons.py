"""JSON from a package as every database takes it."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

#: PostgreSQL has no room for these in a text, and text has no use for them.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(value: Any) -> Any:
    """The same without NUL and halves of surrogate pairs."""
    written = json.dumps(value)
    return _cleaned(value) if "\\u0000" in written or "\\ud" in written else value


def sha256_of(value: Any) -> str:
    """However its keys are ordered. Raises ``ValueError`` for what JSON has no word for (NaN, infinity)."""
    written = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        return {_UNSTORABLE.sub("", name): _cleaned(each) for name, each in value.items()}
    return value
