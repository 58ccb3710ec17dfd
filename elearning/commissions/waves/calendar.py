"""A wave's gatherings as a calendar file (RFC 5545)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from elearning.commissions.models import Gathering, Wave

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
#: What an event's UID is made of with its gathering's number.
_EVENTS = uuid.UUID("5f3a3b2e-0c53-4a44-9e0a-5d6a1b7c9f10")


def calendar_file(
    wave: Wave, gatherings: Iterable[Gathering], url: str, *, method: str = "PUBLISH", attendee: str = ""
) -> bytes:
    """The file; the same gatherings give the same file, and one that is moved keeps its UID. ``url`` is the wave's.

    ``method`` (RFC 5546) is PUBLISH, or CANCEL for gatherings that are called off; then ``attendee`` is whose
    calendar they are to leave.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Hyldefri//DA")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("name", wave.name)
    for gathering in gatherings:
        event = _event(wave, gathering, url)
        if method == "CANCEL":
            event.add("status", "CANCELLED")
            event.add("attendee", f"mailto:{attendee}")
        calendar.add_component(event)
    calendar.add_missing_timezones()
    file: bytes = calendar.to_ical()
    return file


def _event(wave: Wave, gathering: Gathering, url: str) -> Event:
    event = Event()
    event.add("uid", str(uuid.uuid5(_EVENTS, str(gathering.pk))))
    event.add("dtstamp", gathering.updated_at or timezone.now())
    event.add("sequence", gathering.sequence)
    event.add("organizer", f"mailto:{_organizer()}")
    event.add("dtstart", gathering.starts.astimezone(COPENHAGEN))
    event.add("dtend", gathering.ends.astimezone(COPENHAGEN))
    event.add("summary", gathering.title)
    if gathering.place:
        event.add("location", gathering.place)
    about = _("%(course)s, group %(group)s: %(url)s") % {"course": wave.course.title, "group": wave.name, "url": url}
    event.add("description", about)
    event.add("url", url)
    return event


def _organizer() -> str:
    """The same for every event ever: a calendar believes a change by whom it had the event from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
