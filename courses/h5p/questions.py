"""The parts of a content that results are reported of, named by what a designer would know them by. Pure.

A part is whatever carries a ``subContentId`` (or, as in simple libraries, an ``id`` that is a UUID): a library nested
in the content, or an item of a list, such as the questions of a single choice set.
"""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import nh3

#: Of a text, so much is shown; a name is there to be recognised.
LONGEST = 160
_DEPTH = 32
_SPACE = re.compile(r"\s+")
#: Where the usual content types keep what they ask, the most telling first.
_ASKING = (
    "question",
    "taskDescription",
    "text",
    "intro",
    "introduction",
    "summary",
    "questions",
    "textField",
    "label",
    "header",
    "title",
)
#: Markup that stands between words.
_BREAK = re.compile(r"</?(?:p|div|br|li|t[dhr]|h[1-6])\b", re.IGNORECASE)
#: What editors call what nobody has named.
_UNNAMED = re.compile(r"^\s*(untitled|unavngivet|uden titel)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """``library`` is the nested library's machine name, "" for an item of a list; ``kind`` what its editor calls it."""

    id: str
    name: str
    library: str = ""
    kind: str = ""


def parts_of(content: Any) -> tuple[Part, ...]:
    """Every part in reading order, each id once."""
    found: dict[str, Part] = {}
    for node in _dicts(content):
        id_ = _id_of(node)
        if id_ and id_ not in found:
            found[id_] = Part(id_, _name_of(node), _library_of(node), _kind_of(node))
    return tuple(found.values())


def _dicts(content: Any) -> Iterator[Mapping[str, Any]]:
    waiting = [(content, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _DEPTH:
            continue
        if isinstance(value, Mapping):
            yield value
            waiting.extend((child, depth + 1) for child in reversed(list(value.values())))
        elif isinstance(value, list):
            waiting.extend((child, depth + 1) for child in reversed(value))


def _id_of(node: Mapping[str, Any]) -> str:
    for name in ("subContentId", "id"):
        try:
            return str(uuid.UUID(node[name]))
        except (KeyError, ValueError, TypeError, AttributeError):
            continue
    return ""


def _library_of(node: Mapping[str, Any]) -> str:
    library = node.get("library")
    return library.split(" ")[0] if isinstance(library, str) else ""


def _kind_of(node: Mapping[str, Any]) -> str:
    metadata = node.get("metadata")
    kind = metadata.get("contentType") if isinstance(metadata, Mapping) else None
    return _plain(kind) or _library_of(node).removeprefix("H5P.")


def _name_of(node: Mapping[str, Any]) -> str:
    """Its title where somebody gave it one, and what it asks."""
    metadata = node.get("metadata")
    title = _plain(metadata.get("title")) if isinstance(metadata, Mapping) else ""
    if _UNNAMED.match(title):
        title = ""
    params = node.get("params")
    asked = _asked(params if isinstance(params, Mapping) else node)
    if title and asked and title.casefold() not in asked.casefold():
        return _short(f"{title}: {asked}")
    return _short(asked or title)


def _asked(params: Mapping[str, Any]) -> str:
    for name in _ASKING:
        value = params.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if text := _plain(value):
            return text
    return ""


def _plain(value: Any) -> str:
    """A text without its markup; "" for what is none."""
    if not isinstance(value, str):
        return ""
    # A cut tag is closed by the cleaning; more than this is never shown.
    spaced = _BREAK.sub(r" \g<0>", value[: LONGEST * 20])
    return _SPACE.sub(" ", html.unescape(nh3.clean(spaced, tags=set()))).strip()


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
