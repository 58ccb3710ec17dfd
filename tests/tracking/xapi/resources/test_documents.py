"""The three document resources, in both versions, over HTTP."""

import hashlib
import json
import uuid
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone

from tests.at_once import at_once
from tests.factories import MunicipalityFactory
from tests.tracking.xapi.systems import ACTIVITY, AGENT, System, credential
from tracking.models import Document

REGISTRATION = "2e669063-a7a2-4f62-a7ea-587fe0f130ca"

pytestmark = pytest.mark.django_db

RESOURCES = {
    "activities/state": ("stateId", {"activityId": ACTIVITY, "agent": AGENT}),
    "activities/profile": ("profileId", {"activityId": ACTIVITY}),
    "agents/profile": ("profileId", {"agent": AGENT}),
}
VERSIONS = ("1.0.3", "2.0.0")


@pytest.fixture(params=VERSIONS)
def system(request):
    return System(credential(), version=request.param)


@pytest.fixture(params=sorted(RESOURCES))
def resource(request):
    return Place(request.param)


class Place:
    """A resource, and the parameters of its documents."""

    def __init__(self, name):
        self.name = name
        self.id, self.context = RESOURCES[name]

    def one(self, document="a"):
        return {**self.context, self.id: document}


def etag(body):
    return f'"{hashlib.sha1(body, usedforsecurity=False).hexdigest()}"'


# --- storing and giving back -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"a": 1}', "application/json"),
        (b'[1, "\xc3\xa6"]', "application/json; charset=utf-8"),
        (bytes(range(256)), "image/png"),
        (b"", "text/plain"),
        ("blåbær".encode("latin-1"), "text/plain; charset=iso-8859-1"),
    ],
)
def test_what_is_put_is_given_back_byte_for_byte_with_its_type(system, resource, body, kind):
    before = timezone.now().replace(microsecond=0)
    put = system.store(resource.name, resource.one(), body, kind=kind)
    assert (put.status_code, put.content) == (204, b"")
    got = system.get(resource.name, resource.one())
    assert (got.status_code, got.content, got["Content-Type"]) == (200, body, kind)
    assert got["ETag"] == etag(body)
    assert before <= parsedate_to_datetime(got["Last-Modified"]) <= timezone.now()


def test_a_document_that_is_not_there_is_404(system, resource):
    assert system.get(resource.name, resource.one()).status_code == 404


@pytest.mark.parametrize("resource", ["activities/state", "agents/profile"], indirect=True)
def test_identified_groups_have_documents_in_2_0(system, resource):
    group = {"objectType": "Group", "mbox": "mailto:holdet@example.dk"}
    nobody = {"objectType": "Group", "member": [AGENT]}
    put = system.store(resource.name, {**resource.one(), "agent": group | {"member": [AGENT]}}, {"a": 1})
    assert put.status_code == (204 if system.headers["X-Experience-API-Version"] == "2.0.0" else 400)
    got = system.get(resource.name, {**resource.one(), "agent": group})
    assert got.status_code == (200 if put.status_code == 204 else 400)
    assert system.get(resource.name, resource.one()).status_code == 404
    assert system.store(resource.name, {**resource.one(), "agent": nobody}, {"a": 1}).status_code == 400


def test_deleting_leaves_nothing_and_may_be_done_again(system, resource):
    system.store(resource.name, resource.one(), {"a": 1})
    system.store(resource.name, resource.one("b"), {"b": 1})
    assert system.delete(resource.name, resource.one()).status_code == 204
    assert system.get(resource.name, resource.one()).status_code == 404
    assert system.delete(resource.name, resource.one()).status_code == 204
    assert system.get(resource.name, resource.one("b")).status_code == 200


def test_the_names_of_a_context_are_listed(system, resource):
    listed = system.get(resource.name, resource.context)
    assert (listed.status_code, json.loads(listed.content)) == (200, [])
    for name in ("b", "a", "æøå / ?&"):
        assert system.store(resource.name, resource.one(name), {"a": 1}).status_code == 204
    listed = system.get(resource.name, resource.context)
    assert json.loads(listed.content) == ["a", "b", "æøå / ?&"]
    assert listed["ETag"] == etag(listed.content)
    assert listed["Last-Modified"]


