"""Process settings in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from courses.models import CoursePage


def setting_text(name: str, value: Any) -> str:
    """The setting's value in words: »Ingen frist«, »14 dage«, »70 pct.«"""
    if name in ("deadline_days", "reminder_days"):
        return _("%(days)d days") % {"days": value} if value else _("none")
    if value is None:
        return "–"
    if name == "pass_mark":
        return _("%(percent)d per cent") % {"percent": value}
    choices = dict(CoursePage._meta.get_field(name).choices or [])
    return str(choices.get(value, value))
