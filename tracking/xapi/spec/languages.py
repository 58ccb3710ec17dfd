"""Language tags (RFC 5646) and the choice of one language for a reader (RFC 2616, 14.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"((?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"((?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*)"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+",
    re.ASCII | re.IGNORECASE,
)
#: RFC 5646, 2.1: registered before the grammar, and not of it.
_IRREGULAR = re.compile(
    "en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:be-fr|be-nl|ch-de)",
    re.ASCII | re.IGNORECASE,
)
_RANGE = re.compile(r"\s*([A-Za-z0-9-]{1,100}|\*)\s*(?:;\s*[qQ]\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?")
_MOST_RANGES = 50
_LONGEST_REMEMBERED = 40

#: Language ranges with their quality, as they stand in ``Accept-Language``.
Preferences = Sequence[tuple[str, float]]


def is_language_tag(text: str) -> bool:
    """Well-formed (RFC 5646, 2.2.9): of the grammar, with no variant and no extension twice."""
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _well_formed(text)


def _well_formed(text: str) -> bool:
    found = _TAG.fullmatch(text)
    if found is None:
        return _IRREGULAR.fullmatch(text) is not None
    variants, extensions = found.groups()
    return _once(variants) and _once(extensions, only_singletons=True)


_remembered = lru_cache(maxsize=1024)(_well_formed)


def _once(subtags: str | None, *, only_singletons: bool = False) -> bool:
    if not subtags:
        return True
    parts = [part for part in subtags.lower().split("-") if part and not (only_singletons and len(part) > 1)]
    return len(parts) == len(set(parts))


def preferences(header: str) -> Preferences:
    """What an ``Accept-Language`` header asks for. What in it is no language range is passed over."""
    found = [_RANGE.fullmatch(part) for part in header.split(",", _MOST_RANGES)[:_MOST_RANGES]]
    return [(match[1].lower(), float(match[2] or 1)) for match in found if match]


def chosen(language_map: Mapping[str, str], wanted: Preferences) -> dict[str, str]:
    """The entry a reader wants most; the first if she wants none of them."""
    if len(language_map) < 2:
        return dict(language_map)
    best = max(language_map, key=lambda tag: _quality(tag.lower(), wanted))  # the first of equals
    return {best: language_map[best]}


def _quality(tag: str, wanted: Preferences) -> tuple[float, int]:
    """Of the longest range that fits, and how early it stands."""
    fitting = [
        (len(language) if language != "*" else 0, quality, -place)
        for place, (language, quality) in enumerate(wanted)
        if language in ("*", tag) or tag.startswith(f"{language}-")
    ]
    return max(fitting)[1:] if fitting else (0.0, -len(wanted))