def test_since_is_exclusive(system, resource):
    system.store(resource.name, resource.one("old"), {"a": 1})
    moment = Document.objects.unscoped(reason="the only one").get().updated_at
    system.store(resource.name, resource.one("new"), {"a": 1})

    def since(value):
        return json.loads(system.get(resource.name, {**resource.context, "since": value}).content)

    assert since(moment.isoformat()) == ["new"]
    assert since("2000-01-01T00:00:00Z") == ["new", "old"]
    assert since("9999-01-01T00:00:00Z") == []


# --- merging ---------------------------------------------------------------------------------------------------------


def test_posted_properties_take_the_place_of_those_there_on_the_top_level_only(system, resource):
    assert system.post(resource.name, resource.one(), {"x": "foo", "y": {"a": 1}}).status_code == 204
    assert system.post(resource.name, resource.one(), {"x": "bash", "y": {"b": 2}, "z": "blå"}).status_code == 204
    got = system.get(resource.name, resource.one())
    assert json.loads(got.content) == {"x": "bash", "y": {"b": 2}, "z": "blå"}
    assert got["ETag"] == etag(got.content)


@pytest.mark.parametrize(
    ("there", "there_type", "posted", "posted_type"),
    [
        (b'{"a":1}', "application/json", b"abc", "text/plain"),
        (b'{"a":1}', "application/json", b'{"b":1}', "text/plain"),
        (b'{"a":1}', "text/plain", b'{"b":1}', "application/json"),
        (b"abc", "application/octet-stream", b'{"b":1}', "application/json"),
        (b"[1]", "application/json", b'{"b":1}', "application/json"),
        (b'{"a":1}', "application/json", b"[1]", "application/json"),
        (b'{"a":1}', "application/json", b"1", "application/json"),
        (b'{"a":1}', "application/json", b"{", "application/json"),
        (b'{"a":1}', "application/json", b"", "application/json"),
        (b'{"a":1}', "application/json", b'{"b":NaN}', "application/json"),
    ],
)
def test_only_two_json_objects_are_merged(system, resource, there, there_type, posted, posted_type):
    assert system.store(resource.name, resource.one(), there, kind=there_type).status_code == 204
    assert system.post(resource.name, resource.one(), posted, kind=posted_type).status_code == 400
    got = system.get(resource.name, resource.one())
    assert (got.content, got["Content-Type"]) == (there, there_type)


def test_what_is_posted_first_is_stored_as_it_is(system, resource):
    assert system.post(resource.name, resource.one(), b"abc", kind="text/plain").status_code == 204
    assert system.get(resource.name, resource.one()).content == b"abc"
    assert system.post(resource.name, resource.one("b"), b"[1]").status_code == 400
    assert system.get(resource.name, resource.one("b")).status_code == 404


def test_what_calls_itself_json_must_be(system, resource):
    for body in (b"", b"{", b'{"a": NaN}', b"\xff", b'{"a":1,"a":2}', b"[" * 100 + b"]" * 100):
        assert system.store(resource.name, resource.one(), body).status_code == 400, body
    assert system.get(resource.name, resource.one()).status_code == 404


@pytest.mark.parametrize("kind", ["text", "text/", "/", "x" * 300 + "/y", "text/plain\x01"])
def test_a_type_must_be_one(system, resource, kind):
    assert system.store(resource.name, resource.one(), b"abc", kind=kind).status_code == 400


def test_without_a_type_it_is_just_bytes(system):
    system.client.generic(
        "PUT", "/xapi/agents/profile?" + "agent=%7B%22mbox%22%3A%22mailto%3Aanna%40example.dk%22%7D&profileId=a",
        b"abc", content_type="", headers={**system.headers, "If-None-Match": "*"},
    )  # fmt: skip
    got = system.get("agents/profile", {"agent": AGENT, "profileId": "a"})
    assert (got.content, got["Content-Type"]) == (b"abc", "application/octet-stream")


