"""Citations: ``[K1]`` in any text of a course points at the source with that key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from courses.trees.nodes import Node

CITATION = re.compile(r"\[([A-ZÆØÅ]\d{1,3})\]")


def cited_keys(*values: Any) -> set[str]:
    """The keys cited anywhere in plain data: texts, lists and mappings of texts."""
    return {key for text in _texts(values) for key in CITATION.findall(text)}


def cited_sources(tree: Node, keys: Iterable[str]) -> list[Node]:
    """The course's sources with these keys, in the course's order."""
    wanted = set(keys)
    return [source for source in tree["children"].get("sources", []) if source["fields"].get("key") in wanted]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
