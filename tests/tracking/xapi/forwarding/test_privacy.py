"""What was refused of a learner's is hers to read, goes with her, and does not stay for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from elearning.accounts import personal_data, retention
from elearning.accounts.actions.delete_account import DeleteAccount
from tests.tracking import factories
from tests.tracking.xapi.forwarding.conftest import complete
from tests.tracking.xapi.forwarding.store import refusing
from tracking.models import RefusedStatement
from tracking.xapi.forwarding.relaying import forward

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(relay, store, enrolment):
    """A completion of hers, and one of somebody else's."""
    other = factories.bare_enrolment(enrolment.release)
    ids = [*complete(enrolment, 1), *complete(other, 1)]
    store.always = refusing(*ids, said=b"nope")
    forward(relay.pk)
    return ids


def left():
    found = RefusedStatement.objects.unscoped(reason="all of the test's").values_list("statement__statement_id")
    return [str(statement_id) for (statement_id,) in found]


def exported(user):
    return next(rows for datum, rows in personal_data.collect(user) if datum.name == "refused")


def test_she_finds_it_in_her_data(refused, enrolment):
    (row,) = exported(enrolment.user)
    assert (str(row["statement__statement_id"]), row["status"], row["said"]) == (refused[0], 400, "nope")


def test_it_goes_with_her_and_nothing_else_does(refused, enrolment):
    assert sorted(left()) == sorted(refused)
    DeleteAccount(enrolment.user, by=enrolment.user).execute()
    assert left() == [refused[1]]


def test_it_goes_when_its_time_is_up(refused):
    days = retention.days("reminders")
    rows = RefusedStatement.objects.unscoped(reason="all of the test's")
    rows.filter(statement__statement_id=refused[0]).update(refused_at=timezone.now() - timedelta(days=days + 1))
    assert retention.apply_rules()["refused"] == 1
    assert left() == [refused[1]]
