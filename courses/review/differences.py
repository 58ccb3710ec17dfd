"""Two texts compared word by word, for people: what went, what came, and what only changed its looks.

Pure. A text is plain or Wagtail's rich text; a word is the same only with the same formatting.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Literal, NamedTuple

Kind = Literal["same", "went", "came"]

#: Rich text's inline elements, by what they do.
FORMATS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "a": "link"}
_PARAGRAPHS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "hr"})
#: Words; a text of so few is never called rewritten.
SHORT = 12
_TOKEN = re.compile(r"\s+|[^\s]+")


class Word(NamedTuple):
    """A word or the space between two; ``formats`` of ``strong``, ``em`` and ``link:<target>``."""

    text: str
    formats: tuple[str, ...] = ()

    @property
    def strong(self) -> bool:
        return "strong" in self.formats

    @property
    def em(self) -> bool:
        return "em" in self.formats

    @property
    def link(self) -> bool:
        return any(each.startswith("link") for each in self.formats)


class Part(NamedTuple):
    kind: Kind
    words: tuple[Word, ...]


def words(text: str) -> list[Word]:
    """The words of plain or rich text; a new paragraph is a line break, a list item begins with a dot."""
    reader = _Reader()
    reader.feed(text if "<" in text else text.replace("&", "&amp;"))
    reader.close()
    return reader.words


def compare(before: str, after: str) -> list[Part]:
    """``after`` told from ``before``, in order. Texts of any size: what is very long is compared roughly.

    A text that has been written anew is told as one that went and one that came: a word here and there that happens
    to be in both helps nobody.
    """
    old, new = words(before), words(after)
    parts = _compared(old, new)
    if _is_rewritten(parts):
        return [Part("went", tuple(old)), Part("came", tuple(new))]
    return parts


def _compared(old: list[Word], new: list[Word]) -> list[Part]:
    parts: list[Part] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=len(old) > 2000).get_opcodes():
        if tag == "equal":
            parts.append(Part("same", tuple(new[j1:j2])))
            continue
        parts += [Part("went", tuple(old[i1:i2]))] if i1 < i2 else []
        parts += [Part("came", tuple(new[j1:j2]))] if j1 < j2 else []
    return parts


def _is_rewritten(parts: list[Part]) -> bool:
    """Whether less than a third of the longer text's words have stayed. Short texts are read word by word anyway."""
    counts = {kind: sum(_said(part) for part in parts if part.kind == kind) for kind in ("same", "went", "came")}
    longer = counts["same"] + max(counts["went"], counts["came"])
    return bool(longer > SHORT and counts["went"] and counts["came"] and counts["same"] * 3 < longer)


def _said(part: Part) -> int:
    return sum(not word.text.isspace() for word in part.words)


def only_looks(before: str, after: str) -> bool:
    """Whether the words are the same and only their formatting, or the kind of paragraph, differs."""
    if before == after:
        return False
    old, new = ([word.text for word in words(text) if word.text.strip(" \n•")] for text in (before, after))
    return old == new


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[Word] = []
        self._formats: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _PARAGRAPHS:
            self.words += [Word("\n")] if self.words else []
            self.words += [Word("•"), Word(" ")] if tag == "li" else []
        elif tag in FORMATS:
            given = dict(attrs)
            target = given.get("href") or given.get("id") or ""
            self._formats.append(f"link:{target}" if FORMATS[tag] == "link" else FORMATS[tag])

    def handle_endtag(self, tag: str) -> None:
        name = FORMATS.get(tag)
        for n in range(len(self._formats) - 1, -1, -1):
            if name and self._formats[n].split(":")[0] == name:
                del self._formats[n]
                return

    def handle_data(self, data: str) -> None:
        formats = tuple(sorted(self._formats))
        self.words += [Word(token, formats) for token in _TOKEN.findall(data)]
