"""GET on the Statement Resource: parameters, filters, order (1.0.3 Communication 2.1.3; 2.0, 4.1.6.1)."""

import json
import uuid

import pytest

from tests.tracking.xapi.resources.calls import (
    VERB,
    a_statement,
    access,
    authority,
    by_mail,
    call,
    follow,
    found,
    get,
    post,
    result,
    to,
)
from tests.tracking.xapi.spec import statements as sample
from tracking.xapi.resources import statements as resource
from tracking.xapi.resources.call import Refused, Scope
from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.versions import V1, V2

pytestmark = pytest.mark.django_db

UUID = sample.UUID
BO = by_mail("bo")
ACTIVITY = {"id": "https://example.dk/a/hit"}


def posted(**fields):
    (statement_id,) = post(a_statement(**fields))
    return statement_id


def invalid(**params):
    with pytest.raises(Invalid) as caught:
        get(**params)
    return caught.value.path


def missing(**params):
    with pytest.raises(Refused) as caught:
        get(**params)
    assert caught.value.status == 404


@pytest.mark.parametrize(
    ("params", "path"),
    [
        ({"statementID": UUID}, "statementID"),
        ({"foo": "bar"}, "foo"),
        ({"statementId": UUID, "voidedStatementId": UUID}, "voidedStatementId"),
        ({"statementId": "1"}, "statementId"),
        ({"voidedStatementId": f"{{{UUID}}}"}, "voidedStatementId"),
        ({"agent": "bo"}, "agent"),
        ({"agent": {}}, "agent"),
        ({"agent": {"objectType": "Group", "member": [BO]}}, "agent"),
        ({"agent": {"mbox": "bo@example.dk"}}, "agent.mbox"),
        ({"agent": '{"mbox": "mailto:a@b.dk", "mbox": "mailto:a@b.dk"}'}, "agent"),
        ({"verb": "answered"}, "verb"),
        ({"activity": "a"}, "activity"),
        ({"registration": "1"}, "registration"),
        ({"related_activities": "1"}, "related_activities"),
        ({"related_agents": "True"}, "related_agents"),
        ({"since": "yesterday"}, "since"),
        ({"until": "2026-13-01T00:00:00Z"}, "until"),
        ({"limit": "-1"}, "limit"),
        ({"limit": "1.5"}, "limit"),
        ({"limit": "²"}, "limit"),
        ({"limit": ""}, "limit"),
        ({"format": "idz"}, "format"),
        ({"attachments": "yes"}, "attachments"),
        ({"ascending": ""}, "ascending"),
    ],
)
def test_a_parameter_that_is_none_is_refused_by_name(params, path):
    assert invalid(**params) == path


@pytest.mark.parametrize("single", ["statementId", "voidedStatementId"])
@pytest.mark.parametrize(
    "other",
    [
        {"agent": BO},
        {"verb": f"{VERB}passed"},
        {"activity": "urn:x"},
        {"registration": UUID},
        {"related_activities": "true"},
        {"related_agents": "true"},
        {"since": "2026-01-01T00:00:00Z"},
        {"until": "2026-01-01T00:00:00Z"},
        {"limit": "1"},
        {"ascending": "true"},
    ],
)
def test_one_statement_is_asked_for_alone(single, other):
    assert invalid(**{single: UUID}, **other) == next(iter(other))


def test_one_statement_is_asked_for_with_a_form():
    statement_id = posted()
    for form in ({"format": "ids"}, {"format": "exact"}, {"format": "canonical"}, {"attachments": "false"}):
        assert result(statementId=statement_id, **form)["id"] == statement_id
    missing(voidedStatementId=statement_id)
    missing(statementId=UUID)


def test_nothing_found_is_an_empty_array():
    assert result(verb=f"{VERB}nothing") == {"statements": [], "more": ""}


