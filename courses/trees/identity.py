"""Ids in raw StreamField data: made where they are missing, renewed where content is copied.

Wagtail makes random ids on every load for list items stored without one and for rich text without block keys, so a
comparison would see changes where there are none. What is made here depends only on where it stands.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

Raw = dict[str, Any]

_NAMESPACE = uuid.UUID("5d0b6c1e-6b0a-4f0e-9d43-6a7f2a0c8d11")
_KEYED = ("p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "hr")
_OPENING = re.compile(rf"<({'|'.join(_KEYED)})\b([^>]*)>")


def derived_id(owner: str, *position: str | int) -> str:
    """The same id for the same place, as a UUID in text."""
    return str(uuid.uuid5(_NAMESPACE, "/".join([owner, *map(str, position)])))


def with_block_keys(html: str, owner: str) -> str:
    """Rich text in which every paragraph-level element has a ``data-block-key``."""
    count = 0

    def keyed(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        if "data-block-key" in match[2]:
            return match[0]
        key = hashlib.sha256(f"{owner}/{count}".encode()).hexdigest()[:5]
        return f'<{match[1]} data-block-key="{key}"{match[2]}>'

    return _OPENING.sub(keyed, html)


def defined_ids(raw: Any) -> Iterator[str]:
    """Every id that blocks and list items in raw stream data bring with them."""
    if isinstance(raw, dict):
        if "id" in raw and "value" in raw and isinstance(raw["id"], str):
            yield raw["id"]
        for value in raw.values():
            yield from defined_ids(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from defined_ids(value)


def with_texts(raw: Any, rewrite: Callable[[str], str]) -> Any:
    """The data with ``rewrite`` applied to every string in it: ids, references to them, and texts."""
    if isinstance(raw, dict):
        return {name: with_texts(value, rewrite) for name, value in raw.items()}
    if isinstance(raw, list):
        return [with_texts(value, rewrite) for value in raw]
    return rewrite(raw) if isinstance(raw, str) else raw
