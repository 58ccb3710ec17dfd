"""PUT and POST on the Statement Resource (1.0.3 Communication 2.1.1 and 2.1.2; 2.0, 4.1.6.1)."""

import json
import uuid

import pytest

from tests.tracking.xapi.resources.calls import (
    CONSISTENT_THROUGH,
    VERB,
    a_statement,
    access,
    authority,
    call,
    found,
    get,
    post,
    put,
    result,
)
from tests.tracking.xapi.spec import statements as sample
from tracking.models import Statement
from tracking.xapi.resources import statements as resource
from tracking.xapi.resources.call import Refused, Scope
from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.timestamps import instant
from tracking.xapi.spec.versions import V1, V2

pytestmark = pytest.mark.django_db


def rows():
    return Statement.objects.unscoped(reason="a test")


def refused(status, method="POST", **given):
    with pytest.raises(Refused) as caught:
        getattr(resource, method.lower())(call(method, **given))
    assert caught.value.status == status
    return caught.value.message


def invalid(method="POST", **given):
    with pytest.raises(Invalid) as caught:
        getattr(resource, method.lower())(call(method, **given))
    return caught.value


def test_a_statement_that_is_put_is_given_as_it_came_with_what_the_store_sets():
    given = a_statement(timestamp="2026-03-01T12:05:00+01:00", stored="2001-01-01T00:00:00Z", authority=authority("x"))
    put(given, given["id"])
    (stored,) = result()["statements"]
    assert stored == given | {
        "timestamp": "2026-03-01T11:05:00.000Z",
        "stored": stored["stored"],
        "authority": authority(),
        "version": "2.0.0",
    }
    assert instant(stored["stored"]).year > 2025


def test_a_statement_without_a_timestamp_has_the_time_of_its_storing():
    post(a_statement())
    (stored,) = result()["statements"]
    assert stored["timestamp"] == stored["stored"]


@pytest.mark.parametrize("rules", [V1, V2], ids=["1.0.3", "2.0.0"])
def test_the_ids_come_in_the_order_of_the_statements(rules):
    known, unknown = a_statement(), {key: value for key, value in a_statement().items() if key != "id"}
    ids = post([known, unknown, a_statement()], rules=rules)
    assert ids[0] == known["id"]
    assert len(set(ids)) == 3
    assert found(rules=rules) == ids[::-1]
    assert post(unknown, rules=rules) != [ids[1]]
    assert post([], rules=rules) == []


def test_an_id_may_be_left_out_of_what_is_put():
    statement_id = str(uuid.uuid4())
    put(sample.SMALL, statement_id)
    assert found() == [statement_id]


def test_every_answer_says_through_when_the_store_is_consistent():
    response = resource.post(call("POST", body=a_statement()))
    assert instant(response[CONSISTENT_THROUGH])
    response = resource.put(call("PUT", body=sample.SMALL, statementId=str(uuid.uuid4())))
    assert instant(response[CONSISTENT_THROUGH])
    assert instant(get()[CONSISTENT_THROUGH])


@pytest.mark.parametrize("rules", [V1, V2], ids=["1.0.3", "2.0.0"])
def test_the_same_statement_again_is_harmless_and_changes_nothing(rules):
    given = a_statement(timestamp="2026-03-01T12:05:00Z")
    post(given, rules=rules)
    before = result(rules=rules)
    put(given, given["id"], rules=rules)
    post(given | {"timestamp": "2026-03-01T13:05:00+01:00", "id": given["id"].upper()}, rules=rules)
    post([a_statement(), given], rules=rules)
    assert before["statements"][0] in result(rules=rules)["statements"]
    assert rows().count() == 2


@pytest.mark.parametrize("batch", [False, True])
@pytest.mark.parametrize(
    "other",
    [
        {"actor": {"mbox": "mailto:bo@example.dk"}},
        {"verb": {"id": f"{VERB}passed"}},
        {"object": {"id": "https://example.dk/a/2"}},
        {"result": {"success": True}},
    ],
)
def test_the_same_id_with_another_statement_is_a_conflict_and_stores_nothing(other, batch):
    given = a_statement()
    post(given)
    before = result()
    body = [a_statement(), given | other] if batch else given | other
    assert given["id"] in refused(409, body=body)
    refused(409, "PUT", body=given | other, statementId=given["id"])
    assert result() == before


