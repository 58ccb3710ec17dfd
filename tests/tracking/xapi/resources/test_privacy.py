"""What other systems keep about a learner is hers to read, goes with her, and does not stay for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elearning.accounts import personal_data, retention
from elearning.accounts.actions.delete_account import DeleteAccount
from tests.tracking import factories
from tests.tracking.xapi.resources.calls import a_statement, attachment, mixed, part
from tests.tracking.xapi.systems import ACTIVITY, AGENT, System, credential
from tracking.models import Document, Statement, StatementAttachment
from tracking.xapi import actors
from tracking.xapi.store import attachments

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
        system.store("agents/profile", {"agent": agent, "profileId": "b"}, b"noter", kind="text/plain")
    system.store("activities/profile", {"activityId": ACTIVITY, "profileId": "c"}, {"a": 1})
    return system


def names():
    return sorted(Document.objects.unscoped(reason="all of the test's").values_list("document_id", flat=True))


def exported(user, name="documents"):
    return next(rows for datum, rows in personal_data.collect(user) if datum.name == name)


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


# --- what they say ----------------------------------------------------------------------------------------------------

HERS, SHARED = b"hendes bevis", b"alles vejledning"


@pytest.fixture
def said(enrolment, settings, tmp_path):
    """A statement of the learner with two files, and one of somebody else with the second of them."""
    settings.MEDIA_ROOT = tmp_path
    system = System(credential(enrolment.municipality), "2.0.0")
    learner = actors.learner(enrolment)
    for actor, files in ((learner, (HERS, SHARED)), (AGENT, (SHARED,))):
        statement = a_statement(actor=actor, attachments=[attachment(data) for data in files])
        sent = mixed(statement, *[part(data) for data in files])
        assert system.post("statements", body=sent["body"], kind=sent["content_type"]).status_code == 200
    return enrolment


def files(folder):
    return {path.read_bytes() for path in (folder / attachments._FOLDER).rglob("*") if path.is_file()}


def outside():
    return Statement.objects.unscoped(reason="all of the test's").filter(enrolment__isnull=True)


def test_she_finds_what_systems_have_recorded_of_her(said):
    [row] = exported(said.user, "said")
    assert row["object_id"] == outside().earliest("pk").object_id
    assert exported(factories.bare_enrolment().user, "said") == []


def test_it_goes_with_her_and_so_do_files_that_nobody_else_has(said, tmp_path, django_capture_on_commit_callbacks):
    assert files(tmp_path) == {HERS, SHARED}
    with django_capture_on_commit_callbacks(execute=True):
        DeleteAccount(said.user, by=said.user).execute()
    assert outside().count() == 1
    assert files(tmp_path) == {SHARED}


def test_it_goes_when_it_has_been_here_for_long_and_files_with_the_last_that_had_them(
    said, tmp_path, django_capture_on_commit_callbacks
):
    long_ago = timezone.now() - timedelta(days=retention.days("statements") + 1)
    outside().filter(pk=outside().earliest("pk").pk).update(stored=long_ago)
    every = StatementAttachment.objects.unscoped(reason="all of the test's")
    every.filter(size=len(HERS)).update(named_at=long_ago)
    with django_capture_on_commit_callbacks(execute=True):
        taken = retention.apply_rules()
    assert (taken["said"], taken["attachments"]) == (1, 1)
    assert outside().count() == every.count() == 1
    assert files(tmp_path) == {SHARED}
