"""What makes two statements the same, and the forms in which they are given (1.0.3 Data 2.3.1, Communication 2.1.3)."""

import json

import pytest

from tests.tracking.xapi.spec import statements as given
from tests.tracking.xapi.spec.statements import ABSENT, UUID, accepted, put
from tracking.xapi.spec.canonical import as_canonical, as_ids, as_stored, same
from tracking.xapi.spec.languages import preferences
from tracking.xapi.spec.versions import V1, V2

MAILED = {"mbox": "mailto:Ane@Example.DK"}
WHOLE = given.FULL_2 | {
    "object": given.SUB
    | {"object": given.ACTIVITY | {"definition": given.CHOICE}, "context": given.CONTEXT, "result": given.RESULT}
}
WHOLE["context"] = {name: value for name, value in WHOLE["context"].items() if name not in ("revision", "platform")}


def equal(one, other):
    return {same(one, other, V1), same(other, one, V1), same(one, other, V2), same(other, one, V2)}


def test_the_whole_statement_is_one():
    accepted(WHOLE, [V2])
    assert equal(WHOLE, WHOLE) == {True}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", ABSENT),
        ("id", UUID.upper()),
        ("stored", ABSENT),
        ("stored", "2027-01-01T00:00:00Z"),
        ("authority", ABSENT),
        ("authority", given.ANONYMOUS),
        ("version", ABSENT),
        ("timestamp", ABSENT),
        ("timestamp", "2026-03-01T11:05:00.123Z"),
        ("attachments", ABSENT),
        ("attachments[0].display", {"en": "x"}),
        ("verb.display", ABSENT),
        ("verb.display", {"fr": "x"}),
        ("object.verb.display", ABSENT),
        ("object.object.definition", ABSENT),
        ("object.object.objectType", ABSENT),
        ("object.context.contextActivities.grouping[1].definition", {"name": {"da": "x"}}),
        ("context.contextActivities.parent", [given.ACTIVITY]),
        ("context.registration", UUID.upper()),
        ("context.language", "DA-dk"),
        ("context.statement.id", UUID.upper()),
        ("actor.objectType", ABSENT),
        ("context.team.mbox", "mailto:ledere@EXAMPLE.dk"),
        ("context.contextGroups[0].group.member", [given.ANONYMOUS["member"][1], given.AGENT]),
        ("object.result.duration", "PT4H35M59.14999S"),
        ("object.result.score.raw", 12.1250),
    ],
)
def test_what_may_differ(path, value):
    assert equal(WHOLE, put(WHOLE, path, value)) == {True}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("actor", given.AGENT | {"mbox": "mailto:bo@example.dk"}),
        ("actor.mbox", "mailto:ANE@example.dk"),
        ("actor.name", "Bo"),
        ("verb.id", "http://adlnet.gov/expapi/verbs/passed"),
        ("object.actor.name", ABSENT),
        ("object.object.id", "https://example.dk/A/1"),
        ("object.result.score.raw", 12),
        ("object.result.success", False),
        ("object.result.duration", "PT275M59.14S"),
        ("object.result", ABSENT),
        ("result.extensions", {"urn:x": 1}),
        ("context.extensions", {}),
        ("context.contextActivities.other", []),
        ("context.contextActivities.grouping[0].id", "urn:b"),
        ("context.contextGroups[0].group.member", [given.AGENT, given.AGENT]),
        ("context.contextAgents[0].relevantTypes", ["urn:other"]),
        ("context.registration", "12345678-1234-5678-1234-567812345678"),
        ("context.language", ABSENT),
    ],
)
def test_what_may_not_differ(path, value):
    assert equal(WHOLE, put(WHOLE, path, value)) == {False}


def test_the_time_of_a_statement_makes_a_difference_in_1_0_only():
    other = put(given.FULL, "timestamp", "2026-03-01T12:05:00.124+01:00")
    assert not same(given.FULL, other, V1)
    assert same(given.FULL, other, V2)


@pytest.mark.parametrize(
    ("one", "other"), [(1, True), (0, False), ("1", 1), (None, False), ([], {}), ([1], [True]), ("", None)]
)
def test_values_of_other_kinds_are_other_values(one, other):
    first, second = (given.SMALL | {"context": {"extensions": {"urn:x": value}}} for value in (one, other))
    assert equal(first, second) == {False}


