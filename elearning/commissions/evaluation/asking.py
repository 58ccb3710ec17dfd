"""Asking a learner: on her pages, and by an e-mail. The e-mail signs nobody in, and opening it changes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.selectors import release_tree
from courses.visitors import base_address
from elearning.commissions.evaluation.questionnaire import CURRENT
from elearning.commissions.evaluation.rounds import Asked, asked_enrolments, between, closes_at, open_rounds
from elearning.commissions.mails.messages import Letter
from elearning.commissions.models import EvaluationMail, Round
from tracking.enrolling.invitations import NOT_SENT
from tracking.learning.asking import Ask
from tracking.models import Enrolment
from tracking.reminding.sending import has_room

Kind = EvaluationMail.Kind
#: Nobody is asked about what is longer ago: not those who had completed before all this was there.
FRESH = timedelta(days=21)
#: From the invitation to the one reminder, which goes out while there is time.
PATIENCE = timedelta(days=7)


def asked_beside(completed: Sequence[Enrolment]) -> Mapping[uuid.UUID, Ask]:
    """For the learner's own pages: a round she can answer and has not."""
    keys = [enrolment.pk for enrolment in completed]
    rows = Enrolment.objects.unscoped(reason="the learner's own, which she is looking at").filter(pk__in=keys)
    found = {}
    for enrolment in asked_enrolments(rows):
        waiting = [asked for asked in open_rounds(enrolment) if not asked.is_sent]
        if waiting:
            found[enrolment.pk] = _ask(waiting[-1])
    return found


def _ask(asked: Asked) -> Ask:
    course = release_tree(asked.enrolment.release_id)["fields"]["title"]
    later = asked.round is Round.DAYS90
    title = _("What has become of it?") if later else _("What did the course give you?")
    text = _("%(count)d short questions about »%(course)s«. It is up to you whether you answer.") % {
        "count": len(CURRENT[asked.round].questions),
        "course": course,
    }
    button = _("Go on answering") if asked.answer else _("Answer the questions")
    return Ask(title, text, button, address(asked))


def address(asked: Asked) -> str:
    return reverse("commissions:evaluation", args=[asked.enrolment.pk, asked.round.value])


def due(now: datetime) -> Iterator[tuple[uuid.UUID, Round, EvaluationMail.Kind]]:
    """The e-mails to be sent now."""
    rows = Enrolment.objects.unscoped(reason="a worker asks for every municipality")
    for round_ in Round:
        wanted = rows.filter(between(now, round_, FRESH), user__is_active=True, user__no_reminders__isnull=True)
        for enrolment in asked_enrolments(wanted).prefetch_related("evaluation_mails").order_by("pk"):
            kind = _next(enrolment, round_, now)
            if kind is not None:
                yield enrolment.pk, round_, kind


def _next(enrolment: Enrolment, round_: Round, now: datetime) -> EvaluationMail.Kind | None:
    asked = next((each for each in open_rounds(enrolment, now) if each.round == round_), None)
    if asked is None or asked.is_sent:
        return None
    sent = {mail.kind: mail.sent_at for mail in enrolment.evaluation_mails.all() if mail.round == round_}
    if Kind.INVITATION not in sent:
        return Kind.INVITATION
    if Kind.REMINDER not in sent and now >= sent[Kind.INVITATION] + PATIENCE:
        return Kind.REMINDER
    return None


def send(enrolment_id: uuid.UUID, round_: Round, kind: EvaluationMail.Kind, *, now: datetime | None = None) -> bool:
    """Send it if it is still due and nobody has; whether it was. It is a row before it is a letter."""
    now = now or timezone.now()
    rows = Enrolment.objects.unscoped(reason="a worker asks for every municipality").filter(
        between(now, round_, FRESH), pk=enrolment_id, user__is_active=True, user__no_reminders__isnull=True
    )
    enrolment = asked_enrolments(rows).first()
    if enrolment is None or _next(enrolment, round_, now) != kind:
        return False
    try:
        with transaction.atomic():
            if not has_room(enrolment.user_id, now):
                return False
            row = EvaluationMail.objects.create(enrolment=enrolment, round=round_, kind=kind, sent_at=now)
    except IntegrityError:
        return False
    words = letter(_facts(enrolment, round_), round_, again=kind == Kind.REMINDER)
    try:
        EmailMessage(subject=words.subject, body=words.body, to=[enrolment.user.email]).send()
    except NOT_SENT:
        row.delete()
        raise
    return True


def sent_since(user_id: Any, moment: datetime) -> list[datetime]:
    """When a person has been asked since then: it counts as reminders do."""
    rows = EvaluationMail.objects.unscoped(reason="a person has so many a week, whatever the municipality")
    return list(rows.filter(enrolment__user=user_id, sent_at__gt=moment).values_list("sent_at", flat=True))


@dataclass(frozen=True)
class Facts:
    """What an e-mail of a round says of a person's course."""

    name: str
    course: str
    closes: date
    base: str
    path: str
    language: str = ""


def letter(facts: Facts, round_: Round, *, again: bool) -> Letter:
    """In the reader's language; shown beforehand in the admin too."""
    with translation.override(facts.language or settings.LANGUAGE_CODE):
        context = {
            "name": facts.name,
            "course": facts.course,
            "later": round_ is Round.DAYS90,
            "again": again,
            "count": len(CURRENT[round_].questions),
            "closes": date_format(facts.closes, "j. F Y"),
            "url": facts.base + facts.path,
            "choice_url": facts.base + reverse("tracking:reminders"),
        }
        subjects = {
            Round.END: _("What did »%(course)s« give you?"),
            Round.DAYS90: _("»%(course)s« 90 days on: what do you use?"),
        }
        body = render_to_string("commissions/evaluation/email/asked.txt", context)
        subject = subjects[round_] % {"course": facts.course}
    return Letter(" ".join(subject.split()), body)


def _facts(enrolment: Enrolment, round_: Round) -> Facts:
    return Facts(
        name=enrolment.user.get_full_name(),
        course=release_tree(enrolment.release_id)["fields"]["title"],
        closes=timezone.localdate(closes_at(enrolment, round_)),
        base=base_address(enrolment.municipality),
        path=address(Asked(enrolment, round_, None)),
        language=getattr(enrolment.user, "language", ""),
    )
