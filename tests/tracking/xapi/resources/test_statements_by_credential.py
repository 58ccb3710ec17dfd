"""Statements over HTTP: what a credential stores and reads, by its municipality and its scopes."""

from __future__ import annotations

import uuid

import pytest

from elearning.municipalities.models import Municipality
from tests.factories import MunicipalityFactory
from tests.tracking import factories
from tests.tracking.xapi.systems import ACTIVITY, AGENT, System, credential
from tracking.actions.record import RecordStatements
from tracking.models import Statement
from tracking.xapi.resources.call import Scope
from tracking.xapi.statements import Draft
from tracking.xapi.verbs import VERBS

pytestmark = pytest.mark.django_db

EXPERIENCED = {"id": "http://adlnet.gov/expapi/verbs/experienced"}


@pytest.fixture
def municipality() -> Municipality:
    return MunicipalityFactory()


def statement(**more):
    return {"actor": AGENT, "verb": EXPERIENCED, "object": {"id": ACTIVITY}, **more}


def read(system, **params):
    answer = system.get("statements", params)
    assert answer.status_code == 200, answer.content
    return answer.json()["statements"]


@pytest.mark.parametrize(("version", "mount"), [("1.0.3", ""), ("2.0.0", ""), ("1.0.3", "1.0.3")])
def test_what_is_posted_is_put_read_and_conflicts_as_the_version_says(municipality, version, mount):
    system = System(credential(municipality), version, mount)
    [first] = system.post("statements", body=statement()).json()
    second = str(uuid.uuid4())
    assert system.put("statements", {"statementId": second}, statement()).status_code == 204
    assert system.put("statements", {"statementId": second}, statement()).status_code == 204
    other = system.put("statements", {"statementId": second}, statement(result={"success": True}))
    assert other.status_code == 409
    assert [one["id"] for one in read(system)] == [second, first]
    answer = system.get("statements", {"statementId": first})
    assert answer["X-Experience-API-Version"] == version
    assert answer["X-Experience-API-Consistent-Through"]
    assert answer.json()["version"].startswith(version[:3])


def test_a_batch_is_stored_whole_or_not_at_all(municipality):
    system = System(credential(municipality))
    answer = system.post("statements", body=[statement(), statement(result=None)])
    assert answer.status_code == 400
    assert answer.json()["path"] == "[1].result"
    assert not Statement.objects.for_municipality(municipality).exists()


def test_pages_are_reached_by_more_and_by_nobody_elses_credential(municipality):
    system = System(credential(municipality))
    ids = system.post("statements", body=[statement() for _ in range(5)]).json()
    found, more = [], "/xapi/statements?limit=2"
    while more:
        page = system.client.get(more, headers=system.headers).json()
        found += [one["id"] for one in page["statements"]]
        last, more = more, page["more"]
    assert found == ids[::-1]
    another = System(credential(municipality))
    assert another.client.get(last, headers=another.headers).status_code == 400


def test_no_credential_reads_or_meets_another_municipalitys_statements(municipality):
    theirs = System(credential())
    taken = str(uuid.uuid4())
    assert theirs.put("statements", {"statementId": taken}, statement()).status_code == 204
    for scope in Scope:
        ours = System(credential(municipality, scope))
        lists = [ours.get("statements"), ours.get("statements", {"agent": AGENT, "related_agents": "true"})]
        assert all(list_.status_code == 403 or list_.json()["statements"] == [] for list_ in lists), scope
        ones = [ours.get("statements", {name: taken}) for name in ("statementId", "voidedStatementId")]
        assert {one.status_code for one in ones} <= {403, 404}, scope
    # Their id is free here: ids are each municipality's own.
    ours = System(credential(municipality))
    assert ours.put("statements", {"statementId": taken}, statement(result={"success": True})).status_code == 204
    assert "result" not in read(theirs)[0]


@pytest.mark.parametrize("scope", list(Scope))
def test_each_scope_writes_and_reads_what_it_names(municipality, scope):
    everything = System(credential(municipality))
    everything.post("statements", body=statement())
    system = System(credential(municipality, scope))
    stored = system.post("statements", body=statement()).status_code
    assert stored == (200 if scope in (Scope.WRITE, Scope.ALL) else 403)
    answer = system.get("statements")
    if scope in (Scope.READ, Scope.ALL_READ, Scope.ALL):
        assert len(answer.json()["statements"]) == (2 if scope == Scope.ALL else 1)
    elif scope == Scope.READ_MINE:
        assert answer.json()["statements"] == []
    else:
        assert answer.status_code == 403


def test_of_our_own_record_completions_are_read_and_answers_are_not():
    enrolment = factories.bare_enrolment()
    RecordStatements(enrolment, [Draft("completed", "lesson-1"), Draft("answered", "question", score=1.0)]).execute()
    system = System(credential(enrolment.municipality))
    assert {one["verb"]["id"] for one in read(system)} == {VERBS["completed"].iri}


def test_what_a_system_says_is_stored_and_never_counts():
    enrolment = factories.bare_enrolment()
    own = RecordStatements(enrolment, [Draft("completed", "lesson-1")]).execute()[0]
    said = {**own.raw, "id": str(uuid.uuid4()), "object": {"id": own.raw["object"]["id"].replace("lesson-1", "test")}}
    said.pop("authority", None)
    said.pop("stored", None)
    system = System(credential(enrolment.municipality), "2.0.0")
    answer = system.post("statements", body=said)
    assert answer.status_code == 200, answer.content
    stored = Statement.objects.for_municipality(enrolment.municipality).get(statement_id=said["id"])
    assert stored.enrolment is None
    assert stored.raw["authority"]["account"]["name"] == system.credential.key
    assert enrolment.pending.count() == 1
