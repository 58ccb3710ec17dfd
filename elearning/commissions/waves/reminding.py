"""The reminders of a wave: tracking's rules and record, the wave's rhythm, and those who have not begun as well."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.visitors import base_address
from elearning.commissions.mails.messages import Letter
from elearning.commissions.models import Wave, WaveMember
from tracking.learning.taking import Taking
from tracking.reminding.rules import next_reminder
from tracking.reminding.sending import deliver


def silent_members(now: datetime) -> QuerySet[WaveMember]:
    """Those in waves that run today, are not paused and remind, who have not finished and want reminders."""
    rows: QuerySet[WaveMember] = WaveMember.objects.unscoped(reason="a worker reminds for every municipality")
    today = timezone.localdate(now)
    return (
        rows.filter(wave__starts__lte=today, wave__ends__gte=today, wave__paused_at__isnull=True)
        .filter(wave__reminder_days__gt=0, enrolment__user__is_active=True, enrolment__user__no_reminders__isnull=True)
        .filter(enrolment__progress__completed_at__isnull=True, enrolment__pending__isnull=True)
        .select_related("wave__municipality", "enrolment__user", "enrolment__municipality", "enrolment__progress")
        .defer("enrolment__progress__state")
    )


def due(now: datetime) -> Iterator[WaveMember]:
    """Of those, the ones to be reminded now."""
    members = silent_members(now).prefetch_related("enrolment__reminders")
    for member in members.order_by("pk").iterator(chunk_size=500):
        if _number(member, now) is not None:
            yield member


def send(enrolment_id: uuid.UUID, *, now: datetime | None = None) -> bool:
    """Send the reminder that is due, if one is; whether it was."""
    now = now or timezone.now()
    member = silent_members(now).filter(enrolment=enrolment_id).first()
    number = _number(member, now) if member else None
    if member is None or number is None:
        return False
    return deliver(member.enrolment, silent_since(member), number, lambda: _message(member), now)


def silent_since(member: WaveMember) -> datetime:
    """From when she has been silent: her last activity, or else the day she could begin."""
    progress = getattr(member.enrolment, "progress", None)
    last: datetime | None = progress.last_activity_at if progress else None
    begun = timezone.make_aware(datetime.combine(member.wave.starts, time.min))
    return last or max(begun, member.joined_at)


def _number(member: WaveMember, now: datetime) -> int | None:
    since = silent_since(member)
    return next_reminder(
        now,
        silent_since=since,
        days=member.wave.reminder_days,
        sent=[reminder.sent_at for reminder in member.enrolment.reminders.all() if reminder.since == since],
    )


def _message(member: WaveMember) -> EmailMessage:
    taking = Taking(member.enrolment)
    step = taking.resume_step()
    facts = Facts(
        course=taking.title,
        begun=bool(taking.state.get("nodes")),
        step=taking.steps[step].node["fields"]["title"] if step else "",
        path=member.enrolment.get_absolute_url(),
    )
    words = letter(member.wave, facts, member.enrolment.user)
    return EmailMessage(subject=words.subject, body=words.body, to=[member.enrolment.user.email])


@dataclass(frozen=True)
class Facts:
    """Where somebody is in her course; ``step`` is the title of the next one."""

    course: str
    begun: bool = False
    step: str = ""
    path: str = ""


def letter(wave: Wave, facts: Facts, person: Any) -> Letter:
    """In the reader's language; shown beforehand in the admin too."""
    base = base_address(wave.municipality)
    with translation.override(getattr(person, "language", "") or settings.LANGUAGE_CODE):
        context = {
            "name": person.get_full_name(),
            "course": facts.course,
            "group": wave.name,
            "begun": facts.begun,
            "step": facts.step,
            "url": base + facts.path,
            "choice_url": base + reverse("tracking:reminders"),
            "ends": date_format(wave.ends, "j. F Y"),
        }
        subject = _("»%(course)s« ends on %(date)s for %(group)s") % {
            "course": facts.course,
            "date": context["ends"],
            "group": wave.name,
        }
        body = render_to_string("commissions/waves/email/reminder.txt", context)
    return Letter(" ".join(subject.split()), body)