def test_in_another_municipality_the_id_is_free():
    given = a_statement()
    post(given)
    post(given | {"verb": {"id": f"{VERB}passed"}}, by=access("202"))
    assert rows().count() == 2


def test_an_id_twice_in_a_batch_is_refused():
    given = a_statement()
    assert invalid(body=[given, given | {"id": given["id"].upper()}]).path == "[1].id"
    assert not rows().exists()


def test_one_bad_statement_keeps_the_whole_batch_out():
    assert invalid(body=[a_statement(), a_statement(verb={"id": "nothing"})]).path == "[1].verb.id"
    assert not rows().exists()


def test_what_is_put_is_one_statement_with_the_id_of_the_parameter():
    given = a_statement()
    assert invalid("PUT", body=given, statementId=str(uuid.uuid4())).path == "id"
    assert invalid("PUT", body=given).path == "statementId"
    assert invalid("PUT", body=given, statementId="1").path == "statementId"
    assert invalid("PUT", body=given, statementId=given["id"], x="1").path == "x"
    invalid("PUT", body=[given], statementId=given["id"])
    put(given, given["id"].upper())
    assert found() == [given["id"]]


def test_post_takes_no_parameters():
    assert invalid(body=a_statement(), statementId=str(uuid.uuid4())).path == "statementId"


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x;"],
)
def test_other_content_types_are_refused(content_type):
    invalid(body=a_statement(), content_type=content_type)


def test_json_may_say_its_character_set():
    post(a_statement(), content_type="application/json; charset=UTF-8")


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"1", b'"x"', b"\xff", b"[[]]", b"[null]", b'{"a": NaN}', b"{}"])
def test_what_is_no_statement_is_refused(body):
    invalid(body=body)
    invalid("PUT", body=body, statementId=str(uuid.uuid4()))


def test_who_may_not_write_stores_nothing():
    for scope in Scope:
        by = access("201", scope)
        if scope in (Scope.WRITE, Scope.ALL):
            post(a_statement(), by=by)
        else:
            refused(403, body=a_statement(), by=by)
            refused(403, "PUT", body=a_statement(), by=by, statementId=str(uuid.uuid4()))
    assert rows().count() == 2


def test_addresses_of_any_length_are_stored_and_found():
    long = "https://example.dk/" + "x" * 5000
    mail = {"account": {"homePage": long, "name": "y" * 5000}}
    given = a_statement(verb={"id": long}, object={"id": long}, actor=mail)
    post(given)
    post([given | {"id": str(uuid.uuid4())}, a_statement()])
    for name, value in (("verb", long), ("activity", long), ("agent", mail)):
        assert len(found(**{name: value})) == 2


def test_numbers_and_texts_of_all_kinds_come_back_as_they_were():
    extension = {"urn:x": [1.5e15, 0.1, 12345678901234567890123, "æøå 漢字 \u2028 😀 %s", True, None, {}]}
    given = a_statement(result={"extensions": extension})
    post(given)
    post([given | {"id": str(uuid.uuid4())}, a_statement()])
    for stored in result()["statements"]:
        assert stored.get("result", {}).get("extensions", extension) == extension


def test_a_number_that_is_written_otherwise_is_the_same_number():
    given = a_statement(result={"score": {"raw": 1e23, "min": 0}})
    post(given)
    post([given | {"result": {"score": {"raw": 10**23, "min": 0.0}}}, a_statement()])
    put(given, given["id"])
    refused(409, body=given | {"result": {"score": {"raw": 2e23, "min": 0}}})


def test_outside_statements_have_no_enrolment_and_are_not_folded():
    post([a_statement(), a_statement()])
    for row in rows():
        assert row.enrolment_id is None
        assert row.disclosure == "completion"
        assert not hasattr(row, "pending")


def test_context_activities_come_back_as_arrays():
    post(a_statement(context={"contextActivities": {"parent": sample.ACTIVITY}}))
    (stored,) = json.loads(get().content)["statements"]
    assert stored["context"]["contextActivities"] == {"parent": [sample.ACTIVITY]}
