"""What other systems keep about a learner is hers to read, goes with her, and does not stay for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elearning.accounts import personal_data, retention
from elearning.accounts.actions.delete_account import DeleteAccount
from tests.tracking import factories
from tests.tracking.xapi.systems import ACTIVITY, AGENT, System, credential
from tracking.models import Document
from tracking.xapi import actors

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return factories.bare_enrolment()


@pytest.fixture
def system(enrolment):
    """One that keeps notes on the learner, on somebody else and on an activity."""
    system = System(credential(enrolment.municipality))
    for agent in (actors.learner(enrolment), AGENT):
        system.put("activities/state", {"activityId": ACTIVITY, "agent": agent, "stateId": "a"}, {"side": 3})
        system.put("agents/profile", {"agent": agent, "profileId": "b"}, b"noter", kind="text/plain")
    system.put("activities/profile", {"activityId": ACTIVITY, "profileId": "c"}, {"a": 1})
    return system


def names():
    return sorted(Document.objects.unscoped(reason="all of the test's").values_list("document_id", flat=True))


def exported(user):
    return next(rows for datum, rows in personal_data.collect(user) if datum.name == "documents")


def test_she_finds_it_in_her_data(system, enrolment):
    rows = exported(enrolment.user)
    assert [(row["document_id"], row["text"]) for row in rows] == [("a", '{"side": 3}'), ("b", "noter")]
    assert exported(factories.bare_enrolment().user) == []


def test_it_goes_with_her_and_nothing_else_does(system, enrolment):
    assert names() == ["a", "a", "b", "b", "c"]
    DeleteAccount(enrolment.user, by=enrolment.user).execute()
    assert names() == ["a", "b", "c"]
    assert system.get("agents/profile", {"agent": AGENT, "profileId": "b"}).status_code == 200


def test_what_is_about_people_goes_when_nobody_has_changed_it_for_long(system):
    days = retention.days("statements")
    Document.objects.unscoped(reason="all of the test's").filter(document_id__in="ac").update(
        updated_at=timezone.now() - timedelta(days=days + 1)
    )
    assert retention.apply_rules()["documents"] == 2
    assert names() == ["b", "b", "c"]
