"""The e-mails: one invitation and one reminder a round, and none to those who want none."""

from __future__ import annotations

from smtplib import SMTPConnectError

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction

from elearning.accounts.personal_data import erase
from elearning.commissions.evaluation import asking, tasks
from elearning.commissions.models import EvaluationMail, Round
from tests.elearning.commissions.evaluation.conftest import answer, completed, later
from tracking.actions.choose_reminders import ChooseReminders
from tracking.models import Reminder
from tracking.reminding.sending import has_room

pytestmark = pytest.mark.django_db
INVITATION, REMINDER = EvaluationMail.Kind.INVITATION, EvaluationMail.Kind.REMINDER


def post(days=0.0):
    """Have a worker send what is due so many days from now; what was sent."""
    now = later(days)
    return [kind for key, round_, kind in list(asking.due(now)) if asking.send(key, round_, kind, now=now)]


def test_each_is_invited_once_and_reminded_once_in_each_round(wave):
    enrolment = completed(wave)
    assert post() == [INVITATION]
    assert post(6.9) == []
    assert post(7.1) == [REMINDER]
    assert post(15) == []
    assert post(90.5) == [INVITATION]
    assert post(98) == [REMINDER]
    assert post(105) == []

    assert [letter.to for letter in mail.outbox] == [[enrolment.user.email]] * 4
    assert mail.outbox[0].subject == "Hvad gav »Ledelse i praksis« dig?"
    assert mail.outbox[2].subject == "»Ledelse i praksis« 90 dage efter: hvad bruger du?"
    for letter in mail.outbox:
        assert f"/evaluering/{enrolment.pk}/" in letter.body
        assert "Du bestemmer selv, om du vil svare" in letter.body
    assert "den eneste påmindelse" in mail.outbox[1].body


def test_who_has_answered_is_asked_no_more(wave):
    enrolment = completed(wave)
    post()
    answer(enrolment)

    assert post(8) == []


def test_none_go_to_those_who_want_none_or_are_gone(wave):
    quiet, gone, erased = (completed(wave) for _ in range(3))
    ChooseReminders(quiet.user, wanted=False).execute()
    type(gone.user).objects.filter(pk=gone.user_id).update(is_active=False)
    erase(erased.user)

    assert post() == []


def test_nobody_is_asked_about_what_is_long_ago(wave):
    completed(wave, ago=40)

    assert post() == []


def test_a_second_worker_sends_none(wave):
    enrolment = completed(wave)
    assert asking.send(enrolment.pk, Round.END, INVITATION)
    assert not asking.send(enrolment.pk, Round.END, INVITATION)
    assert not asking.send(enrolment.pk, Round.END, REMINDER)
    assert len(mail.outbox) == 1


def test_a_letter_that_never_left_is_sent_later(wave, monkeypatch):
    completed(wave)

    def down(self, *args, **kwargs):
        raise SMTPConnectError(421, "no")

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", down)
        with pytest.raises(SMTPConnectError):
            post()
    assert post() == [INVITATION]


def test_beat_asks_for_what_is_due(wave, asked):
    enrolment = completed(wave)

    assert tasks.ask.run() == 1
    assert asked == [(str(enrolment.pk), "end", "invitation")]
    assert tasks.send.run(*asked[0])
    assert tasks.ask.run() == 0


def test_the_e_mails_count_in_two_a_week_with_the_reminders_of_courses(wave, home):
    enrolment = completed(wave)
    for days in (-2, -1):
        Reminder.objects.for_municipality(home).create(
            enrolment=enrolment, since=later(-20), number=3 + days, sent_at=later(days)
        )
    assert post() == []
    assert post(5.5) == [INVITATION]
    with transaction.atomic():
        assert has_room(enrolment.user_id, later(6.1))
    Reminder.objects.for_municipality(home).create(enrolment=enrolment, since=later(1), number=1, sent_at=later(6.1))
    with transaction.atomic():
        assert not has_room(enrolment.user_id, later(6.2))
