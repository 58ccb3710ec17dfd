"""The Activities and Agents resources, and what is known of an activity."""

import json

import pytest

from tests.factories import MunicipalityFactory
from tests.tracking.xapi.systems import ACTIVITY, AGENT, System, credential
from tracking.actions.record import RecordStatements
from tracking.xapi import iris
from tracking.xapi.outline import release_outline
from tracking.xapi.resources.activities import known_definition
from tracking.xapi.statements import Draft
from tracking.xapi.store.definitions import merged

pytestmark = pytest.mark.django_db

NOBODYS = "2e669063-a7a2-4f62-a7ea-587fe0f130ca"


@pytest.fixture(params=["1.0.3", "2.0.0"])
def system(request):
    return System(credential(), version=request.param)


def said(system, iri, definition):
    about = {"id": iri, "definition": definition} if definition is not None else {"id": iri}
    verb = {"id": "http://adlnet.gov/expapi/verbs/experienced"}
    assert system.post("statements", body={"actor": AGENT, "verb": verb, "object": about}).status_code == 200


def test_an_activity_that_nobody_has_spoken_of_is_its_id(system):
    answer = system.get("activities", {"activityId": "https://æ.dk/ny"})
    assert answer.status_code == 200
    assert json.loads(answer.content) == {"objectType": "Activity", "id": "https://æ.dk/ny"}


def test_what_has_been_said_of_an_activity_is_added_up(system):
    said(system, ACTIVITY, {"name": {"da": "Gammelt", "en": "Old"}, "type": "https://a.dk/t"})
    said(system, ACTIVITY, {"name": {"da": "Nyt"}, "extensions": {"https://a.dk/x": 1}})
    said(system, ACTIVITY, None)
    said(System(credential()), ACTIVITY, {"name": {"da": "En anden kommunes"}})
    answer = json.loads(system.get("activities", {"activityId": ACTIVITY}).content)
    assert answer["definition"] == {
        "name": {"da": "Nyt", "en": "Old"},
        "type": "https://a.dk/t",
        "extensions": {"https://a.dk/x": 1},
    }


def test_languages_and_extensions_add_up_and_the_rest_is_replaced():
    assert merged({"name": {"da": "a"}, "type": "t"}, {"name": {"en": "b"}, "type": "u"}) == {
        "name": {"da": "a", "en": "b"},
        "type": "u",
    }


def test_a_course_that_is_taken_here_is_known_before_anybody_has_come_so_far(small):
    outline = release_outline(small.release_id)
    for node, facts in outline.nodes.items():
        definition = known_definition(small.municipality, iris.activity(outline.course, node))
        assert definition["type"].startswith("http://adlnet.gov/expapi/activities/")
        assert definition.get("name", {}).get("da", "") == facts.name
    elsewhere = MunicipalityFactory()
    assert known_definition(elsewhere, iris.activity(outline.course, outline.course)) is None


def test_our_own_statements_say_the_same_of_their_activities(small):
    outline = release_outline(small.release_id)
    lesson = next(node for node, facts in outline.nodes.items() if facts.type == "lesson")
    before = known_definition(small.municipality, iris.activity(outline.course, lesson))
    RecordStatements(small, [Draft("launched", lesson)]).execute()
    assert known_definition(small.municipality, iris.activity(outline.course, lesson)) == before


@pytest.mark.parametrize("tail", ["", "x", "x/y", "/", NOBODYS, f"{NOBODYS}/{NOBODYS}", f"{NOBODYS}?subContentId=x"])
def test_addresses_that_look_like_ours_and_name_nothing_are_unknown(system, tail):
    iri = f"{iris.base()}/xapi/aktivitet/{tail}"
    answer = system.get("activities", {"activityId": iri})
    assert json.loads(answer.content) == {"objectType": "Activity", "id": iri}


@pytest.mark.parametrize(
    "agent",
    [
        {"mbox": "mailto:anna@example.dk", "name": "Anna"},
        {"objectType": "Agent", "account": {"homePage": "https://id.dk", "name": "anna"}},
        {"openid": "https://id.dk/anna"},
        {"mbox_sha1sum": "ab" * 20},
    ],
)
def test_a_person_is_what_was_asked_with(system, agent):
    answer = system.get("agents", {"agent": agent})
    assert answer.status_code == 200
    expected = {name: [value] for name, value in agent.items() if name != "objectType"}
    assert json.loads(answer.content) == {"objectType": "Person"} | expected


def test_only_the_one_parameter_is_taken(system):
    assert system.get("agents").status_code == 400
    assert system.get("activities").status_code == 400
    assert system.get("agents", {"agent": {"mbox": "mailto:a@b.dk"}, "activityId": ACTIVITY}).status_code == 400
