"""DESIGN 6 (1) and (2): recording what a learner did."""

import uuid
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from courses.trees.nodes import Node
from elearning.site import on_commit
from tests.tracking import factories
from tracking.actions.record import RecordStatements
from tracking.models import PendingFold, Statement
from tracking.progress import queue
from tracking.progress.tasks import fold_enrolment
from tracking.xapi import iris
from tracking.xapi.statements import Draft, InvalidDraft, client_id, completion_id

pytestmark = pytest.mark.django_db


def pending_of(enrolment):
    return set(enrolment.pending.values_list("statement_id", flat=True))


def test_a_statement_is_stored_together_with_its_mark_that_it_is_pending():
    enrolment = factories.bare_enrolment()
    (statement,) = RecordStatements(enrolment, [Draft("completed", "lesson-1")]).execute()
    stored = enrolment.statements.get()
    assert stored == statement
    assert stored.raw == statement.raw
    assert pending_of(enrolment) == {stored.pk}


def test_what_is_sent_again_is_neither_an_error_nor_pending_again():
    enrolment = factories.bare_enrolment()
    draft = Draft("answered", "question", success=True, score=1, statement_id=uuid.uuid4())
    assert len(RecordStatements(enrolment, [draft]).execute()) == 1
    enrolment.pending.all().delete()
    assert RecordStatements(enrolment, [draft]).execute() == []
    assert RecordStatements(enrolment, [draft, draft]).execute() == []
    assert enrolment.statements.count() == 1
    assert pending_of(enrolment) == set()


def test_of_a_batch_sent_again_only_what_is_new_becomes_pending():
    enrolment = factories.bare_enrolment()
    known, new = (Draft("launched", "lesson-1", statement_id=uuid.uuid4()) for _ in range(2))
    RecordStatements(enrolment, [known]).execute()
    enrolment.pending.all().delete()
    (stored,) = RecordStatements(enrolment, [known, new, new]).execute()
    assert stored.statement_id == new.statement_id
    assert pending_of(enrolment) == {stored.pk}


def test_the_same_id_may_be_used_in_two_municipalities():
    release = factories.bare_release()
    draft = Draft("launched", "lesson-1", statement_id=uuid.uuid4())
    for code in ("201", "202"):
        enrolment = factories.bare_enrolment(release, of=factories.municipality(code))
        assert len(RecordStatements(enrolment, [draft]).execute()) == 1


def test_one_bad_draft_keeps_the_whole_batch_out():
    enrolment = factories.bare_enrolment()
    for bad in (Draft("answered", "lesson-1", score=1.5), Draft("launched", "elsewhere"), Draft("done", "lesson-1")):
        with pytest.raises(InvalidDraft):
            RecordStatements(enrolment, [Draft("launched", "lesson-1"), bad]).execute()
    assert not enrolment.statements.exists()


