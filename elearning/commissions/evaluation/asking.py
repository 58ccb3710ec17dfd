"""Asking a learner: on her pages, and by an e-mail. The e-mail signs nobody in, and opening it changes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

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
from elearning.commissions.models import EvaluationMail, Round
from tracking.enrolling.invitations import NOT_SENT
from tracking.learning.asking import Ask
from tracking.models import Enrolment

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
            row = EvaluationMail.objects.create(enrolment=enrolment, round=round_, kind=kind, sent_at=now)
    except IntegrityError:
        return False
    try:
        _message(enrolment, round_, kind).send()
    except NOT_SENT:
        row.delete()
        raise
    return True


def _message(enrolment: Enrolment, round_: Round, kind: EvaluationMail.Kind) -> EmailMessage:
    base = base_address(enrolment.municipality)
    course = release_tree(enrolment.release_id)["fields"]["title"]
    with translation.override(getattr(enrolment.user, "language", "") or settings.LANGUAGE_CODE):
        context = {
            "name": enrolment.user.get_full_name(),
            "course": course,
            "later": round_ is Round.DAYS90,
            "again": kind == Kind.REMINDER,
            "count": len(CURRENT[round_].questions),
            "closes": date_format(timezone.localdate(closes_at(enrolment, round_)), "j. F Y"),
            "url": base + address(Asked(enrolment, round_, None)),
            "choice_url": base + reverse("tracking:reminders"),
        }
        subjects = {
            Round.END: _("What did »%(course)s« give you?"),
            Round.DAYS90: _("»%(course)s« 90 days on: what do you use?"),
        }
        body = render_to_string("commissions/evaluation/email/asked.txt", context)
        subject = subjects[round_] % {"course": course}
    return EmailMessage(subject=" ".join(subject.split()), body=body, to=[enrolment.user.email])
