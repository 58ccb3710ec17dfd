"""Transactions that are still open, and two workers at the same moment."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection

from tests.at_once import at_once
from tests.tracking import factories
from tests.tracking.xapi.forwarding.conftest import complete, completed, read
from tests.tracking.xapi.store.test_at_once import held_open
from tracking.actions.record import RecordStatements
from tracking.xapi.forwarding.claiming import Claim
from tracking.xapi.forwarding.relaying import forward
from tracking.xapi.statements import Draft

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")


def test_what_commits_late_is_not_skipped(on_postgresql, relay, store, enrolment):
    """It was stored first and is seen last: what was stored after it waits for it."""
    late = Draft("completed", "lesson-1", statement_id=uuid.uuid4())
    slow = factories.bare_enrolment(enrolment.release)
    go, thread = held_open(lambda: RecordStatements(slow, [late]).execute())
    try:
        prompt = completed(enrolment)
        forward(relay.pk)
        forward(relay.pk)
        assert prompt not in store.kept
    finally:
        go.set()
        thread.join()
    forward(relay.pk)
    assert list(store.kept) == [str(late.statement_id), prompt]


def test_what_is_taken_back_holds_nothing_up(on_postgresql, relay, store, enrolment):
    from django.db import transaction

    slow = factories.bare_enrolment(enrolment.release)

    def and_back():
        RecordStatements(slow, [Draft("completed", "lesson-1")]).execute()
        transaction.set_rollback(True)

    go, thread = held_open(and_back)
    prompt = completed(enrolment)
    go.set()
    thread.join()
    forward(relay.pk)
    assert list(store.kept) == [prompt]


def test_of_workers_at_the_same_moment_one_takes_the_turn(relay):
    claims = at_once(*[lambda: Claim.take(relay.pk)] * 4)
    (one,) = [claim for claim in claims if claim is not None]
    assert read(relay).claim == one.name


def test_workers_at_the_same_moment_send_nothing_twice(relay, store, enrolment):
    ids = complete(enrolment, 5)
    at_once(*[lambda: forward(relay.pk)] * 3)
    forward(relay.pk)
    assert [it for batch in store.posted for it in batch] == ids