# --- preconditions ---------------------------------------------------------------------------------------------------


def test_if_match_changes_only_what_was_seen(system, resource):
    old, new = b'{"a":1}', b'{"a":2}'
    system.store(resource.name, resource.one(), old)
    wrong = {"If-Match": etag(b"andet")}
    assert system.put(resource.name, resource.one(), new, headers=wrong).status_code == 412
    assert system.post(resource.name, resource.one(), new, headers=wrong).status_code == 412
    assert system.delete(resource.name, resource.one(), headers=wrong).status_code == 412
    assert system.get(resource.name, resource.one()).content == old
    several = {"If-Match": f"{etag(b'x')}, {etag(old)}"}
    assert system.put(resource.name, resource.one(), new, headers=several).status_code == 204
    assert system.put(resource.name, resource.one(), old, headers={"If-Match": "*"}).status_code == 204
    assert system.post(resource.name, resource.one(), new, headers={"If-Match": etag(old)}).status_code == 204
    current = system.get(resource.name, resource.one())["ETag"]
    assert system.delete(resource.name, resource.one(), headers={"If-Match": current}).status_code == 204


@pytest.mark.parametrize("header", ['"x"', "*", "rod", '"'])
def test_if_match_of_what_is_not_there_is_412(system, resource, header):
    assert system.put(resource.name, resource.one(), {"a": 1}, headers={"If-Match": header}).status_code == 412
    assert system.get(resource.name, resource.one()).status_code == 404


def test_if_none_match_stores_only_what_is_not_there(system, resource):
    star = {"If-None-Match": "*"}
    assert system.put(resource.name, resource.one(), b'{"a":1}', headers=star).status_code == 204
    assert system.put(resource.name, resource.one(), b'{"a":2}', headers=star).status_code == 412
    assert system.post(resource.name, resource.one(), b'{"a":2}', headers=star).status_code == 412
    same = {"If-None-Match": etag(b'{"a":1}')}
    assert system.put(resource.name, resource.one(), b'{"a":2}', headers=same).status_code == 412
    assert system.get(resource.name, resource.one()).content == b'{"a":1}'
    other = {"If-None-Match": etag(b"andet")}
    assert system.put(resource.name, resource.one(), b'{"a":2}', headers=other).status_code == 204


def test_put_without_either_is_409_where_a_document_exists_but_for_states_in_1_0(system, resource):
    system.store(resource.name, resource.one(), b'{"a":1}')
    answer = system.put(resource.name, resource.one(), b'{"a":2}')
    if resource.name == "activities/state" and system.headers["X-Experience-API-Version"] == "1.0.3":
        assert answer.status_code == 204
        return
    assert answer.status_code == 409
    assert "current state of the resource" in answer.content.decode()
    assert "If-Match" in answer.content.decode()
    assert system.get(resource.name, resource.one()).content == b'{"a":1}'
    assert system.post(resource.name, resource.one(), b'{"a":3}').status_code == 204


def test_put_without_either_is_400_for_a_new_profile_in_1_0(system, resource):
    refused = "profile" in resource.name and system.headers["X-Experience-API-Version"] == "1.0.3"
    answer = system.put(resource.name, resource.one(), {"a": 1})
    assert answer.status_code == (400 if refused else 204)
    assert system.get(resource.name, resource.one()).status_code == (404 if refused else 200)


# --- what names a document -------------------------------------------------------------------------------------------

