"""What the review page draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from courses.review.differences import SHORT, Part, Word

register = template.Library()


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    return mapping.get(key, "")


@register.simple_tag
def diffed(parts: Iterable[Part]) -> SafeString:
    """The parts, what went struck out and what came underlined, both said to screen readers."""
    parts = list(parts)
    if is_rewritten(parts):
        drawn = [format_html('<span class="hyldefri-diff__whole">{}</span>', _part(part)) for part in parts]
    else:
        drawn = [_part(part) for part in parts]
    return format_html_join("", "{}", ((each,) for each in drawn)) if drawn else format_html("<em>{}</em>", _("empty"))


def is_rewritten(parts: list[Part]) -> bool:
    """A text that stands below the one it took the place of."""
    return [part.kind for part in parts] == ["went", "came"] and sum(len(part.words) for part in parts) > 2 * SHORT


def _part(part: Part) -> SafeString:
    words = format_html_join("", "{}", ((_word(word),) for word in part.words))
    if part.kind == "same":
        return words
    tag, says = ("del", _("removed:")) if part.kind == "went" else ("ins", _("added:"))
    return format_html('<{}><span class="w-sr-only">{} </span>{}</{}>', tag, says, words, tag)


def _word(word: Word) -> SafeString:
    if word.text == "\n":
        return mark_safe("<br>")
    drawn = format_html("{}", word.text)
    for has, tag in ((word.strong, "strong"), (word.em, "em"), (word.link, "u")):
        drawn = format_html("<{}>{}</{}>", tag, drawn, tag) if has else drawn
    return drawn
