"""HTML in content: the tags the semantics allow and no more, balanced and shallow, through nh3.

Two steps. ``tidying`` reads the text once, from left to right, as a browser would, and writes down only tags that are
allowed, every one of them closed, none too deep: a browser-grade parser needs quadratic time and memory for hostile
nesting, and never sees any this way. nh3 then parses that and has the last word on attributes, addresses and styles:
what is stored is what nh3 wrote.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache

import nh3

from courses.h5p.package import markup_rules as rules
from courses.h5p.package.same_markup import same_markup
from courses.h5p.package.tidying import Tidy, scheme

_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)")
_ESCAPED = {"<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#039;"}
_RUNNING = {"javascript", "vbscript", "livescript", "blob"}
#: As against a text that begins with a word and a colon: "Data: Danmarks Statistik".
_DATA = re.compile(r"\s*+data:[^\s,;]*+[,;/]", re.IGNORECASE)


def clean(text: str, allowed: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """The HTML with nothing but the tags of ``allowed_tags``, and what had to go: names of tags and attributes,
    sorted."""
    if "<" not in text:
        return text, ()
    tidy = Tidy(text, allowed)
    cleaned = _cleaner(allowed).clean(tidy.run())
    # nh3 writes entities, styles and empty tags in its own way. Where that is all it did the author's text stays.
    return text if same_markup(text, cleaned) else cleaned, tuple(sorted(tidy.dropped))


def marks(text: str) -> int:
    """How much there is to clean: what nh3 needs more than a moment for, if there is very much of it."""
    return text.count("<") + text.count("&") + text.count("\xa0")


def allowed_tags(tags: Iterable[str]) -> frozenset[str]:
    """What semantics allow by naming ``tags``: these, what belongs to them, and what the core always allows."""
    asked = {tag.lower() for tag in tags}
    return rules.SAFE & (rules.ALWAYS | asked | {also for tag in asked for also in rules.ALSO.get(tag, ())})


def is_harmful_address(address: str) -> bool:
    """An address that runs something, however it is spelled."""
    return scheme(address) in _RUNNING or _DATA.match(html.unescape(address[:4096])) is not None


def escape(text: str) -> str:
    """Text without markup, as the H5P core gives it to libraries: they put it into pages as HTML. What is escaped
    already stays as it is, so that escaping again changes nothing."""
    text = _BARE_AMPERSAND.sub("&amp;", text) if "&" in text else text
    for mark, escaped in _ESCAPED.items():
        text = text.replace(mark, escaped)
    return text


@lru_cache(maxsize=64)
def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        attributes={tag: names for tag, names in rules.ATTRIBUTES.items() if tag == "*" or tag in tags},
        generic_attribute_prefixes=rules.PREFIXES,
        filter_style_properties=rules.STYLES,
        url_schemes=rules.SCHEMES,
        link_rel=None,
    )
