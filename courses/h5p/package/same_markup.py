"""Whether cleaning changed HTML or only wrote it down anew."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

# Markup that every reader takes for the same tags: names and quoted values, nothing left out, nothing odd.
_ATTRIBUTE = r"""\s++([a-zA-Z][a-zA-Z0-9:\-]*+)="([^"<>]*+)\""""
_TAG = rf"<(/?)([a-zA-Z][a-zA-Z0-9]*+)((?:{_ATTRIBUTE})*+)\s*+/?>"
_PLAIN = re.compile(rf"(?:[^<>]++|{_TAG})*+")
_TAGS = re.compile(_TAG)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_AROUND = re.compile(r"\s*+([:;,])\s*+")

Token = tuple[str, str, tuple[tuple[str, str], ...]]


def same_markup(text: str, cleaned: str) -> bool:
    """The same tags, attributes and words, in markup that no reader can take for anything else."""
    return _PLAIN.fullmatch(text) is not None and list(_tokens(text)) == list(_tokens(cleaned))


def _tokens(text: str) -> Iterator[Token | str]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    at = 0
    for tag in _TAGS.finditer(text):
        yield html.unescape(text[at : tag.start()])
        yield tag[1], tag[2].lower(), tuple(_attributes(tag[3]))
        at = tag.end()
    yield html.unescape(text[at:])


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for name, value in _ATTRIBUTES.findall(text):
        value = html.unescape(value)
        yield name.lower(), _AROUND.sub(r"\1", value).strip("; ") if name.lower() == "style" else value