def test_what_refers_to_no_activity_is_found_by_its_actor_verb_and_registration():
    for target in (sample.REF, sample.AGENT, sample.GROUP, sample.ANONYMOUS, sample.SUB):
        statement_id = posted(actor=BO, object=target, context={"registration": UUID})
        assert found(agent=BO)[0] == statement_id
        assert found(registration=UUID.upper())[0] == statement_id


@pytest.mark.parametrize(
    "fields",
    [
        {"actor": BO},
        {"actor": BO | {"name": "Bo", "mbox": "mailto:bo@EXAMPLE.dk"}},
        {"actor": {"objectType": "Group", "mbox": "mailto:bo@example.dk"}},
        {"actor": {"objectType": "Group", "member": [sample.AGENT, BO]}},
        {"actor": {"objectType": "Group", "mbox": "mailto:x@example.dk", "member": [BO]}},
        {"object": BO},
        {"object": {"objectType": "Group", "member": [BO]}},
    ],
)
def test_an_agent_is_the_actor_or_the_object_or_one_of_their_members(fields):
    posted()
    statement_id = posted(**fields)
    assert found(agent=BO) == [statement_id]
    assert found(agent=BO, related_agents="true") == [statement_id]


@pytest.mark.parametrize(
    "fields",
    [
        {"context": {"instructor": BO}},
        {"context": {"team": {"objectType": "Group", "mbox": BO["mbox"]}}},
        {"context": {"team": {"objectType": "Group", "member": [BO]}}},
        {"context": {"contextAgents": [{"objectType": "contextAgent", "agent": BO}]}},
        {
            "context": {
                "contextGroups": [{"objectType": "contextGroup", "group": {"objectType": "Group", "member": [BO]}}]
            }
        },
        {"object": sample.SUB | {"actor": BO}},
        {"object": sample.SUB | {"object": BO}},
        {"object": sample.SUB | {"context": {"instructor": BO}}},
    ],
)
def test_related_agents_are_found_only_where_they_are_asked_for(fields):
    posted()
    statement_id = posted(**fields)
    assert found(agent=BO) == []
    assert found(agent=BO, related_agents="false") == []
    assert found(agent=BO, related_agents="true") == [statement_id]


def test_the_authority_is_a_related_agent():
    statement_id = posted()
    assert found(agent=authority()) == []
    assert found(agent=authority(), related_agents="true") == [statement_id]


@pytest.mark.parametrize(
    "identifier",
    [
        {"mbox": "mailto:c@example.dk"},
        {"mbox_sha1sum": "A94A8FE5CCB19BA61C4C0873D391E987982FBBD3"},
        {"openid": "https://example.dk/c"},
        {"account": {"homePage": "https://example.dk", "name": "c"}},
    ],
)
def test_agents_are_found_by_each_identifier_and_by_no_other(identifier):
    statement_id = posted(actor=identifier)
    assert found(agent=identifier | {"name": "another"}) == [statement_id]
    assert found(agent=BO) == []


@pytest.mark.parametrize(
    ("fields", "direct"),
    [
        ({"object": ACTIVITY}, True),
        ({"context": {"contextActivities": {"parent": ACTIVITY}}}, False),
        ({"context": {"contextActivities": {"grouping": [sample.ACTIVITY, ACTIVITY]}}}, False),
        ({"context": {"contextActivities": {"category": [ACTIVITY]}}}, False),
        ({"context": {"contextActivities": {"other": [ACTIVITY]}}}, False),
        ({"object": sample.SUB | {"object": ACTIVITY}}, False),
        ({"object": sample.SUB | {"context": {"contextActivities": {"other": [ACTIVITY]}}}}, False),
    ],
)
def test_activities_are_the_object_or_related(fields, direct):
    posted()
    statement_id = posted(**fields)
    assert found(activity=ACTIVITY["id"]) == ([statement_id] if direct else [])
    assert found(activity=ACTIVITY["id"], related_activities="true") == [statement_id]


