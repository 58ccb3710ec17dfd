"""Rich text as Wagtail stores it, merged paragraph by paragraph: each has a ``data-block-key`` of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from courses.variants.merging.errors import InvalidDecision
from courses.variants.merging.ledger import Ledger, Sides, conflict
from courses.variants.merging.ordering import combined, inserted, rearranged
from courses.variants.merging.values import ABSENT, Absent, winner

_TOP = re.compile(
    r"<(p|h[1-6]|blockquote)(?:\s[^<>]*)?>(.*?)</\1>|<hr(?:\s[^<>]*)?>|<([uo]l)(?:\s[^<>]*)?>(.*?)</\3>", re.S
)
_ITEM = re.compile(r"<li(?:\s[^<>]*)?>(.*?)</li>", re.S)
_KEY = re.compile(r"""^<[a-z0-9]+(?:\s[^<>]*?)?\sdata-block-key="([^"<>]+)\"""")
_INSIDE = re.compile(r"<(?:/?(?:p|h[1-6]|blockquote|li|ul|ol)\b|hr\b|!--)", re.I)


class Paragraph(NamedTuple):
    """A paragraph, heading, quotation, line or list item, as it is written; ``around`` is its list's opening tag."""

    html: str
    around: str = ""

    def shown(self) -> str:
        return joined([self])


Paragraphs = dict[str, Paragraph]


def paragraphs(html: str) -> Paragraphs | None:
    """The paragraphs by key, in order; None for what cannot be taken apart and put together again, byte for byte."""
    found: Paragraphs = {}
    for paragraph in _read(html):
        key = _KEY.match(paragraph.html) if paragraph else None
        if paragraph is None or key is None or key[1] in found:
            return None
        found[key[1]] = paragraph
    return found if joined(list(found.values())) == html else None


def joined(those: list[Paragraph]) -> str:
    """The text again; list items after each other with the same list around them are one list."""
    parts: list[str] = []
    around = ""
    for paragraph in those:
        if paragraph.around != around:
            parts += [_closing(around), paragraph.around]
            around = paragraph.around
        parts.append(paragraph.html)
    return "".join([*parts, _closing(around)])


def merged(node: str, name: str, texts: tuple[Any, Any, Any], ledger: Ledger) -> str | None:
    """The three texts in one, its conflicts in the ledger; None where they must be taken as a whole."""
    read = [paragraphs(text) if isinstance(text, str) else None for text in texts]
    base, ours, theirs = read
    if base is None or ours is None or theirs is None or not base.keys() & ours.keys() & theirs.keys():
        return None
    shared = [
        [key for key in side if all(key in other for other in (base, ours, theirs))] for side in (base, ours, theirs)
    ]
    order = combined(*shared)
    if order is None:
        return None
    result = {key: _settled(node, name, key, (base, ours, theirs), ledger) for key in {**ours, **theirs, **base}}
    kept = {key: paragraph for key, paragraph in result.items() if isinstance(paragraph, Paragraph)}
    keys = rearranged([key for key in ours if key in kept], [key for key in order if key in kept])
    keys = inserted(keys, [key for key in theirs if key in kept])
    keys += [key for key in base if key in kept and key not in keys]
    return joined([kept[key] for key in keys])


def _settled(node: str, name: str, key: str, sides: tuple[Paragraphs, ...], ledger: Ledger) -> Paragraph | Absent:
    base, ours, theirs = (side.get(key, ABSENT) for side in sides)
    path = f"{name}#{key}"
    won = winner(base, ours, theirs)
    if won is None:
        decision = ledger.settle(conflict("field", node, path, Sides(*map(_shown, (base, ours, theirs)))))
        if decision.choice == "value":
            return _own(decision.value, key)
        won = decision.choice
    elif won == "theirs" and ours != theirs:
        ledger.change("field", node, path, _shown(base), _shown(theirs))
    return ours if won == "ours" else theirs


def _own(value: Any, key: str) -> Paragraph | Absent:
    if value is None or value == "":
        return ABSENT
    read = paragraphs(value) if isinstance(value, str) else None
    if read is None or list(read) != [key]:
        raise InvalidDecision(f"The value for a paragraph is one paragraph with data-block-key {key!r}, or null.")
    return read[key]


def _shown(paragraph: Paragraph | Absent) -> Any:
    return paragraph.shown() if isinstance(paragraph, Paragraph) else ABSENT


def _read(html: str) -> Iterator[Paragraph | None]:
    """One paragraph after another, without anything between; None where something else begins."""
    for match in _each(_TOP, html):
        if match is None or (match[2] and _INSIDE.search(match[2])):
            yield None
            return
        if not match[3]:
            yield Paragraph(match[0])
            continue
        around = match[0][: match.start(4) - match.start()]
        for item in _each(_ITEM, match[4]):
            yield Paragraph(item[0], around) if item and not _INSIDE.search(item[1]) else None


def _each(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str] | None]:
    at = 0
    while at < len(text):
        match = pattern.match(text, at)
        yield match
        if match is None:
            return
        at = match.end()


def _closing(around: str) -> str:
    return f"</{around[1:3]}>" if around else ""
