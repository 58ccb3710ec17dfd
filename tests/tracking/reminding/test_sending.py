"""The reminder itself: to whom, how often, and what is in it."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from elearning.accounts.personal_data import as_json, erase
from elearning.accounts.retention import apply_rules
from tests.at_once import at_once
from tests.tracking import factories
from tests.tracking.examinees import signed_in
from tracking.actions.choose_reminders import ChooseReminders
from tracking.actions.enrol import Enrol
from tracking.learning.statements import record_completion, record_visit
from tracking.models import NoReminders, Progress, Reminder
from tracking.progress.projection import fold_pending
from tracking.reminding.sending import due, send

pytestmark = pytest.mark.django_db


def begun(**fields):
    """Somebody who has begun a course of two lessons with a weekly reminder."""
    tree = factories.course(factories.module(factories.lesson(), factories.lesson()), **{"reminder_days": 7, **fields})
    release = factories.released(tree)
    municipality = factories.municipality()
    enrolment = Enrol(factories.learner(municipality), release.course, municipality).execute()
    record_visit(enrolment, course=None, step=steps(enrolment)[0])
    fold_pending(enrolment)
    return enrolment


def steps(enrolment):
    return [page["id"] for page in enrolment.release.tree["children"]["modules"][0]["children"]["pages"]]


def in_days(days):
    return timezone.now() + timedelta(days=days)


def sent():
    return Reminder.objects.unscoped(reason="a test looks at all there are")


def test_who_has_been_silent_for_the_rhythm_is_reminded_once_in_it():
    enrolment = begun()
    assert not send(enrolment.pk, now=in_days(6))
    assert send(enrolment.pk, now=in_days(8))
    assert not send(enrolment.pk, now=in_days(8))
    assert not send(enrolment.pk, now=in_days(14))
    assert send(enrolment.pk, now=in_days(16))
    assert [message.to for message in mail.outbox] == [[enrolment.user.email]] * 2


def test_those_due_are_found_and_nobody_else():
    enrolment, _without = begun(), begun(reminder_days=0)
    not_begun = Enrol(factories.learner(enrolment.municipality), enrolment.course, enrolment.municipality).execute()
    assert [one.pk for one in due(in_days(8))] == [enrolment.pk]
    assert not send(not_begun.pk, now=in_days(8))


def test_coming_back_begins_the_count_anew():
    enrolment = begun()
    for days in (8, 16, 24):
        assert send(enrolment.pk, now=in_days(days))
    assert not send(enrolment.pk, now=in_days(90))
    Progress.objects.for_municipality(enrolment.municipality).update(last_activity_at=in_days(91))
    assert send(enrolment.pk, now=in_days(99))


def test_who_has_completed_is_not_reminded():
    enrolment = begun()
    for step in steps(enrolment):
        record_completion(enrolment, step=step)
    fold_pending(enrolment)
    assert not send(enrolment.pk, now=in_days(30))


def test_what_is_still_to_be_folded_is_activity():
    enrolment = begun()
    record_completion(enrolment, step=steps(enrolment)[0])
    assert not send(enrolment.pk, now=in_days(30))


def test_long_after_the_deadline_there_are_no_more():
    enrolment = begun(deadline_days=10)
    assert send(enrolment.pk, now=in_days(20))
    assert not send(enrolment.pk, now=in_days(60))


@pytest.mark.parametrize("how", ["no", "inactive"])
def test_who_wants_none_or_has_left_gets_none(how):
    enrolment = begun()
    if how == "no":
        ChooseReminders(enrolment.user, wanted=False).execute()
    else:
        enrolment.user.is_active = False
        enrolment.user.save()
    assert not send(enrolment.pk, now=in_days(8))
    assert list(due(in_days(8))) == []
    assert not mail.outbox


def test_it_says_where_to_go_on_and_signs_nobody_in():
    enrolment = begun(deadline_days=100)
    send(enrolment.pk, now=in_days(8))
    [message] = mail.outbox
    assert enrolment.get_absolute_url() in message.body
    assert reverse("tracking:reminders") in message.body
    for path in (enrolment.get_absolute_url(), reverse("tracking:reminders")):
        assert Client().get(path).url.startswith(resolve_url(django_settings.LOGIN_URL))


def test_it_leads_to_the_municipalitys_own_host():
    from courses.actions.set_up_municipality import SetUpMunicipality

    enrolment = begun()
    enrolment.municipality.hostnames = ["laer.lilleroed.example"]
    enrolment.municipality.save()
    SetUpMunicipality(enrolment.municipality).execute(skip_permission_checks=True)
    assert Site.objects.filter(hostname="laer.lilleroed.example").exists()
    send(enrolment.pk, now=in_days(8))
    assert "://laer.lilleroed.example" in mail.outbox[0].body


def test_one_that_could_not_leave_is_tried_again(monkeypatch):
    enrolment = begun()

    def down(self, fail_silently=False):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", down)
        with pytest.raises(ConnectionRefusedError):
            send(enrolment.pk, now=in_days(8))
    assert not sent().exists()
    assert send(enrolment.pk, now=in_days(8))


@pytest.mark.django_db(transaction=True)
def test_of_workers_with_the_same_reminder_one_sends():
    enrolment, now = begun(), in_days(8)
    results = at_once(*[lambda: send(enrolment.pk, now=now)] * 3)
    assert sorted(results) == [False, False, True]
    assert len(mail.outbox) == 1


def test_opening_the_choice_changes_nothing_and_the_button_does():
    enrolment = begun()
    client, page = signed_in(enrolment.user), reverse("tracking:reminders")
    assert client.get(page).context["wanted"]
    assert not NoReminders.objects.exists()
    for _ in range(2):
        client.post(page, {"wanted": "0"})
    assert not client.get(page).context["wanted"]
    client.post(page, {"wanted": "1"})
    assert client.get(page).context["wanted"]


def test_they_are_in_my_data_and_go_with_it_and_with_time():
    enrolment = begun()
    send(enrolment.pk, now=in_days(8))
    ChooseReminders(enrolment.user, wanted=False).execute()
    data = as_json(enrolment.user)["data"]
    assert (len(data["reminders"]["rows"]), len(data["reminder-choice"]["rows"])) == (1, 1)
    apply_rules(now=in_days(8 + 366))
    assert not sent().exists()
    erase(enrolment.user)
    assert not NoReminders.objects.exists()