def test_filters_hold_together():
    wanted = {
        "actor": BO,
        "verb": {"id": f"{VERB}passed"},
        "object": ACTIVITY,
        "context": {"registration": UUID, "instructor": sample.AGENT},
    }
    statement_id = posted(**wanted)
    for name in wanted:
        posted(**{other: value for other, value in wanted.items() if other != name})
    params = {"agent": BO, "verb": f"{VERB}passed", "activity": ACTIVITY["id"], "registration": UUID}
    assert found(**params) == [statement_id]
    assert found(**params, related_agents="true", related_activities="true") == [statement_id]
    assert found(**params | {"agent": sample.AGENT}, related_agents="true")[-1] == statement_id
    for name in params:
        assert len(found(**{other: value for other, value in params.items() if other != name})) == 2


def test_since_is_exclusive_and_until_inclusive():
    ids = [posted(actor=BO) for _ in range(3)]
    first, second, third = (one["stored"] for one in result(ascending="true")["statements"])
    for more in ({}, {"agent": BO}, {"agent": BO, "related_agents": "true"}):
        assert found(since=first, **more) == [ids[2], ids[1]]
        assert found(until=second, **more) == [ids[1], ids[0]]
        assert found(since=first, until=second, **more) == [ids[1]]
        assert found(since=third, **more) == []


def test_the_order_is_that_of_storing_and_ascending_turns_it():
    ids = [posted(timestamp=f"20{year}-01-01T00:00:00Z") for year in (24, 22, 23)]
    ids += post([a_statement() for _ in range(5)])
    assert found() == ids[::-1]
    assert found(ascending="false") == ids[::-1]
    assert found(ascending="true") == ids


def test_statements_on_statements_are_found_by_what_they_are_on():
    target = posted(actor=BO, verb={"id": f"{VERB}passed"}, object=ACTIVITY, context={"registration": UUID})
    confirmed = posted(object=to(target))
    again = posted(object=to(confirmed))
    posted(object=to(str(uuid.uuid4())))
    for params in ({"agent": BO}, {"activity": ACTIVITY["id"]}, {"registration": UUID}, {"verb": f"{VERB}passed"}):
        assert found(**params) == [again, confirmed, target]
        assert found(**params, ascending="true") == [target, confirmed, again]
        assert found(**params, limit="2") == [again, confirmed]
        assert found(**params, ascending="true", limit="2") == [target, confirmed]
    assert found(agent=BO, verb=f"{VERB}answered") == []
    stored = result(statementId=target)["stored"]
    assert found(agent=BO, since=stored) == [again, confirmed]
    assert found(agent=BO, until=stored) == [target]


def test_a_reference_in_the_context_finds_nothing():
    target = posted(actor=BO)
    posted(context={"statement": to(target)})
    assert found(agent=BO) == [target]


def test_a_target_that_comes_later_is_found_too():
    target = a_statement(actor=BO)
    reference = posted(object=to(target["id"]))
    assert found(agent=BO) == []
    post(target)
    assert found(agent=BO) == [target["id"], reference]


def test_statements_that_refer_to_each_other_in_a_ring_end():
    one, other = a_statement(actor=BO), a_statement()
    post([one | {"object": to(other["id"])}, other | {"object": to(one["id"])}])
    assert set(found(agent=BO)) == {one["id"], other["id"]}
    assert found(agent=sample.GROUP) == []


@pytest.mark.parametrize("rules", [V1, V2], ids=["1.0.3", "2.0.0"])
@pytest.mark.parametrize("params", [{}, {"agent": BO}, {"agent": BO, "related_agents": "true", "ascending": "true"}])
def test_more_leads_through_all_of_it_once(params, rules):
    ids = []
    for place in range(7):
        ids.append(posted(**{"actor": BO} if place % 2 else {"context": {"instructor": BO}, "actor": BO}))
        posted(object=to(ids[-1]))
    whole = found(rules=rules, **params)
    page = result(rules=rules, **params, limit="3")
    walked = [one["id"] for one in page["statements"]]
    while page["more"]:
        page = follow(page["more"], rules=rules)
        assert len(page["statements"]) <= 3
        walked += [one["id"] for one in page["statements"]]
    assert walked == whole
    assert len(whole) == 14


