"""Small filters for the pages: course text, Danish moments, and reading the plain data that templates get."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from courses.citations import CITATION
from courses.richtext import clean

register = template.Library()


@register.filter
def course_text(value: str | None, sources: Iterable[str] | None = None) -> SafeString:
    """Rich text, cleaned, with ``[K1]`` as a link to the source of that key.

    With ``sources`` (the course's source keys) only those become links. Internal links that whoever serves the page
    has not resolved (``courses.richtext.with_links``) are Wagtail's to expand.
    """
    html = value or ""
    if "linktype=" in html:
        html = expand_db_html(html)
    # Cleaned last: a citation may stand where no link can, inside an attribute.
    return mark_safe(clean(_linked(html, sources)))


@register.filter
def cited(value: str | None, sources: Iterable[str] | None = None) -> SafeString:
    """Plain text, escaped, with the same citations."""
    return mark_safe(_linked(conditional_escape(value or ""), sources))


def _linked(html: str, sources: Iterable[str] | None) -> str:
    # A template that has no sources to name passes "".
    known = None if sources in (None, "") else set(sources or ())

    def link(match: re.Match[str]) -> str:
        key = match[1]
        if known is not None and key not in known:
            return match[0]
        label = _("Source %(key)s") % {"key": key}
        return format_html('<sup><a href="#kilde-{0}" aria-label="{1}">{0}</a></sup>', key, label)

    return CITATION.sub(link, html)


@register.filter
def minutes(value: float | None) -> str:
    """``7`` as »7 min.«."""
    return _("%(count)d min.") % {"count": round(value or 0)}


@register.filter
def day(value: date | datetime | str | None) -> str:
    """»28. september 2020«. Takes ISO strings too, as what is stored in JSON is."""
    moment = _moment(value)
    return "" if moment is None else date_format(moment, "j. F Y")


@register.filter
def clock(value: datetime | str | None) -> str:
    """»14.26«."""
    moment = _moment(value)
    return moment.strftime("%H.%M") if isinstance(moment, datetime) else ""


@register.filter
def iso_date(value: date | datetime | str | None) -> str:
    """What ``<input type="date">`` takes, or nothing."""
    moment = _moment(value)
    return "" if moment is None else moment.strftime("%Y-%m-%d")


@register.filter
def iso_moment(value: datetime | str | None) -> str:
    """A moment as a script can read it, or nothing."""
    moment = _moment(value)
    return moment.isoformat() if isinstance(moment, datetime) else ""


def _moment(value: date | datetime | str | None) -> date | datetime | None:
    if isinstance(value, str):
        try:
            value = parse_date(value) or parse_datetime(value)
        except ValueError:
            return None
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def get(mapping: Mapping[str, Any] | None, key: object) -> Any:
    """The mapping's value under a key that is only known in the template."""
    return (mapping or {}).get(str(key), "")


@register.filter
def error_for(errors: Mapping[str, str] | None, field: str) -> str:
    """The message about one form field, empty where there is none."""
    return str((errors or {}).get(field, ""))


@register.filter
def pad(rows: Sequence[Any] | None, length: int) -> list[Any]:
    """The rows, with empty ones after them up to ``length``."""
    filled = list(rows or [])
    return filled + [{}] * (int(length or 0) - len(filled))


@register.filter
def share(part: float | None, whole: float | None) -> str:
    """A percentage for an SVG's width attribute, between 0 and 100."""
    if not part or not whole:
        return "0%"
    return f"{min(100.0, max(0.0, 100 * part / whole)):.2f}%"


@register.filter
def minus(value: float | None, other: float | None) -> float:
    return (value or 0) - (other or 0)


@register.filter
def plus(value: float | None, other: float | None) -> float:
    return (value or 0) + (other or 0)


@register.filter
def words(value: str) -> list[str]:
    """``"5,10,20"`` as a list, for what a template offers by itself."""
    return [word.strip() for word in value.split(",")]
