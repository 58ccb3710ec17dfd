"""HTML made balanced and shallow in one pass: linear, whatever it is given."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache

from courses.h5p.package import markup_rules as rules

MAX_DEPTH = 64
MAX_ATTRIBUTES = 30

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:\-]*+)")
_BLANK = re.compile(r"[\s/]*+")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++)))?""")
_OPENED = re.compile(r"""\s*+=\s*+["']""")
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]{0,30}+):", re.IGNORECASE)
_IGNORED_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u200b-\u200f\ufeff]+")


def scheme(address: str) -> str:
    """ "https" of an address, however it is spelled; "" for one without."""
    match = _SCHEME.match(_IGNORED_IN_ADDRESS.sub("", html.unescape(address[:4096])))
    return match[1].lower() if match else ""


class Tidy:
    def __init__(self, text: str, allowed: frozenset[str]) -> None:
        self.text = text
        self.allowed = allowed
        self.at = 0
        self.out: list[str] = []
        self.open: list[str] = []
        self.dropped: set[str] = set()

    def run(self) -> str:
        while self.at < len(self.text):
            start = self.text.find("<", self.at)
            self.out.append(self.text[self.at : start if start >= 0 else None])
            if start < 0:
                break
            self.at = start
            self._angle()
        self._close(0)
        return "".join(self.out)

    def _angle(self) -> None:
        tag = _TAG.match(self.text, self.at)
        if tag:
            self.at = tag.end()
            attributes = self._attributes()
            if attributes is not None:
                self._tag(tag[2].lower(), bool(tag[1]), attributes)
        elif self.text.startswith("<!--", self.at):
            self._skip_past("-->")
        elif self.text.startswith(("<!", "<?", "</"), self.at):
            self._skip_past(">")
        else:
            self.out.append("&lt;")
            self.at += 1

    def _skip_past(self, mark: str) -> None:
        end = self.text.find(mark, self.at)
        self.at = end + len(mark) if end >= 0 else len(self.text)

    def _attributes(self) -> list[tuple[str, str]] | None:
        """Up to the tag's end; ``None`` where the text ends first, which ends the text as it does in a browser."""
        found: list[tuple[str, str]] = []
        text = self.text
        while True:
            blank = _BLANK.match(text, self.at)
            self.at = blank.end() if blank else self.at
            if self.at >= len(text):
                return None
            if text[self.at] == ">":
                self.at += 1
                return found
            attribute = _ATTRIBUTE.match(text, self.at)
            if attribute is None:
                self.at += 1
                continue
            self.at = attribute.end()
            if attribute.lastindex == 1 and _OPENED.match(text, self.at):  # a value that never ends
                self.at = len(text)
                return None
            if len(found) < MAX_ATTRIBUTES:
                found.append((attribute[1].lower(), attribute[2] or attribute[3] or attribute[4] or ""))

    def _tag(self, name: str, closes: bool, attributes: list[tuple[str, str]]) -> None:
        if name in rules.CONTENT_TOO:
            self.dropped.add(name)
            if not closes:
                self._skip_element(name)
        elif name not in self.allowed:
            self.dropped.add(name)
        elif closes:
            if name in self.open:
                self._close(len(self.open) - 1 - self.open[::-1].index(name))
            elif name == "br":
                self.out.append("<br>")
        else:
            self._start(name, attributes)

    def _skip_element(self, name: str) -> None:
        end = _end_tag(name).search(self.text, self.at)
        self.at = end.start() if end else len(self.text)
        self._skip_past(">")

    def _start(self, name: str, attributes: list[tuple[str, str]]) -> None:
        if self.open and self.open[-1] == "p" and name in rules.BLOCKS:
            self._close(len(self.open) - 1)
        while self.open and name in rules.ENDED_BY.get(self.open[-1], ()):
            self._close(len(self.open) - 1)
        if len(self.open) >= MAX_DEPTH and name not in rules.VOID:
            self.dropped.add(name)
            return
        self.out.append(f"<{name}{''.join(self._kept(name, attributes))}>")
        if name not in rules.VOID:
            self.open.append(name)

    def _kept(self, tag: str, attributes: list[tuple[str, str]]) -> Iterator[str]:
        own = rules.ATTRIBUTES.get(tag, set())
        for name, value in attributes:
            known = name in rules.GENERAL or name in own or name.startswith(tuple(rules.PREFIXES))
            if not known or (name in rules.ADDRESSES and scheme(value) not in {"", *rules.SCHEMES}):
                self.dropped.add(name)
                continue
            escaped = value.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
            yield f' {name}="{escaped}"'

    def _close(self, depth: int) -> None:
        while len(self.open) > depth:
            self.out.append(f"</{self.open.pop()}>")


@lru_cache(maxsize=64)
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\b", re.IGNORECASE)