def test_more_keeps_the_form_and_is_for_whom_it_was_given_to():
    post([a_statement(actor=sample.AGENT) for _ in range(3)])
    more = result(limit="1", format="ids")["more"]
    (second,) = follow(more)["statements"]
    assert "name" not in second["actor"]
    for other in (access("201", credential=2), access("202")):
        with pytest.raises(Invalid):
            follow(more, by=other)
    with pytest.raises(Invalid):
        follow(more[:-3] + "abc")
    with pytest.raises(Invalid):
        follow(f"{more}&limit=1")


def test_a_limit_of_zero_is_what_the_server_allows(monkeypatch):
    monkeypatch.setattr(resource, "MOST", 2)
    post([a_statement() for _ in range(3)])
    for params in ({}, {"limit": "0"}, {"limit": "99999999999999999999"}):
        page = result(**params)
        assert len(page["statements"]) == 2
        assert len(follow(page["more"])["statements"]) == 1


def test_a_page_ends_when_it_is_large_and_the_next_goes_on(monkeypatch):
    ids = post([a_statement(result={"response": "x" * 500}) for _ in range(5)])[::-1]
    monkeypatch.setattr(resource, "LARGEST", 2000)
    monkeypatch.setattr(resource, "_AT_ONCE", 2)
    page = result()
    walked = []
    while True:
        assert 0 < len(page["statements"]) < 3
        walked += [one["id"] for one in page["statements"]]
        if not page["more"]:
            break
        page = follow(page["more"])
    assert walked == ids
    monkeypatch.setattr(resource, "LARGEST", 1)
    assert found() == ids[:1]


def test_another_municipality_sees_nothing():
    statement_id = posted(actor=BO)
    other = access("202")
    assert result(by=other) == {"statements": [], "more": ""}
    assert found(by=other, agent=BO) == []
    missing(by=other, statementId=statement_id)


def test_a_reference_to_another_municipalitys_statement_finds_nothing():
    target = posted(actor=BO)
    post(a_statement(object=to(target)), by=access("202"))
    assert found(by=access("202"), agent=BO) == []


@pytest.mark.parametrize("scope", list(Scope))
def test_each_scope_reads_what_it_says(scope):
    mine = access("201", Scope.ALL, credential=7, name="mine")
    (own,) = post(a_statement(actor=BO), by=mine)
    other = posted(actor=BO)
    by = access("201", scope, credential=7, name="mine")
    if scope in (Scope.READ, Scope.ALL_READ, Scope.ALL):
        assert found(by=by) == found(by=by, agent=BO) == [other, own]
    elif scope == Scope.READ_MINE:
        assert found(by=by) == found(by=by, agent=BO) == [own]
        assert result(by=by, statementId=own)["id"] == own
        missing(by=by, statementId=other)
    else:
        for params in ({}, {"statementId": own}):
            with pytest.raises(Refused) as caught:
                get(by=by, **params)
            assert caught.value.status == 403


def test_who_may_read_only_her_own_word_reads_nothing_without_an_authority():
    posted()
    by = access("201", Scope.READ_MINE)
    nobody = type(by)(by.municipality, by.credential, by.scopes, sample.ANONYMOUS)
    with pytest.raises(Refused):
        resource.get(call(by=nobody))


def test_a_single_statement_is_given_as_json_with_when_it_was_stored():
    statement_id = posted()
    response = get(statementId=statement_id)
    assert response["Content-Type"] == "application/json"
    assert response["Last-Modified"].endswith("GMT")
    assert json.loads(response.content)["id"] == statement_id
