"""A gathering that is set, moved or called off is told to those who are in the group, once, with a calendar file."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from smtplib import SMTPConnectError
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone
from icalendar import Calendar

from elearning.accounts.personal_data import as_json, erase
from elearning.commissions.actions.gatherings import AddGathering, CancelGathering, ChangeGathering, GatheringPlan
from elearning.commissions.actions.wave_members import RemoveParticipant
from elearning.commissions.models import Gathering, GatheringMail, Wave
from elearning.commissions.waves import invitations, notices, tasks
from elearning.commissions.waves.rules import WaveRefused
from tests.elearning.commissions.waves.test_waves import TODAY, add

pytestmark = pytest.mark.django_db


def clock(hour: int, days: int = 7) -> datetime:
    return timezone.make_aware(datetime.combine(TODAY + timedelta(days=days), time(hour)))


def plan(hour: int = 9, place: str = "Byrådssalen", title: str = "Første samling", days: int = 7) -> GatheringPlan:
    return GatheringPlan(title, clock(hour, days), clock(hour + 2, days), place)


def event(message: EmailMessage) -> tuple[str, Any]:
    """The calendar file's method, and its one event."""
    [part] = message.attachments
    assert part.get_content_type() == "text/calendar"
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == str(calendar["method"])
    [found] = calendar.walk("VEVENT")
    return str(calendar["method"]), found


