"""A municipality with a record store of its own, and what its learners have completed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.tracking import factories
from tests.tracking.xapi.forwarding.store import SECRET, USER, Store, running
from tracking.actions.record import RecordStatements
from tracking.models import RefusedStatement, Relay
from tracking.xapi.forwarding.relaying import forward
from tracking.xapi.forwarding.sending import SAFE
from tracking.xapi.statements import Draft


@pytest.fixture
def store() -> Iterator[Store]:
    with running() as store:
        yield store


@pytest.fixture
def enrolment(db):
    return factories.bare_enrolment()


@pytest.fixture
def relay(store, enrolment):
    return relay_to(store, enrolment.municipality)


def relay_to(store, municipality, **fields):
    return Relay.objects.for_municipality(municipality).create(
        municipality=municipality,
        endpoint=store.address,
        user_name=USER,
        encrypted_secret=SAFE.encrypt(SECRET),
        **{"enabled": True, **fields},
    )


def complete(enrolment, many=1):
    """The ids of so many new completions, each stored by itself."""
    return [completed(enrolment) for _ in range(many)]


def completed(enrolment):
    (statement,) = RecordStatements(enrolment, [Draft("completed", "lesson-1", statement_id=uuid.uuid4())]).execute()
    return str(statement.statement_id)


def read(relay):
    """As it is now."""
    return Relay.objects.unscoped(reason="a test's own").get(pk=relay.pk)


def change(relay, **columns):
    Relay.objects.unscoped(reason="a test's own").filter(pk=relay.pk).update(**columns)


def again(relay):
    """Whether it was sent on once the wait was over."""
    change(relay, next_try_at=None)
    return forward(relay.pk)


def refused(relay):
    """The id of each statement that was refused and with which status, in the order of their storing."""
    found = RefusedStatement.objects.for_municipality(relay.municipality).order_by("statement")
    return [(str(one.statement.statement_id), one.status) for one in found.select_related("statement")]
