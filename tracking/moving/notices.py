"""What a learner is told, once, after she has been moved to another version."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracking.models import Enrolment
from tracking.moving.changes import Changes

#: Titles that are named; the rest is a number.
NAMED = 3


def as_notice(version: int, changed: Changes, unseen: dict[str, Any]) -> dict[str, Any]:
    """What is kept on the enrolment. A notice she has not seen yet is carried along."""
    opened = list(dict.fromkeys([*unseen.get("opened", []), *changed.opened]))
    return {"version": version, "opened": opened, "test": changed.test_opens or bool(unseen.get("test"))}


def text_of(notice: dict[str, Any]) -> str:
    """In the reader's language; "" where there is nothing to say."""
    if not notice:
        return ""
    said = [_("The course has been updated to version %(number)d.") % {"number": notice.get("version", 0)}]
    opened = notice.get("opened", [])
    if opened:
        named = ", ".join(f"»{title}«" for title in opened[:NAMED])
        more = len(opened) - NAMED
        if more > 0:
            named = ngettext("%(titles)s and %(count)d more step", "%(titles)s and %(count)d more steps", more) % {
                "titles": named,
                "count": more,
            }
        said.append(_("New to you: %(titles)s.") % {"titles": named})
    if notice.get("test"):
        said.append(_("There is a new final test."))
    said.append(_("What you have done still counts."))
    return " ".join(said)


def take_notice(enrolment: Enrolment) -> str:
    """The text to show now; it is not shown again."""
    if not enrolment.notice:
        return ""
    text = text_of(enrolment.notice)
    Enrolment.objects.for_municipality(enrolment.municipality_id).filter(pk=enrolment.pk).update(notice={})
    enrolment.notice = {}
    return text
