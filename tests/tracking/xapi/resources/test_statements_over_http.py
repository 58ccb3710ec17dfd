"""The Statement Resource as other systems meet it: both mounts, both versions, the alternate syntax, HEAD."""

import json
from urllib.parse import urlencode

import pytest

from tests.tracking.xapi.resources.calls import CONSISTENT_THROUGH, a_statement, attachment, mixed, part, voiding
from tests.tracking.xapi.systems import System, credential
from tracking.xapi.resources.call import Scope

pytestmark = pytest.mark.django_db

SYSTEMS = [("1.0.3", "1.0.3"), ("1.0.3", ""), ("2.0.0", "")]


@pytest.fixture(params=SYSTEMS, ids=lambda pair: f"{pair[0]} at /xapi/{pair[1]}")
def system(request):
    version, mount = request.param
    return System(credential(), version, mount)


def test_statements_are_put_posted_and_found(system):
    one, other = a_statement(), a_statement()
    assert system.put("statements", {"statementId": one["id"]}, one).status_code == 204
    answer = system.post("statements", body=[other])
    assert (answer.status_code, answer.json()) == (200, [other["id"]])
    found = system.get("statements")
    assert [each["id"] for each in found.json()["statements"]] == [other["id"], one["id"]]
    assert found.headers["X-Experience-API-Version"] == system.headers["X-Experience-API-Version"]
    changed = one | {"result": {"success": True}}
    assert system.put("statements", {"statementId": one["id"]}, changed).status_code == 409


def test_more_is_followed_as_it_stands(system):
    ids = system.post("statements", body=[a_statement() for _ in range(3)]).json()
    page = system.get("statements", {"limit": "2", "ascending": "true"}).json()
    answer = system.client.get(page["more"], headers=system.headers)
    assert [one["id"] for one in page["statements"] + answer.json()["statements"]] == ids
    elsewhere = System(credential(), system.headers["X-Experience-API-Version"])
    assert elsewhere.client.get(page["more"], headers=elsewhere.headers).status_code == 400


def test_head_is_get_without_the_body(system):
    one = a_statement()
    system.post("statements", body=one)
    for params in ({"statementId": one["id"]}, {}, {"attachments": "true"}):
        answer = system.ask("HEAD", "statements", params)
        assert (answer.status_code, answer.content) == (200, b"")
        assert CONSISTENT_THROUGH in answer.headers
        assert "Last-Modified" in answer.headers


@pytest.mark.parametrize(
    ("method", "params", "body", "status"),
    [
        ("GET", {"statementId": "1"}, b"", 400),
        ("GET", {"statementId": "12345678-1234-4234-8234-123456789012"}, b"", 404),
        ("POST", {}, b"{", 400),
        ("PUT", {}, {}, 400),
        ("DELETE", {}, b"", 405),
    ],
)
def test_a_refusal_says_through_when_the_store_is_consistent(system, method, params, body, status):
    answer = system.ask(method, "statements", params, body)
    assert answer.status_code == status
    assert CONSISTENT_THROUGH in answer.headers


def test_attachments_travel_over_http(system, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    data = bytes(range(256))
    sent = mixed(a_statement(attachments=[attachment(data)]), part(data))
    assert system.post("statements", body=sent["body"], kind=sent["content_type"]).status_code == 200
    answer = system.get("statements", {"attachments": "true"})
    assert answer.headers["Content-Type"].startswith("multipart/mixed; boundary=")
    assert data in answer.content


def test_voided_statements_are_found_by_their_own_parameter(system):
    target = a_statement()
    system.post("statements", body=[target, voiding(target["id"])])
    assert system.get("statements", {"statementId": target["id"]}).status_code == 404
    assert system.get("statements", {"voidedStatementId": target["id"]}).json()["id"] == target["id"]


@pytest.mark.parametrize("mount", ["", "1.0.3"])
def test_the_alternate_syntax_stores_and_finds(mount):
    system = System(credential(), None, mount)
    one = a_statement()
    form = {"X-Experience-API-Version": "1.0.3", "Content-Type": "application/json"}
    kind = "application/x-www-form-urlencoded"
    body = urlencode(form | {"statementId": one["id"], "content": json.dumps(one)}).encode()
    assert system.post("statements", {"method": "PUT"}, body, kind=kind).status_code == 204
    body = urlencode({"X-Experience-API-Version": "1.0.3", "statementId": one["id"]}).encode()
    assert system.post("statements", {"method": "GET"}, body, kind=kind).json()["id"] == one["id"]


def test_every_scope_does_what_it_says(system):
    municipality = system.credential.municipality
    system.post("statements", body=a_statement())
    for scope in Scope:
        by = System(credential(municipality, scope), system.headers["X-Experience-API-Version"])
        may_write = scope in (Scope.WRITE, Scope.ALL)
        may_read = scope in (Scope.READ, Scope.READ_MINE, Scope.ALL_READ, Scope.ALL)
        assert by.post("statements", body=a_statement()).status_code == (200 if may_write else 403)
        assert by.get("statements").status_code == (200 if may_read else 403)
        if scope == Scope.READ_MINE:
            assert by.get("statements").json()["statements"] == []


def test_a_definition_is_known_to_the_activities_resource(system):
    activity = {"id": "https://example.dk/a/known", "definition": {"name": {"da": "Kendt"}}}
    system.post("statements", body=a_statement(object=activity))
    answer = system.get("activities", {"activityId": activity["id"]})
    assert answer.json()["definition"] == activity["definition"]
