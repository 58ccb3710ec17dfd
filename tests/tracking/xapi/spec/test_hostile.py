"""Whatever takes the place of whatever in a statement: it is refused with ``Invalid``, or it keeps every law below.

The laws are written anew here, without the functions that are tested.
"""

import json
import re
import uuid
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracking.xapi.spec import statements as sample
from tests.tracking.xapi.spec.statements import copied
from tracking.xapi.spec.canonical import as_canonical, as_ids, as_stored, same
from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.languages import preferences
from tracking.xapi.spec.reading import parse
from tracking.xapi.spec.validation import check_statement
from tracking.xapi.spec.versions import V1, V2

WHOLE = [sample.FULL, sample.WITH_SUB, sample.VOIDING, sample.FULL_2, sample.SMALL | {"object": sample.ANONYMOUS}]
PROPERTIES = sorted(
    {"id", "objectType", "member", "mbox", "account", "object", "context", "definition", "__proto__", "constructor", ""}
)
FRAGMENTS = [None, True, 0, -1, 99, 10**400, 1e308, float("nan"), float("-inf"), "", "\0", "\ud800", "x" * 100_000]
FRAGMENTS += [{}, [], [[]], ["x"], {"id": []}, {"": None}, {"objectType": "Group"}, {"objectType": ["Agent"]}]
FRAGMENTS += [sample.AGENT, sample.ANONYMOUS, sample.ACTIVITY, sample.REF, sample.SUB, sample.CHOICE, sample.UUID]
JSON = st.sampled_from(FRAGMENTS) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(PROPERTIES) | st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)


def places(value):
    """Every (container, key) of a JSON value."""
    found = []
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        found.append((value, key))
        if isinstance(inner, dict | list):
            found += places(inner)
    return found


@st.composite
def mutated(draw):
    statement = copied(draw(st.sampled_from(WHOLE)))
    for _ in range(draw(st.integers(1, 3))):
        container, key = draw(st.sampled_from(places(statement)))
        what = draw(st.sampled_from(["replace", "remove", "add"]))
        if what == "replace":
            container[key] = copied(draw(JSON))
        elif what == "remove":
            del container[key]
        elif isinstance(container, dict):
            container[draw(st.sampled_from(PROPERTIES) | st.text(max_size=5))] = copied(draw(JSON))
        else:
            container.append(copied(draw(JSON)))
        if not places(statement):
            break
    return statement


@settings(max_examples=300)
@given(mutated(), st.sampled_from([V1, V2]))
def test_a_mutated_statement_is_invalid_or_keeps_the_laws(statement, rules):
    message = refusal(statement, rules)
    if message is not None:
        assert len(message.encode()) < 1000
        return
    keeps_the_laws(statement, rules)
    if not can_be_read(statement):
        return
    stored = as_stored(statement, rules)
    for form in (stored, as_ids(stored), as_canonical(stored, preferences("en"))):
        check_statement(form, rules)
    assert same(statement, stored, rules)


@given(JSON, st.sampled_from([V1, V2]))
def test_any_json_is_invalid(value, rules):
    with pytest.raises(Invalid):
        check_statement(value, rules)


@pytest.mark.parametrize("statement", WHOLE)
def test_every_place_takes_every_fragment_without_another_error(statement):
    for fragment in FRAGMENTS:
        for place in range(len(places(statement))):
            changed = copied(statement)
            container, key = places(changed)[place]
            container[key] = copied(fragment)
            if refusal(changed, V2) is None:
                keeps_the_laws(changed, V2)


def can_be_read(statement):
    """Not if an extension holds NaN, NUL and the like: JSON from outside never brings those this far."""
    try:
        parse(json.dumps(statement))
    except Invalid:
        return False
    return True


def refusal(statement, rules):
    try:
        check_statement(statement, rules)
    except Invalid as error:
        return str(error)
    return None