@pytest.mark.parametrize("value", [given.AGENT, given.GROUP, given.ANONYMOUS, given.REF, given.ACTIVITY])
def test_objects_of_every_kind_can_be_compared(value):
    statement = given.SMALL | {"object": value}
    assert equal(statement, statement) == {True}
    assert equal(statement, given.SMALL | {"object": {"id": "urn:other"}}) == {False}


# --- stored -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rules", [V1, V2])
def test_a_statement_is_stored_with_arrays_times_in_utc_and_a_version(rules):
    stored = as_stored(put(given.FULL, "version", ABSENT), rules)
    assert stored["version"] == rules.statement_version
    assert stored["timestamp"] == "2026-03-01T11:05:00.123Z"
    assert stored["stored"] == "2026-03-01T12:05:01.000Z"
    assert stored["context"]["contextActivities"]["parent"] == [given.ACTIVITY]
    accepted(stored, [rules])
    assert same(stored, given.FULL, rules)
    assert as_stored(stored, rules) == stored


def test_a_sub_statement_is_stored_so_too_and_the_version_it_came_with_is_kept():
    stored = as_stored(given.WITH_SUB | {"version": "1.0.9"}, V2)
    assert stored["version"] == "1.0.9"
    assert stored["object"]["timestamp"] == "2026-03-01T12:05:00.000Z"
    assert stored["object"]["context"]["contextActivities"]["parent"] == [given.ACTIVITY]
    assert "version" not in stored["object"]


def test_what_is_given_is_not_changed():
    before = json.dumps(WHOLE)
    as_stored(WHOLE, V2), as_ids(WHOLE), as_canonical(WHOLE, preferences("da")), same(WHOLE, WHOLE, V2)
    assert json.dumps(WHOLE) == before


# --- ids --------------------------------------------------------------------------------------------------------------


def test_ids_leave_what_identifies():
    ids = as_ids(WHOLE)
    accepted(ids, [V2])
    agent = {"objectType": "Agent", "mbox": given.AGENT["mbox"]}
    group = {"objectType": "Group", "mbox": given.GROUP["mbox"]}
    assert ids["actor"] == ids["object"]["actor"] == ids["context"]["instructor"] == agent
    assert ids["context"]["team"] == group
    assert ids["context"]["contextAgents"][0]["agent"] == agent
    assert ids["context"]["contextGroups"][0]["group"]["member"] == [agent, {"account": given.ACCOUNT}]
    assert ids["verb"] == ids["object"]["verb"] == {"id": given.VERB["id"]}
    assert ids["object"]["object"] == {"id": given.ACTIVITY["id"]}
    assert ids["context"]["contextActivities"]["grouping"][1] == {"id": "urn:x:2"}
    assert (ids["object"]["result"], ids["attachments"]) == (given.RESULT, [given.ATTACHMENT])


# --- canonical --------------------------------------------------------------------------------------------------------


def test_canonical_is_in_one_language():
    english = as_canonical(given.FULL, preferences("en"))
    definition = english["object"]["definition"]
    assert english["verb"]["display"] == {"en-GB": "answered"}
    assert definition["name"] == {"en": "Choice"}
    assert definition["description"] == {"da": "Hvad nu?"}
    assert definition["choices"] == [{"id": "a", "description": {"en": "Ey"}}, {"id": "b"}]
    assert english["context"]["contextActivities"]["grouping"][1]["definition"]["name"] == {"en": "Choice"}
    assert english["actor"] == given.AGENT
    accepted(english)
    accepted(as_canonical(given.SMALL, preferences("")))
    accepted(as_canonical(WHOLE, preferences("da")), [V2])


def test_canonical_definitions_take_the_place_of_the_statements_own():
    definitions = {given.ACTIVITY["id"]: {"name": {"da": "Rettet", "en": "Corrected"}}}
    given_back = as_canonical(given.FULL, preferences("da"), definitions)
    assert given_back["object"]["definition"] == {"name": {"da": "Rettet"}}
    assert given_back["context"]["contextActivities"]["parent"][0]["definition"] == {"name": {"da": "Rettet"}}