def test_statement_and_mark_stand_or_fall_together(monkeypatch):
    enrolment = factories.bare_enrolment()

    def fail(*args, **kwargs):
        raise RuntimeError("the power went")

    monkeypatch.setattr(PendingFold.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        RecordStatements(enrolment, [Draft("launched", "lesson-1")]).execute()
    assert not enrolment.statements.exists()


def test_recording_takes_three_inserts_and_no_reading(django_assert_num_queries):
    enrolment = factories.bare_enrolment()
    RecordStatements(enrolment, [Draft("launched", "lesson-1")]).execute()
    drafts = [Draft("launched", "lesson-1"), Draft("completed", "lesson-1")]
    # savepoint, (the lock that carries the time,) statements, what a disclosed one mentions, marks, release of it
    with django_assert_num_queries(6 if connection.vendor == "postgresql" else 5):
        RecordStatements(enrolment, drafts).execute()


def test_a_large_batch_is_stored_whole():
    enrolment = factories.bare_enrolment()
    drafts = [Draft("launched", "lesson-1", statement_id=uuid.uuid4()) for _ in range(1500)]
    assert [one.statement_id for one in RecordStatements(enrolment, drafts).execute()] == [
        draft.statement_id for draft in drafts
    ]
    assert enrolment.pending.count() == 1500


def test_only_the_learner_records_what_she_does():
    enrolment = factories.bare_enrolment()
    with pytest.raises(PermissionDenied):
        RecordStatements(enrolment, [Draft("launched", "lesson-1")], user=factories.learner()).execute()
    assert RecordStatements(enrolment, [Draft("launched", "lesson-1")], user=enrolment.user).execute()


def test_nobody_can_record_that_the_course_is_completed_nor_take_the_id_of_that():
    enrolment = factories.bare_enrolment()
    for draft in (Draft("completed", "course"), Draft("launched", "course", statement_id=completion_id(enrolment.pk))):
        with pytest.raises(InvalidDraft):
            RecordStatements(enrolment, [draft]).execute()
    with pytest.raises(InvalidDraft):
        client_id(str(completion_id(enrolment.pk)))
    with pytest.raises(InvalidDraft):
        client_id("not an id")


def test_nothing_has_happened_after_now():
    enrolment = factories.bare_enrolment()
    early, late = datetime(2026, 1, 1, tzinfo=UTC), timezone.now() + timedelta(days=400)
    first, second = RecordStatements(
        enrolment, [Draft("launched", "lesson-1", early), Draft("launched", "lesson-1", late)]
    ).execute()
    assert first.timestamp == early
    assert second.timestamp <= second.stored < late
    with pytest.raises(InvalidDraft):
        RecordStatements(enrolment, [Draft("launched", "lesson-1", datetime(2026, 1, 1))]).execute()


def test_what_applied_may_be_an_earlier_release():
    enrolment = factories.bare_enrolment()
    first = enrolment.release
    enrolment.release = factories.bare_release(of=enrolment.course)
    by_row, by_number, by_default = RecordStatements(
        enrolment,
        [
            Draft("passed", "test", score=1, release=first, pass_mark=70),
            Draft("passed", "test", score=1, release=1, pass_mark=70),
            Draft("passed", "test", score=1),
        ],
    ).execute()
    versions = [one.raw["context"]["extensions"][iris.extension("version")] for one in (by_row, by_number, by_default)]
    assert versions == [1, 1, 2]
    elsewhere: Node = {**factories.bare_tree(), "id": "another-course"}
    for wrong in (99, factories.bare_release(elsewhere)):
        with pytest.raises(InvalidDraft):
            RecordStatements(enrolment, [Draft("passed", "test", release=wrong)]).execute()


def test_one_task_is_asked_for_after_the_commit(monkeypatch, django_capture_on_commit_callbacks):
    asked = []
    monkeypatch.setattr("tracking.actions.record.enqueue_fold", asked.append)
    enrolment = factories.bare_enrolment()
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            RecordStatements(enrolment, [Draft("launched", "lesson-1"), Draft("completed", "lesson-1")]).execute()
        assert asked == []
    assert asked == [enrolment.pk]


def test_with_the_broker_down_recording_succeeds_within_200_ms(
    monkeypatch, django_capture_on_commit_callbacks, dead_broker
):
    enrolment = factories.bare_enrolment()
    RecordStatements(enrolment, [Draft("launched", "lesson-1")]).execute()
    queue.enqueue_fold(enrolment.pk)  # a process's first message also imports the transport
    on_commit.breaker.reset()
    with django_capture_on_commit_callbacks() as callbacks:
        RecordStatements(enrolment, [Draft("launched", "lesson-1")]).execute()
    start = monotonic()
    for callback in callbacks:
        callback()
    assert monotonic() - start < 0.2
    assert enrolment.pending.count() == 2


def test_asking_in_vain_says_so(dead_broker):
    assert queue.enqueue_fold(uuid.uuid4()) is False


def test_statements_are_never_read_without_a_municipality():
    from elearning.municipalities.scoping import UnscopedQuery

    with pytest.raises(UnscopedQuery):
        list(Statement.objects.all())
    assert fold_enrolment(str(uuid.uuid4())) is None
