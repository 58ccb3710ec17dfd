"""A learner's plans and agreements as a calendar file (RFC 5545)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from courses.trees.nodes import Node
from tracking.models import WorkItem

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
#: When in the day a reminder stands, and for how long.
AT, LASTS = time(9, 0), timedelta(minutes=15)


@dataclass(frozen=True)
class Reminder:
    """``key`` tells a block's reminders apart, so that a moved one replaces itself in the calendar."""

    key: str
    day: date
    summary: str
    description: str


def reminders(item: WorkItem, block: Node) -> Iterator[Reminder]:
    if item.kind == "if_then_plan":
        for number, plan in enumerate(item.data.get("plans", []), 1):
            if plan["date"]:
                text = _("If %(situation)s, then %(action)s") % plan
                yield Reminder(f"plan-{number}", date.fromisoformat(plan["date"]), _("My if-then plan"), text)
    elif item.kind == "follow_up":
        partner = item.data.get("partner") or _("my partner")
        for days, day in item.data.get("dates", {}).items():
            text = str(block["fields"].get("help") or block["fields"].get("prompt") or "")
            summary = _("Follow-up with %(partner)s") % {"partner": partner}
            yield Reminder(f"days-{days}", date.fromisoformat(day), summary, text)


def calendar_file(item: WorkItem, block: Node) -> bytes:
    """The file; the same work gives the same file, and an event keeps its UID when it is moved."""
    calendar = Calendar()
    calendar.add("prodid", "-//Hyldefri//DA")
    calendar.add("version", "2.0")
    for reminder in reminders(item, block):
        calendar.add_component(_event(item, reminder))
    calendar.add_missing_timezones()
    file: bytes = calendar.to_ical()
    return file


def _event(item: WorkItem, reminder: Reminder) -> Event:
    start = datetime.combine(reminder.day, AT, COPENHAGEN)
    event = Event()
    event.add("uid", str(uuid.uuid5(item.enrolment_id, f"{item.block_id}/{reminder.key}")))
    event.add("dtstamp", item.updated_at)
    event.add("sequence", int((item.updated_at - item.created_at).total_seconds()))
    event.add("dtstart", start)
    event.add("dtend", start + LASTS)
    event.add("summary", reminder.summary)
    event.add("description", reminder.description)
    # Colleagues can see a calendar: the plan is hers.
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