def keeps_the_laws(statement, rules):
    assert isinstance(statement, dict)
    assert set(statement) <= set(sample.FULL)
    if "id" in statement:
        uuid.UUID(statement["id"])
    kind = one_statement(statement, rules)
    if kind == "SubStatement":
        sub = statement["object"]
        assert not {"id", "stored", "authority", "version"} & sub.keys()
        assert one_statement(sub, rules) != "SubStatement"
    authority = statement.get("authority")
    if authority is not None:
        is_actor(authority)
        assert authority.get("objectType") != "Group" or len(authority["member"]) == 2


def one_statement(statement, rules):
    is_actor(statement["actor"])
    is_address(statement["verb"]["id"])
    kind = statement["object"].get("objectType", "Activity")
    if kind in ("Agent", "Group"):
        is_actor(statement["object"])
    elif kind == "Activity":
        is_activity(statement["object"])
    elif kind == "StatementRef":
        uuid.UUID(statement["object"]["id"])
    else:
        assert kind == "SubStatement"
    if statement["verb"]["id"].endswith("/expapi/verbs/voided"):
        assert kind == "StatementRef"
    score = statement.get("result", {}).get("score", {})
    assert all(type(value) in (int, float) and value == value for value in score.values())
    assert -1 <= score.get("scaled", 0) <= 1
    assert score.get("min", float("-inf")) <= score.get("raw", score.get("min", 0)) or "raw" not in score
    if "timestamp" in statement:
        datetime.fromisoformat(statement["timestamp"])
    context = statement.get("context", {})
    assert kind == "Activity" or not {"revision", "platform"} & context.keys()
    assert rules is V2 or not {"contextAgents", "contextGroups"} & context.keys()
    for value in context.get("contextActivities", {}).values():
        for activity in value if isinstance(value, list) else [value]:
            is_activity(activity)
    has_no_null({name: value for name, value in statement.items() if name != "object" or kind != "SubStatement"})
    return kind


def is_actor(actor):
    identifiers = {"mbox", "mbox_sha1sum", "openid", "account"} & actor.keys()
    if actor.get("objectType", "Agent") == "Agent":
        assert len(identifiers) == 1
        assert "member" not in actor
    else:
        assert actor["objectType"] == "Group"
        assert len(identifiers) == 1 or (not identifiers and actor["member"])
        for member in actor.get("member", []):
            assert member.get("objectType", "Agent") == "Agent"
            is_actor(member)
    if "mbox" in actor:
        assert actor["mbox"].startswith("mailto:")
        assert actor["mbox"].count("@") == 1
    if "account" in actor:
        is_address(actor["account"]["homePage"])
        assert isinstance(actor["account"]["name"], str)


def is_activity(activity):
    assert activity.get("objectType", "Activity") == "Activity"
    is_address(activity["id"])
    for key in activity.get("definition", {}).get("extensions", {}):
        is_address(key)
    for components in ("choices", "scale", "source", "target", "steps"):
        ids = [component["id"] for component in activity.get("definition", {}).get(components, [])]
        assert len(ids) == len(set(ids))


def is_address(text):
    assert re.match(r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+$", text)


def has_no_null(value):
    assert value is not None
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "extensions":
                has_no_null(inner)
    elif isinstance(value, list):
        for inner in value:
            has_no_null(inner)


def test_the_laws_hold_for_the_samples_and_are_broken_by_what_is_wrong():
    for statement in WHOLE:
        keeps_the_laws(json.loads(json.dumps(statement)), V2)
    for wrong in ({"verb": {"id": "x"}}, {"actor": {}}, {"result": {"score": {"scaled": 99}}}, {"result": None}):
        with pytest.raises((AssertionError, KeyError, AttributeError)):
            keeps_the_laws(sample.SMALL | wrong, V2)


def test_a_string_of_ten_megabytes_is_no_trouble():
    for path, value in (("id", "x"), ("verb.id", "urn:x%"), ("actor.mbox", "mailto:x"), ("timestamp", "2")):
        with pytest.raises(Invalid) as caught:
            check_statement(sample.put(sample.FULL, path, value + "1-a" * 3_500_000), V2)
        assert len(str(caught.value)) < 200
    with pytest.raises(Invalid) as caught:
        check_statement(sample.FULL | {"k" * 10_000_000: 1}, V2)
    assert len(str(caught.value)) < 200