@pytest.fixture(autouse=True)
def sender(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Hyldefri <noreply@kursus.example>"


@pytest.fixture
def meeting(wave: Wave, facilitator: Any) -> Gathering:
    """One that the participant was invited to."""
    add(wave, name="Ny Leder")
    gathering = AddGathering(wave, plan(), user=facilitator).execute()
    invitations.send_batch(wave.pk)
    mail.outbox.clear()
    return gathering


@pytest.fixture
def invited(wave: Wave) -> None:
    add(wave, name="Ny Leder")
    invitations.send_batch(wave.pk)
    add(wave, "venter@lilleroed.example")
    mail.outbox.clear()


def told() -> list[str]:
    return sorted(message.to[0] for message in mail.outbox)


def test_one_that_is_set_is_told_to_those_who_have_had_their_invitation(wave, facilitator, invited):
    AddGathering(wave, plan(), user=facilitator).execute()

    assert notices.send_batch(wave.pk) == 1
    [message] = mail.outbox
    assert (message.to, message.subject) == (["ny@lilleroed.example"], "Ny samling: Første samling")
    for words in ("Kære Ny Leder", "kl. 09.00 til 11.00, Byrådssalen", "/hold/"):
        assert words in message.body
    method, set_ = event(message)
    assert (method, set_["sequence"], set_.decoded("dtstart")) == ("PUBLISH", 0, clock(9))
    assert notices.send_batch(wave.pk) == 0


def test_the_facilitator_is_told_of_one_that_another_has_set(wave, editor):
    AddGathering(wave, plan(), user=editor).execute()

    notices.send_batch(wave.pk)
    assert told() == ["frida@lilleroed.example"]


def test_one_that_is_moved_before_anybody_has_heard_of_it_is_new(wave, facilitator, invited):
    meeting = AddGathering(wave, plan(), user=facilitator).execute()
    ChangeGathering(meeting, plan(13), user=facilitator).execute()

    notices.send_batch(wave.pk)
    message = next(it for it in mail.outbox if it.to == ["ny@lilleroed.example"])
    assert message.subject == "Ny samling: Første samling"
    assert "kl. 13.00" in message.body
    assert "kl. 09.00" not in message.body


def test_one_that_is_called_off_before_anybody_has_heard_of_it_is_not_told(wave, facilitator, invited):
    meeting = AddGathering(wave, plan(), user=facilitator).execute()
    CancelGathering(meeting, user=facilitator).execute()

    notices.send_batch(wave.pk)
    assert "ny@lilleroed.example" not in told()


def test_one_that_is_moved_is_told_with_both_times_and_a_file_that_moves_it(wave, facilitator, meeting):
    before = event_in_the_calendar(wave, facilitator)
    ChangeGathering(meeting, plan(13, "Kantinen"), user=facilitator).execute()

    assert notices.send_batch(wave.pk) == 2
    assert told() == ["frida@lilleroed.example", "ny@lilleroed.example"]
    message = next(it for it in mail.outbox if it.to == ["ny@lilleroed.example"])
    assert message.subject == "Flyttet: Første samling"
    for words in ("Kære Ny Leder", "kl. 13.00 til 15.00, Kantinen", "kl. 09.00 til 11.00, Byrådssalen", "/hold/"):
        assert words in message.body
    method, moved = event(message)
    assert method == "PUBLISH"
    assert (moved["uid"], moved["organizer"]) == (before["uid"], before["organizer"])
    assert moved["sequence"] > before["sequence"]
    assert (moved.decoded("dtstart"), str(moved["location"])) == (clock(13), "Kantinen")


def test_one_that_is_called_off_leaves_the_calendar(wave, facilitator, meeting):
    before = event_in_the_calendar(wave, facilitator)
    ChangeGathering(meeting, plan(title="Første møde"), user=facilitator).execute()
    CancelGathering(meeting, user=facilitator).execute()

    notices.send_batch(wave.pk)
    assert told() == ["frida@lilleroed.example", "ny@lilleroed.example"]
    message = next(it for it in mail.outbox if it.to == ["ny@lilleroed.example"])
    assert message.subject == "Aflyst: Første møde"
    assert "kl. 09.00 til 11.00, Byrådssalen" in message.body
    method, gone = event(message)
    assert (method, str(gone["status"]), str(gone["attendee"])) == (
        "CANCEL",
        "CANCELLED",
        "mailto:ny@lilleroed.example",
    )
    assert (gone["uid"], str(gone["organizer"])) == (before["uid"], "mailto:noreply@kursus.example")
    assert gone["sequence"] > before["sequence"] + 1


def event_in_the_calendar(wave: Wave, facilitator: Any) -> Any:
    from elearning.commissions.waves.calendar import calendar_file

    rows = Gathering.objects.for_municipality(wave.municipality_id)
    [found] = Calendar.from_ical(calendar_file(wave, rows, "https://kursus.example/")).walk("VEVENT")
    return found


def test_another_title_or_agenda_is_nobodys_news(wave, facilitator, meeting):
    ChangeGathering(meeting, plan(title="Første møde"), user=facilitator).execute()

    assert notices.send_batch(wave.pk) == 0


def test_what_has_been_is_not_told(wave, facilitator, meeting):
    past = AddGathering(wave, plan(days=-1), user=facilitator).execute()
    ChangeGathering(past, plan(10, days=-1), user=facilitator).execute()
    CancelGathering(past, user=facilitator).execute()

    assert notices.send_batch(wave.pk) == 0


def test_nobody_is_told_twice_and_of_two_changes_only_the_last(wave, facilitator, meeting):
    ChangeGathering(meeting, plan(10), user=facilitator).execute()
    ChangeGathering(meeting, plan(14), user=facilitator).execute()
    while notices.send_batch(wave.pk):
        pass
    assert tasks.send_gathering_mails(wave.pk) == 0

    assert told() == ["frida@lilleroed.example", "ny@lilleroed.example"]
    assert all("kl. 14.00" in message.body for message in mail.outbox)


def test_who_has_left_the_group_is_not_told(wave, facilitator, meeting):
    ChangeGathering(meeting, plan(10), user=facilitator).execute()
    RemoveParticipant(wave.members.get(), user=facilitator).execute()

    notices.send_batch(wave.pk)
    assert told() == ["frida@lilleroed.example"]
    CancelGathering(meeting, user=facilitator).execute()
    notices.send_batch(wave.pk)
    assert told() == ["frida@lilleroed.example", "frida@lilleroed.example"]


def test_one_is_called_off_once(wave, facilitator, meeting):
    CancelGathering(meeting, user=facilitator).execute()

    for action in (CancelGathering(meeting, user=facilitator), ChangeGathering(meeting, plan(10), user=facilitator)):
        with pytest.raises(WaveRefused, match="findes ikke"):
            action.execute()
    assert not Gathering.objects.for_municipality(wave.municipality_id).exists()


def test_what_reached_nobody_is_sent_again_and_what_no_broker_took_is_swept(
    wave, facilitator, meeting, monkeypatch, asked
):
    ChangeGathering(meeting, plan(10), user=facilitator).execute()
    monkeypatch.setattr(EmailMessage, "send", _cannot_connect)
    with pytest.raises(SMTPConnectError):
        notices.send_batch(wave.pk)
    monkeypatch.undo()
    assert notices.waves_to_tell(timezone.now()) == [wave.pk]
    assert notices.waves_to_tell(timezone.now() + timedelta(days=4)) == []

    assert notices.send_batch(wave.pk) == 2
    assert notices.waves_to_tell(timezone.now()) == []


def _cannot_connect(*_args: Any, **_given: Any) -> None:
    raise SMTPConnectError(421, "busy")


def test_many_cost_one_query_each(wave, facilitator, meeting, django_assert_max_num_queries):
    for number in range(4):
        add(wave, f"l{number}@lilleroed.example")
    ChangeGathering(meeting, plan(10), user=facilitator).execute()

    with django_assert_max_num_queries(4 + 6):
        assert notices.send_batch(wave.pk) == 6


def test_stands_in_my_data_and_goes_with_the_account(wave, facilitator, meeting):
    ChangeGathering(meeting, plan(10), user=facilitator).execute()
    user = wave.members.get().enrolment.user

    [row] = as_json(user)["data"]["gathering-mails"]["rows"]
    assert (row["wave"], row["gathering"]) == ("Forår", "Første samling")
    erase(user)
    rows = GatheringMail.objects.for_municipality(wave.municipality_id)
    assert [it.person for it in rows] == [facilitator]
