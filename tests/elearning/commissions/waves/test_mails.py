"""Invitations and reminders: to whom, how often, and what is in them."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from smtplib import SMTPConnectError
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from elearning.commissions.actions.gatherings import AddGathering, GatheringPlan
from elearning.commissions.actions.wave_members import InviteEverybody, MoveParticipant
from elearning.commissions.actions.waves import PauseWave, ResumeWave
from elearning.commissions.models import Wave, WaveMember
from elearning.commissions.waves import invitations, reminding, tasks
from tests.elearning.commissions.waves.conftest import planned
from tests.elearning.commissions.waves.test_waves import TODAY, add, completed, end, lessons, started
from tests.tracking import factories
from tracking.actions.choose_reminders import ChooseReminders
from tracking.learning.statements import record_completion
from tracking.models import Progress, Reminder
from tracking.reminding import sending as tracking_reminding
from tracking.reminding.rules import MOST_A_WEEK, room_this_week

pytestmark = pytest.mark.django_db


def at(days: float) -> datetime:
    """So many days from this morning."""
    return timezone.make_aware(datetime.combine(TODAY, time(9))) + timedelta(days=days)


def change(wave: Wave, **fields: Any) -> None:
    Wave.objects.for_municipality(wave.municipality_id).filter(pk=wave.pk).update(**fields)


def change_member(member: WaveMember, **fields: Any) -> None:
    WaveMember.objects.for_municipality(member.wave.municipality_id).filter(pk=member.pk).update(**fields)


class TestInvitations:
    def test_each_is_invited_once_with_where_and_when(self, wave, facilitator):
        add(wave, name="Ny Leder")
        begins = timezone.make_aware(datetime.combine(TODAY + timedelta(days=7), time(14, 30)))
        meeting = GatheringPlan("Første samling", begins, begins + timedelta(hours=2), "Byrådssalen")
        AddGathering(wave, meeting, user=facilitator).execute()

        assert invitations.send_batch(wave.pk) == 1
        assert invitations.send_batch(wave.pk) == 0
        [message] = mail.outbox
        assert message.to == ["ny@lilleroed.example"]
        assert message.subject == "Du tager »Ledelse i praksis« med holdet Forår"
        for words in (
            "Kære Ny Leder",
            "Lillerød Kommune har tilmeldt dig",
            f"/hold/{wave.pk}/",
            "kl. 14.30",
            "Byrådssalen",
        ):
            assert words in message.body

    def test_a_person_who_is_moved_is_not_invited_again(self, home, release, facilitator, wave):
        member = add(wave)
        invitations.send_batch(wave.pk)
        other = planned(home, release, facilitator, "Efterår")
        MoveParticipant(member, other, user=facilitator).execute()

        assert invitations.send_batch(other.pk) == 0

    def test_none_are_sent_while_paused_or_after_the_end(self, wave, facilitator):
        add(wave)
        PauseWave(wave, user=facilitator).execute()
        assert invitations.waves_to_invite_for(timezone.now()) == []
        ResumeWave(wave, user=facilitator).execute()
        assert invitations.waves_to_invite_for(timezone.now()) == [wave.pk]
        end(wave)
        assert invitations.send_batch(wave.pk) == 0
        assert mail.outbox == []

    def test_those_who_were_not_to_be_can_be_later(self, wave, facilitator):
        member = add(wave)
        change_member(member, invite=False)
        assert invitations.send_batch(wave.pk) == 0

        assert InviteEverybody(wave, user=facilitator).execute() == 1
        assert tasks.send_invitations(wave.pk) == 1
        assert InviteEverybody(wave, user=facilitator).execute() == 0

    def test_one_that_reached_nobody_is_sent_again(self, wave, monkeypatch):
        add(wave)
        monkeypatch.setattr(EmailMessage, "send", _cannot_connect)
        with pytest.raises(SMTPConnectError):
            invitations.send_batch(wave.pk)
        monkeypatch.undo()

        assert invitations.send_batch(wave.pk) == 1

    def test_what_no_broker_took_is_swept(self, wave, asked):
        add(wave)
        asked.clear()

        assert tasks.sweep_invitations() == 1
        assert asked == [("send_invitations", wave.pk)]

    def test_many_cost_two_queries_each(self, wave, django_assert_max_num_queries):
        for number in range(6):
            add(wave, f"l{number}@lilleroed.example")
        with django_assert_max_num_queries(5 + 6 * 1 + 1):
            assert invitations.send_batch(wave.pk) == 6


def _cannot_connect(*_args: Any, **_given: Any) -> None:
    raise SMTPConnectError(421, "busy")


class TestReminders:
    @pytest.fixture
    def member(self, wave: Wave) -> WaveMember:
        member = add(wave, name="Ny Leder")
        change_member(member, joined_at=at(-1))
        return member

    def send(self, member: WaveMember, days: float) -> bool:
        return reminding.send(member.enrolment_id, now=at(days))

    def test_who_has_not_begun_is_reminded_in_the_waves_rhythm(self, wave, member):
        assert [self.send(member, days) for days in (5, 6, 6.5, 12, 13)] == [False, True, False, False, True]
        assert mail.outbox[0].subject.startswith("»Ledelse i praksis« slutter den ")
        assert "Du er ikke begyndt endnu." in mail.outbox[0].body
        assert "/forloeb/paamindelser/" in mail.outbox[0].body

    def test_who_has_begun_is_told_the_next_step(self, wave, member):
        started(member.enrolment)
        Progress.objects.for_municipality(wave.municipality).update(last_activity_at=at(-1))

        assert self.send(member, 6.1)
        assert "Du er begyndt, og næste trin er »" in mail.outbox[0].body

    def test_who_has_finished_is_not_reminded(self, wave, member):
        completed(member.enrolment)

        assert not self.send(member, 20)

    def test_nobody_is_before_the_beginning_after_the_end_while_paused_or_without_a_rhythm(self, wave, member):
        for fields in (
            {"starts": TODAY + timedelta(days=11), "ends": TODAY + timedelta(days=12)},
            {"starts": TODAY - timedelta(days=1), "ends": TODAY + timedelta(days=9)},
            {"ends": TODAY + timedelta(days=30), "paused_at": timezone.now()},
            {"paused_at": None, "reminder_days": 0},
        ):
            change(wave, **fields)
            assert not self.send(member, 10)
        change(wave, reminder_days=7)
        assert self.send(member, 10)

    def test_nobody_is_who_wants_none(self, wave, member):
        ChooseReminders(member.enrolment.user, wanted=False).execute()

        assert not self.send(member, 10)

    def test_those_due_are_found(self, wave, member):
        assert [it.pk for it in reminding.due(at(10))] == [member.pk]
        assert list(reminding.due(at(2))) == []

    def test_the_course_own_reminders_leave_the_wave_alone(self, wave, member):
        enrolment = member.enrolment
        enrolment.settings = {**enrolment.settings, "reminder_days": 3}
        enrolment.save()
        record_completion(enrolment, step=lessons(enrolment)[0])
        factories_fold(enrolment)

        assert not tracking_reminding.send(enrolment.pk, now=at(20))
        WaveMember.objects.for_municipality(wave.municipality).delete()
        assert tracking_reminding.send(enrolment.pk, now=at(20))

    def test_at_most_two_a_week_of_whatever_courses(self, home, facilitator, wave, member):
        for number in range(2):
            other = factories.enrolment(factories.released(course_of_one()), member.enrolment.user)
            Reminder.objects.for_municipality(home).create(
                enrolment=other, since=at(-20), number=1, sent_at=at(4 + number)
            )
        assert not self.send(member, 10)
        assert self.send(member, 11.5)

    @given(hours=st.lists(st.integers(0, 600), max_size=60))
    def test_no_seven_days_hold_more_than_two(self, hours):
        sent: list[datetime] = []
        for moment in sorted(at(0) + timedelta(hours=hour) for hour in hours):
            if room_this_week(moment, sent):
                sent.append(moment)
        for first in sent:
            assert sum(first <= moment < first + timedelta(days=7) for moment in sent) <= MOST_A_WEEK

    def test_beat_asks_for_each(self, wave, member, asked, monkeypatch):
        monkeypatch.setattr(timezone, "now", lambda: at(10))

        assert tasks.send_reminders() == 1
        assert asked[-1] == ("send_reminder", str(member.enrolment_id))


def course_of_one() -> Any:
    return factories.course(factories.module(factories.lesson()))


def factories_fold(enrolment: Any) -> None:
    from tracking.progress.projection import fold_pending

    fold_pending(enrolment)


def test_no_address_in_a_mail_changes_anything_when_it_is_opened(wave, client):
    member = add(wave)
    invitations.send_batch(wave.pk)
    client.force_login(member.enrolment.user)
    for address in re.findall(r"https?://\S+", mail.outbox[0].body):
        assert client.get(re.sub(r"^https?://[^/]+", "", address)).status_code == 200
    member.refresh_from_db()
    assert Progress.objects.for_municipality(wave.municipality).filter(started_at__isnull=False).count() == 0
