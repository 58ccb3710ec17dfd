"""Requests at the same moment: who is first, and what a reader may promise meanwhile."""

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.at_once import at_once
from tests.tracking import factories
from tests.tracking.xapi.resources.calls import a_statement, access, authority, call, found
from tracking.actions.record import RecordStatements
from tracking.models import Statement
from tracking.xapi.resources import statements as resource
from tracking.xapi.resources.call import Refused
from tracking.xapi.spec.versions import V2
from tracking.xapi.statements import Draft
from tracking.xapi.store.clock import consistent_through, moment, moments_of
from tracking.xapi.store.writing import write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")


def held_open(do):
    """Do it in a transaction of another connection, which stays open: an event that lets it end, and the thread."""
    done, go = threading.Event(), threading.Event()

    def run():
        try:
            with transaction.atomic():
                do()
                done.set()
                go.wait(60)
        finally:
            done.set()
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert done.wait(60)
    return go, thread


def storing(statements, by):
    return lambda: write(statements, municipality=by.municipality.pk, authority=authority(), rules=V2)


def recording(_statements, by):
    enrolment = factories.bare_enrolment(of=by.municipality)
    return lambda: RecordStatements(enrolment, [Draft("completed", "lesson-1")]).execute()


@pytest.mark.parametrize("way", ["one", "many", "ours"])
def test_no_promise_runs_ahead_of_a_transaction_that_is_open(on_postgresql, way):
    by = access()
    statements = [a_statement() for _ in range(1 if way == "one" else 3)]
    before = consistent_through()
    go, thread = held_open((recording if way == "ours" else storing)(statements, by))
    try:
        promises = [consistent_through() for _ in range(3)]
        assert found() == []
    finally:
        go.set()
        thread.join()
    first = Statement.objects.for_municipality(by.municipality).order_by("stored").first()
    assert all(before - timedelta(seconds=1) <= promise <= first.stored for promise in promises)
    assert consistent_through() > first.stored


def test_a_transaction_that_is_taken_back_holds_nothing_up(on_postgresql):
    go, thread = held_open(lambda: [moment(), transaction.set_rollback(True)])
    held = consistent_through()
    go.set()
    thread.join()
    assert held < consistent_through()


def test_the_promise_is_of_now_when_nobody_writes():
    before = timezone.now()
    assert before - timedelta(seconds=5) < consistent_through() <= timezone.now() + timedelta(seconds=5)


def test_what_was_promised_a_moment_ago_is_still_true(django_assert_num_queries):
    promise = consistent_through()
    with django_assert_num_queries(0):
        assert consistent_through(within=timedelta(hours=1)) == promise


def test_storing_outside_a_transaction_is_no_way_to_know_the_time():
    with pytest.raises(RuntimeError):
        moment()


def test_a_batch_has_moments_that_differ():
    with transaction.atomic():
        moments = moments_of(3)
    assert moments == sorted(set(moments))
    assert datetime(2026, 1, 1, tzinfo=UTC) < moments[0]


@pytest.mark.parametrize("batch", [1, 4])
def test_of_two_different_statements_with_one_id_at_once_one_is_a_conflict(on_postgresql, batch):
    access()
    ids = [str(uuid.uuid4()) for _ in range(batch)]
    bodies = [
        [a_statement(id=one, actor={"mbox": f"mailto:{name}@example.dk"}) for one in order]
        for name, order in (("bo", ids), ("ib", ids[::-1]))
    ]
    calls = [call("POST", body=body if batch > 1 else body[0]) for body in bodies]
    results = at_once(*(lambda call=call: resource.post(call) for call in calls))
    (refusal,) = [one for one in results if isinstance(one, Exception)]
    assert isinstance(refusal, Refused)
    assert refusal.status == 409
    assert len({one.raw["actor"]["mbox"] for one in Statement.objects.unscoped(reason="a test")}) == 1
    assert sorted(found()) == sorted(ids)


def test_the_same_statement_from_many_at_once_is_stored_once(on_postgresql):
    access()
    one = a_statement()
    calls = [call("POST", body=one), call("POST", body=[a_statement(), one]), call("POST", body=[one, a_statement()])]
    results = at_once(*(lambda call=call: resource.post(call).status_code for call in calls))
    assert results == [200, 200, 200]
    assert len(found()) == 3


def test_one_who_waits_for_a_conflict_that_is_taken_back_stores(on_postgresql):
    by = access()
    one = a_statement()

    def and_back():
        storing([one], by)()
        transaction.set_rollback(True)

    go, thread = held_open(and_back)
    waiting = threading.Thread(
        target=lambda: (
            resource.post(call("POST", body=one | {"result": {"success": True}}, by=by)),
            connection.close(),
        )
    )
    waiting.start()
    go.set()
    thread.join()
    waiting.join()
    assert found() == [one["id"]]
