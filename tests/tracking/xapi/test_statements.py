"""A draft becomes a whole xAPI statement, and says nothing of who she is."""

import json
import uuid
from datetime import UTC, datetime

import pytest

from tests.factories import UserFactory
from tests.tracking import factories
from tests.tracking.xapi.test_profile import PROFILE
from tracking.progress.events import InvalidEvent
from tracking.xapi import actors, iris
from tracking.xapi.outline import release_outline
from tracking.xapi.spec.validation import check_statement
from tracking.xapi.spec.versions import V1, V2
from tracking.xapi.statements import Draft, InvalidDraft, build, client_id, event_of
from tracking.xapi.verbs import VERBS

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, 5, tzinfo=UTC)
STORED = datetime(2026, 3, 1, 12, 5, 1, tzinfo=UTC)


def built(draft, enrolment=None):
    """The draft's row, whose statement is one by both versions of the specification."""
    enrolment = enrolment or factories.bare_enrolment()
    row = build(draft, enrolment, release_outline(enrolment.release_id), timestamp=NOON, stored=STORED)
    check_statement(row.raw, V2)
    check_statement(row.raw | {"version": V1.statement_version}, V1)
    return row


def shape(value, path=""):
    """The paths of a JSON value with the kinds of what is there."""
    if isinstance(value, dict):
        return {one for key, inner in value.items() for one in shape(inner, f"{path}/{key}")}
    if isinstance(value, list):
        return {one for place, inner in enumerate(value) for one in shape(inner, f"{path}/{place}")}
    return {(path, type(value).__name__)}


def test_the_documented_example_is_what_is_built():
    example = json.loads(PROFILE.partition("```json\n")[2].partition("```")[0])
    raw = built(Draft("passed", "test", parent="lesson-3", score=0.8, pass_mark=70)).raw
    assert shape(raw) == shape(example)
    for part in ("verb", "object", "result", "timestamp", "stored", "authority", "version"):
        assert raw[part] == example[part]
    for part in ("contextActivities", "extensions", "platform", "language"):
        assert raw["context"][part] == example["context"][part]


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_statement_of_every_verb_is_one_by_the_specification(verb):
    for node, parent in (("course", None), ("lesson-1", None), ("question", "lesson-1"), ("test", "lesson-3")):
        built(Draft(verb, node, parent=parent))
        built(Draft(verb, node, parent=parent, score=-1, success=True, pass_mark=70, criterion={}, reported=True))


def test_a_statement_names_the_learner_by_an_account_that_says_nothing():
    enrolment = factories.bare_enrolment(user=UserFactory())
    text = json.dumps(built(Draft("launched", "lesson-1"), enrolment).raw)
    for known in (enrolment.user.email, enrolment.user.first_name, enrolment.user.last_name):
        assert known not in text


def test_the_account_is_the_same_in_all_courses_and_another_in_each_municipality(settings):
    user, release = factories.learner(), factories.bare_release()
    first = actors.learner(factories.bare_enrolment(release, user=user))
    assert first == actors.learner(factories.bare_enrolment(user=user))
    elsewhere = actors.learner(factories.bare_enrolment(user=user, of=factories.municipality("202")))
    assert first["account"]["name"] != elsewhere["account"]["name"]
    assert elsewhere["account"]["homePage"] == "https://hyldefri.example/kommune/202"
    settings.HYLDEFRI_ACCOUNT_KEY = settings.SECRET_KEY
    settings.SECRET_KEY = "rotated"
    assert first == actors.learner(factories.bare_enrolment(user=user))


def test_the_fold_reads_what_was_drafted():
    draft = Draft(
        "answered", "question", parent="lesson-1", score=0.5, success=False, pass_mark=70, criterion={"required": []}
    )
    statement = built(draft)
    event = event_of(statement.raw)
    assert (event.id, event.verb, event.node, event.parent) == (
        str(statement.statement_id),
        "answered",
        "question",
        "lesson-1",
    )
    assert (event.score, event.success, event.release, event.pass_mark) == (0.5, False, 1, 70)
    assert (event.criterion, event.timestamp) == ({"required": []}, "2026-03-01T12:05:00.000000Z")


def test_a_part_of_a_content_is_an_activity_of_its_own():
    part = f"practice?subContentId={uuid.uuid4()}"
    statement = built(Draft("answered", part, parent="practice", score=1.0))
    assert statement.object_id == f"https://hyldefri.example/xapi/aktivitet/course/{part}"
    assert (event_of(statement.raw).node, event_of(statement.raw).parent) == (part, "practice")


def test_statements_are_read_whatever_the_base_was_when_they_were_written(settings):
    raw = built(Draft("passed", "test", pass_mark=70)).raw
    settings.HYLDEFRI_IRI_BASE = "https://laering.example/"
    assert (event_of(raw).node, event_of(raw).pass_mark) == ("test", 70)
    assert iris.activity("course", "course") == "https://laering.example/xapi/aktivitet/course"


def test_what_is_no_statement_of_ours_is_no_event():
    raw = built(Draft("launched", "lesson-1")).raw
    for wrong in ({"verb": {"id": "http://example.org/sang"}}, {"object": {"id": "http://example.org/aria"}}):
        with pytest.raises(InvalidEvent):
            event_of(raw | wrong)


def test_a_browsers_id_is_taken_if_it_is_random():
    given = uuid.uuid4()
    assert client_id(str(given)) == given
    for wrong in ("", "x", str(uuid.uuid1()), str(uuid.uuid5(given, "completed"))):
        with pytest.raises(InvalidDraft):
            client_id(wrong)
