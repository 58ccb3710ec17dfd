"""The e-mail that tells somebody she is in a wave. It signs nobody in, and opening it changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.selectors import release_tree
from courses.variants.queue import enqueue
from elearning.commissions.mails.messages import Letter
from elearning.commissions.models import Gathering, Wave, WaveMember
from elearning.commissions.waves.notices import address
from tracking.enrolling.invitations import NOT_SENT

#: A task sends so many and asks for another: none of them is long.
BATCH = 100


def invite_soon(wave: Wave) -> None:
    """Once the transaction is through. With the broker down the sweep sends them later."""
    transaction.on_commit(lambda: ask_for_more(wave.pk), robust=True)


def uninvited(now: datetime) -> QuerySet[WaveMember]:
    """Those who are to be invited and have not been, in waves that are neither paused nor over."""
    rows: QuerySet[WaveMember] = WaveMember.objects.unscoped(reason="a worker sends for every municipality")
    today = timezone.localdate(now)
    return rows.filter(
        invite=True,
        invited_at__isnull=True,
        wave__paused_at__isnull=True,
        wave__ends__gte=today,
        enrolment__user__is_active=True,
    )


def waves_to_invite_for(now: datetime) -> list[int]:
    return list(uninvited(now).order_by().values_list("wave", flat=True).distinct())


def send_batch(wave_id: int, *, now: datetime | None = None) -> int:
    """Send the wave's next invitations; how many. Each is marked before it is sent: rather none than two."""
    now = now or timezone.now()
    waiting = uninvited(now).filter(wave=wave_id).select_related("wave__municipality", "enrolment__user")
    members: Sequence[WaveMember] = list(waiting.order_by("pk")[:BATCH])
    if not members:
        return 0
    letters = _Letters(members[0].wave)
    every = WaveMember.objects.unscoped(reason="a worker sends for every municipality")
    sent = 0
    for member in members:
        if not every.filter(pk=member.pk, invited_at__isnull=True).update(invited_at=now):
            continue
        try:
            letters.to(member).send()
        except NOT_SENT:
            every.filter(pk=member.pk).update(invited_at=None)
            raise
        sent += 1
    return sent


def ask_for_more(wave_id: int) -> bool:
    from elearning.commissions.waves.tasks import send_invitations

    return enqueue(send_invitations, wave_id)


class _Letters:
    """What is the same for everybody in a wave is read once."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.url = address(wave)
        self.gatherings = list(Gathering.objects.for_municipality(wave.municipality_id).filter(wave=wave))

    def to(self, member: WaveMember) -> EmailMessage:
        title = release_tree(member.enrolment.release_id)["fields"]["title"]
        words = letter(self.wave, title, self.gatherings, member.enrolment.user, self.url)
        return EmailMessage(subject=words.subject, body=words.body, to=[member.enrolment.user.email])


def letter(wave: Wave, course: str, gatherings: Sequence[Gathering], person: Any, url: str) -> Letter:
    """In the reader's language; shown beforehand in the admin too. ``url`` is the wave's."""
    with translation.override(getattr(person, "language", "") or settings.LANGUAGE_CODE):
        context = {
            "name": person.get_full_name(),
            "course": course,
            "municipality": wave.municipality.official_name,
            "group": wave.name,
            "starts": date_format(wave.starts, "j. F Y"),
            "ends": date_format(wave.ends, "j. F Y"),
            "gatherings": gatherings,
            "url": url,
            "email": person.email,
        }
        subject = _("You take »%(course)s« with the group %(group)s") % {"course": course, "group": wave.name}
        body = render_to_string("commissions/waves/email/invitation.txt", context)
    return Letter(" ".join(subject.split()), body)
