"""Our own statements are found as others are, as far as their disclosure goes."""

import importlib

import pytest
from django.apps import apps
from django.db import connection

from tests.tracking import factories
from tests.tracking.xapi.resources.calls import a_statement, access, found, get, post, result
from tracking.actions.record import RecordStatements
from tracking.models import Mention, Statement
from tracking.progress.projection import fold_pending
from tracking.xapi import actors
from tracking.xapi.resources.call import Refused, Scope
from tracking.xapi.statements import Draft
from tracking.xapi.store.extracting import COLUMNS

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return factories.bare_enrolment(of=factories.municipality("201"))


def record(enrolment, *drafts):
    return [str(one.statement_id) for one in RecordStatements(enrolment, drafts).execute()]


def test_what_is_disclosed_is_found_by_every_filter(enrolment):
    (done,) = record(enrolment, Draft("completed", "lesson-1"))
    (statement,) = result()["statements"]
    for params in (
        {"agent": actors.learner(enrolment)},
        {"verb": statement["verb"]["id"]},
        {"activity": statement["object"]["id"]},
        {"registration": str(enrolment.pk)},
        {"agent": actors.authority(), "related_agents": "true"},
    ):
        assert found(**params) == [done]
    grouping = statement["context"]["contextActivities"]["grouping"][0]["id"]
    assert found(activity=grouping) == []
    assert found(activity=grouping, related_activities="true") == [done]
    assert result(statementId=done)["id"] == done


def test_answers_are_shown_to_nobody(enrolment):
    (answer,) = record(enrolment, Draft("answered", "question", success=True, score=1))
    assert Statement.objects.unscoped(reason="a test").get().disclosure == "answer"
    for params in ({}, {"agent": actors.learner(enrolment)}, {"registration": str(enrolment.pk)}):
        assert found(**params) == []
    for name in ("statementId", "voidedStatementId"):
        with pytest.raises(Refused):
            get(**{name: answer})
    post(a_statement(object={"objectType": "StatementRef", "id": answer}))
    assert found(agent=actors.learner(enrolment)) == []
    assert not Mention.objects.unscoped(reason="a test").filter(statement__statement_id=answer).exists()


def test_who_reads_only_her_own_word_does_not_read_ours(enrolment):
    record(enrolment, Draft("completed", "lesson-1"))
    assert found(by=access("201", Scope.READ_MINE)) == []
    assert found(by=access("202")) == []


def test_stored_is_the_same_in_the_column_and_in_what_is_given(enrolment):
    record(enrolment, Draft("completed", "lesson-1"))
    row = Statement.objects.unscoped(reason="a test").get()
    assert row.raw["stored"] == row.stored.isoformat()


def test_a_completed_course_is_found(enrolment):
    record(enrolment, Draft("completed", "lesson-1"), Draft("completed", "lesson-2"))
    fold_pending(enrolment)
    ids = found(agent=actors.learner(enrolment))
    assert len(ids) >= 2


def test_what_a_statement_mentions_goes_with_it(enrolment):
    record(enrolment, Draft("completed", "lesson-1"))
    assert Mention.objects.unscoped(reason="a test").exists()
    enrolment.pending.all().delete()
    enrolment.statements.all().delete()
    assert not Mention.objects.unscoped(reason="a test").exists()


def test_the_migration_fills_in_what_recording_does(enrolment):
    record(enrolment, Draft("completed", "lesson-1"), Draft("answered", "question", success=True, score=1))
    rows = Statement.objects.unscoped(reason="a test").order_by("pk")
    mentions = Mention.objects.unscoped(reason="a test").order_by("statement", "key")
    columns = ("statement", "key", "related", "stored")
    before = list(rows.values(*COLUMNS)), list(mentions.values(*columns))
    assert before[1]
    rows.update(**dict.fromkeys(COLUMNS))
    mentions.delete()
    Statement.objects.create(
        municipality=enrolment.municipality, verb="x", object_id="x", timestamp="2026-01-01T00:00:00Z",
        disclosure="completion", raw={"note": "no statement"},
    )  # fmt: skip
    migration = importlib.import_module("tracking.migrations.0009_statements_found_by_filters")
    with connection.schema_editor(atomic=False) if connection.vendor == "postgresql" else SQLiteEditor() as editor:
        migration.fill_in(_Unscoped(), editor)
    assert (list(rows.values(*COLUMNS)[:2]), list(mentions.values(*columns))) == before


class SQLiteEditor:
    """SQLite's own cannot be had within a test's transaction."""

    connection = connection

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


class _Unscoped:
    """The models as a migration has them: without our managers."""

    def get_model(self, app, name):
        model = apps.get_model(app, name)
        return type(name, (), {"objects": model._base_manager, "__new__": lambda _cls, **fields: model(**fields)})