ACCOUNT = {"account": {"homePage": "https://id.dk", "name": "anna"}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"mbox": "mailto:a@example.dk"}, {"objectType": "Agent", "name": "Anna", "mbox": "mailto:a@EXAMPLE.dk"}),
        ({"mbox_sha1sum": "ab" * 20}, {"mbox_sha1sum": "AB" * 20}),
        (ACCOUNT, {"name": "A", "account": {"name": "anna", "homePage": "https://id.dk"}, "objectType": "Agent"}),
        ({"openid": "https://id.dk/a"}, {"openid": "https://id.dk/a", "name": "Anna"}),
    ],
)
def test_the_same_agent_in_another_spelling_is_the_same(system, one, other):
    for resource, more in (
        ("agents/profile", {"profileId": "a"}),
        ("activities/state", {"activityId": ACTIVITY, "stateId": "a"}),
    ):
        assert system.store(resource, {"agent": one, **more}, {"a": 1}).status_code == 204
        assert system.get(resource, {"agent": other, **more}).status_code == 200
        assert system.get(resource, {"agent": {"mbox": "mailto:en-anden@example.dk"}, **more}).status_code == 404


@pytest.mark.parametrize(
    "agent",
    [
        "", "null", "[]", "1", '"x"', "{", "{}", '{"mbox":"a@b.dk"}', '{"mbox":null}',
        '{"mbox":"mailto:a@b.dk","openid":"https://b.dk"}', '{"objectType":"Group","member":[]}',
        '{"mbox":"mailto:a@b.dk","x":1}', '{"mbox":"mailto:a@b.dk","mbox":"mailto:a@b.dk"}',
        '{"account":{"homePage":"https://b.dk"}}', '{"account":{"homePage":"b","name":"a"}}',
        '{"name":"\\u0000","mbox":"mailto:a@b.dk"}', "[" * 9000,
    ],
)  # fmt: skip
def test_what_is_no_agent_is_400(system, agent):
    for resource in ("agents", "agents/profile", "activities/state"):
        more = {"activityId": ACTIVITY} if resource == "activities/state" else {}
        answer = system.get(resource, {"agent": agent, **more})
        assert answer.status_code == 400
        assert "agent" in answer.content.decode()


def test_a_state_belongs_to_a_registration_or_to_none(system):
    context = {"activityId": ACTIVITY, "agent": AGENT}
    one, other = str(uuid.uuid4()), str(uuid.uuid4())
    system.put("activities/state", {**context, "stateId": "a"}, b"ingen", kind="text/plain")
    for registration in (one, other):
        answer = system.put(
            "activities/state", {**context, "registration": registration, "stateId": "a"},
            registration.encode(), kind="text/plain",
        )  # fmt: skip
        assert answer.status_code == 204
    system.put("activities/state", {**context, "registration": one, "stateId": "b"}, {"b": 1})
    assert system.get("activities/state", {**context, "stateId": "a"}).content == b"ingen"
    shouted = {**context, "registration": one.upper(), "stateId": "a"}
    assert system.get("activities/state", shouted).content == one.encode()
    assert json.loads(system.get("activities/state", {**context, "registration": one}).content) == ["a", "b"]
    assert json.loads(system.get("activities/state", context).content) == ["a", "b"]
    assert system.delete("activities/state", {**context, "registration": one}).status_code == 204
    assert json.loads(system.get("activities/state", {**context, "registration": one}).content) == []
    assert json.loads(system.get("activities/state", {**context, "registration": other}).content) == ["a"]


def test_all_states_of_a_context_are_deleted_and_no_others(system):
    other = {"mbox": "mailto:bo@example.dk"}
    for agent in (AGENT, other):
        for state in ("a", "b"):
            system.put("activities/state", {"activityId": ACTIVITY, "agent": agent, "stateId": state}, {"a": 1})
    system.put("activities/state", {"activityId": f"{ACTIVITY}/2", "agent": AGENT, "stateId": "a"}, {"a": 1})
    system.store("activities/profile", {"activityId": ACTIVITY, "profileId": "a"}, {"a": 1})
    assert system.delete("activities/state", {"activityId": ACTIVITY, "agent": AGENT}).status_code == 204
    assert Document.objects.unscoped(reason="all of the test's").count() == 4
    assert json.loads(system.get("activities/state", {"activityId": ACTIVITY, "agent": AGENT}).content) == []


