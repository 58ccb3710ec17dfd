"""JSON from a package: measured before it is parsed, so that neither depth nor numbers of values cost anything."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from courses.h5p.package.archive import Archive, Entry
from courses.h5p.package.errors import PackageRefused, Rule
from courses.h5p.package.limits import Limits

# Possessive, and content with a string that never ends: a hostile file is read once, not once a quote.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass
class JsonReader:
    """Reads a package's JSON files, and counts what all of them hold together."""

    archive: Archive
    limits: Limits
    bytes_read: int = 0
    values_read: int = 0

    def read(self, entry: Entry) -> Any:
        """The value. The last of several equal keys counts, as in browsers. ``PackageRefused`` for what is not JSON in
        UTF-8 (a byte order mark is fine), for NaN and infinity, for what is too large or too deep."""
        if entry.size > self.limits.json or self.bytes_read + entry.size > self.limits.json_in_all:
            raise PackageRefused(Rule.JSON_TOO_LARGE, entry.path, str(entry.size))
        self.bytes_read += entry.size
        data = self.archive.read(entry)
        self._measure(data, entry.path)
        try:
            value = json.loads(data.decode("utf-8-sig"), parse_float=_finite, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:  # also bytes that are not UTF-8, and numbers of 5 000 digits
            raise PackageRefused(Rule.BAD_JSON, entry.path, str(error)) from None
        return _without_odd_characters(value) if b"\\u" in data else value

    def _measure(self, data: bytes, path: str) -> None:
        bare = _STRING.sub(b"", data)
        values = 1 + sum(bare.count(mark) for mark in (b",", b"[", b"{"))
        self.values_read += values
        if values > self.limits.json_values or self.values_read > self.limits.json_values_in_all:
            raise PackageRefused(Rule.JSON_TOO_LARGE, path, str(values))
        depth = 0
        for bracket in _BRACKET.finditer(bare):
            depth += 1 if bracket[0] in b"[{" else -1
            if depth > self.limits.json_depth:
                raise PackageRefused(Rule.JSON_TOO_DEEP, path, str(self.limits.json_depth))
            if depth < 0:
                raise PackageRefused(Rule.BAD_JSON, path)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is not a number")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _without_odd_characters(value: Any) -> Any:
    """No NUL, which a database refuses, and no half of a character, which nothing can encode."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value.replace("\0", ""))
    if isinstance(value, list):
        return [_without_odd_characters(item) for item in value]
    if isinstance(value, dict):
        return {_without_odd_characters(key): _without_odd_characters(item) for key, item in value.items()}
    return value
