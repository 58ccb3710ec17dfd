"""The reminder to somebody who has begun a course and paused. It signs nobody in, and opening it changes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.visitors import base_address
from tracking.enrolling.invitations import NOT_SENT
from tracking.enrolling.process import deadline_of
from tracking.learning.taking import Taking
from tracking.models import Enrolment, Reminder
from tracking.reminding.rules import next_reminder, room_this_week

#: The enrolments that others remind by rules of their own.
_reminded_elsewhere: list[Q] = []
#: What others have sent that counts as a reminder: a person's key and from when, to the moments.
_counted_too: list[Callable[[Any, datetime], Iterable[datetime]]] = []


def remind_elsewhere(which: Q) -> None:
    """From now on the enrolments that ``which`` is true of are reminded by whoever calls, with :func:`deliver`."""
    _reminded_elsewhere.append(which)


def count_too(sent_since: Callable[[Any, datetime], Iterable[datetime]]) -> None:
    """From now on what ``sent_since(user_pk, moment)`` names counts in how many reminders a person gets a week."""
    _counted_too.append(sent_since)


def has_room(user_id: Any, now: datetime) -> bool:
    """Whether the person may be sent another this week; her row is held, so that two workers count each other.

    In a transaction.
    """
    get_user_model()._default_manager.select_for_update().get(pk=user_id)
    week = now - timedelta(days=7)
    every = Reminder.objects.unscoped(reason="a person has so many a week, whatever the municipality")
    sent = list(every.filter(enrolment__user=user_id, sent_at__gt=week).values_list("sent_at", flat=True))
    for counted in _counted_too:
        sent += counted(user_id, week)
    return room_this_week(now, [moment for moment in sent if moment <= now])


def silent_enrolments(now: datetime) -> QuerySet[Enrolment]:
    """Those under way where reminders are on and nothing has happened for a day; what is still to be folded counts."""
    rows = (
        Enrolment.objects.unscoped(reason="a worker reminds for every municipality")
        .filter(settings__reminder_days__gt=0, user__is_active=True, user__no_reminders__isnull=True)
        .filter(progress__completed_at__isnull=True, progress__last_activity_at__lt=now - timedelta(days=1))
        .filter(pending__isnull=True)
        .select_related("user", "municipality", "progress")
        .defer("progress__state")
    )
    for which in _reminded_elsewhere:
        rows = rows.exclude(which)
    return rows


def due(now: datetime) -> Iterator[Enrolment]:
    """Of those, the ones to be reminded now."""
    for enrolment in silent_enrolments(now).prefetch_related("reminders").iterator(chunk_size=500):
        if _number(enrolment, now) is not None:
            yield enrolment


def send(enrolment_id: uuid.UUID, *, now: datetime | None = None) -> bool:
    """Send the reminder that is due, if one is; whether it was."""
    now = now or timezone.now()
    enrolment = silent_enrolments(now).filter(pk=enrolment_id).first()
    number = _number(enrolment, now) if enrolment else None
    if enrolment is None or number is None:
        return False
    return deliver(enrolment, _since(enrolment), number, lambda: _message(enrolment), now)


def deliver(
    enrolment: Enrolment, since: datetime, number: int, message: Callable[[], EmailMessage], now: datetime
) -> bool:
    """Send a reminder unless it has been sent, or the person has had enough of them this week; whether it was.

    It is recorded before it is sent: of two workers one makes the row, and one that dies in between sends none
    rather than two.
    """
    row = _recorded(enrolment, since, number, now)
    if row is None:
        return False
    try:
        message().send()
    except NOT_SENT:
        row.delete()
        raise
    return True


@transaction.atomic
def _recorded(enrolment: Enrolment, since: datetime, number: int, now: datetime) -> Reminder | None:
    if not has_room(enrolment.user_id, now):
        return None
    row, made = Reminder.objects.for_municipality(enrolment.municipality_id).get_or_create(
        enrolment=enrolment, since=since, number=number, defaults={"sent_at": now}
    )
    return row if made else None


def _number(enrolment: Enrolment, now: datetime) -> int | None:
    since = _since(enrolment)
    return next_reminder(
        now,
        silent_since=since,
        days=int(enrolment.settings.get("reminder_days") or 0),
        sent=[reminder.sent_at for reminder in enrolment.reminders.all() if reminder.since == since],
        today=timezone.localdate(now),
        deadline=deadline_of(enrolment),
    )


def _since(enrolment: Enrolment) -> datetime:
    since = enrolment.progress.last_activity_at
    assert since is not None  # noqa: S101 - silent_enrolments asks for it
    return since


def _message(enrolment: Enrolment) -> EmailMessage:
    taking = Taking(enrolment)
    step = taking.resume_step()
    deadline, base = deadline_of(enrolment), base_address(enrolment.municipality)
    with translation.override(getattr(enrolment.user, "language", "") or settings.LANGUAGE_CODE):
        context = {
            "name": enrolment.user.get_full_name(),
            "course": taking.title,
            "step": taking.steps[step].node["fields"]["title"] if step else "",
            "url": base + enrolment.get_absolute_url(),
            "choice_url": base + reverse("tracking:reminders"),
            "deadline": date_format(deadline, "j. F Y") if deadline and deadline >= timezone.localdate() else "",
        }
        subject = _("Go on with »%(course)s« when it suits you") % {"course": taking.title}
        body = render_to_string("tracking/email/reminder.txt", context)
    return EmailMessage(subject=" ".join(subject.split()), body=body, to=[enrolment.user.email])