WRONG = [
    ("GET", {"since": "i går"}), ("GET", {"since": "2020-01-01"}), ("GET", {"x": "1"}), ("GET", {"": "1"}),
    ("DELETE", {"since": "2020-01-01T00:00:00Z"}), ("PUT", {}), ("POST", {}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "more"), WRONG)
def test_parameters_that_do_not_belong_are_400(system, resource, method, more):
    assert system.ask(method, resource.name, {**resource.context, **more}, {"a": 1}).status_code == 400


def test_every_parameter_that_is_required_is_missed(system, resource):
    for method in ("GET", "PUT", "POST", "DELETE"):
        for missing in resource.context:
            params = {name: value for name, value in resource.one().items() if name != missing}
            answer = system.ask(method, resource.name, params, {"a": 1})
            assert answer.status_code == 400
            assert missing in answer.content.decode()
        assert system.ask(method, resource.name, resource.one(""), {"a": 1}).status_code == 400
        with_since = {**resource.one(), "since": "2020-01-01T00:00:00Z"}
        assert system.ask(method, resource.name, with_since, {"a": 1}).status_code == 400


def test_a_profile_is_deleted_by_its_id_only(system):
    assert system.delete("agents/profile", {"agent": AGENT}).status_code == 400
    assert system.delete("activities/profile", {"activityId": ACTIVITY}).status_code == 400


@pytest.mark.parametrize("registration", ["", "1", "null", f"{{{REGISTRATION}}}", REGISTRATION.replace("-", "")])
def test_a_registration_is_a_uuid(system, registration):
    params = {"activityId": ACTIVITY, "agent": AGENT, "stateId": "a", "registration": registration}
    for method in ("GET", "PUT", "POST", "DELETE"):
        assert system.ask(method, "activities/state", params, {"a": 1}).status_code == 400


def test_names_may_be_of_any_length(system):
    activity = ACTIVITY + "/x" * 3000
    params = {"activityId": activity, "agent": AGENT, "stateId": "s" * 3000}
    assert system.put("activities/state", params, {"a": 1}).status_code == 204
    assert system.get("activities/state", params).status_code == 200


# --- between municipalities, versions and two who write at once ------------------------------------------------------


def test_a_municipality_has_its_own_documents(resource):
    one, other = System(credential()), System(credential())
    one.store(resource.name, resource.one(), b'{"a":1}')
    assert other.get(resource.name, resource.one()).status_code == 404
    assert json.loads(other.get(resource.name, resource.context).content) == []
    assert other.store(resource.name, resource.one(), b'{"a":2}').status_code == 204
    assert other.delete(resource.name, resource.one()).status_code == 204
    assert one.get(resource.name, resource.one()).content == b'{"a":1}'


def test_versions_and_mounts_lead_to_the_same_documents(resource):
    given = credential()
    System(given, version="2.0.0").store(resource.name, resource.one(), b'{"a":1}')
    old = System(given, mount="1.0.3").get(resource.name, resource.one())
    new = System(given, version="2.0.0").get(resource.name, resource.one())
    assert old.content == new.content == b'{"a":1}'
    assert old["ETag"] == new["ETag"]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_write_at_once_one_is_first_and_none_breaks(resource):
    given = credential()

    def put(number):
        headers = {"If-None-Match": "*"}
        return lambda: System(given).put(resource.name, resource.one(), {"a": number}, headers=headers).status_code

    def post(number):
        return lambda: System(given).post(resource.name, resource.one("b"), {str(number): 1}).status_code

    assert sorted(at_once(*[put(number) for number in range(4)])) == [204, 412, 412, 412]
    assert at_once(*[post(number) for number in range(4)]) == [204] * 4
    assert json.loads(System(given).get(resource.name, resource.one("b")).content) == {str(it): 1 for it in range(4)}


def test_the_municipality_is_the_credentials():
    here = MunicipalityFactory()
    System(credential(here)).store("agents/profile", {"agent": AGENT, "profileId": "a"}, {"a": 1})
    assert Document.objects.for_municipality(here).count() == 1
