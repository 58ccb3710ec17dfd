"""Whatever is in a request's body or parameters: it is answered, or ``Invalid`` or ``Refused``, and nothing else."""

import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracking.xapi.resources.calls import access, attachment, call, mixed, part
from tests.tracking.xapi.spec.test_hostile import FRAGMENTS, JSON, mutated
from tracking.models import Statement
from tracking.xapi.resources import statements as resource
from tracking.xapi.resources.call import Refused
from tracking.xapi.resources.signatures import USAGE
from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.versions import V1, V2

pytestmark = pytest.mark.django_db

BUDGET = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = ["statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "related_activities"]
NAMES += ["related_agents", "since", "until", "limit", "format", "attachments", "ascending", "more", "x"]
TEXTS = ["", "true", "false", "0", "-1", "9" * 400, "ids", "canonical", "\0", "\ud800", "2026-01-01T00:00:00Z", "urn:x"]
TEXTS += ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", '{"mbox":"mailto:a@b.dk"}', "[" * 9999, "NaN", "null"]
TEXTS += ["12345678-1234-1234-1234-123456789012", '{"account":{"homePage":"urn:x","name":"\\u0000"}}', "'; --", "%s"]


@pytest.fixture
def by():
    return access()


def answered(do, request):
    """The status; everything that is no answer is an error of ours. Nothing is left behind."""
    with transaction.atomic():
        try:
            return do(request).status_code
        except Invalid:
            return 400
        except Refused as refused:
            return refused.status
        finally:
            transaction.set_rollback(True)


@BUDGET
@given(value=mutated(), rules=st.sampled_from([V1, V2]), batch=st.booleans())
def test_a_mutated_statement_is_stored_or_refused(by, value, rules, batch):
    body = json.dumps([value, {}] if batch else value).encode("utf-8", "surrogatepass")
    status = answered(resource.post, call("POST", by=by, rules=rules, body=body))
    assert status in (200, 400)
    if status == 200:
        assert answered(reads_back(value), call("POST", by=by, rules=rules, body=body)) == 200


def reads_back(value):
    """What was stored is found, in every format."""

    def do(request):
        (statement_id,) = json.loads(resource.post(request).content)
        for format_ in ("exact", "ids", "canonical"):
            again = call(by=request.access, rules=request.rules, format=format_)
            (stored,) = json.loads(resource.get(again).content)["statements"]
            assert stored["id"] == statement_id
            assert stored["verb"]["id"] == value["verb"]["id"]
        return resource.get(call(by=request.access, statementId=statement_id))

    return do


@BUDGET
@given(params=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(TEXTS) | st.text(max_size=20), max_size=3))
def test_any_parameters_are_answered(by, params):
    assert answered(resource.get, call(by=by, **params)) in (200, 400, 404)


@BUDGET
@given(agent=JSON)
def test_any_agent_is_answered(by, agent):
    text = json.dumps(agent)
    assert answered(resource.get, call(by=by, agent=text, related_agents="true")) in (200, 400)


@BUDGET
@given(body=st.binary(max_size=300), content_type=st.sampled_from(["application/json", "multipart/mixed; boundary=x"]))
def test_any_bytes_are_refused(by, body, content_type):
    for data in (body, b"--x\r\n" + body + b"\r\n--x--", b"--x\r\nContent-Type: application/json\r\n\r\n" + body):
        assert answered(resource.post, call("POST", by=by, body=data, content_type=content_type)) in (200, 400)


@BUDGET
@given(token=st.binary(max_size=80) | st.lists(st.sampled_from(["e30", "bnVsbA", "eyJhbGciOiJSUzI1NiJ9"])).map(
    lambda some: ".".join(some).encode()
))  # fmt: skip
def test_any_signature_is_refused(by, token):
    statement = {"actor": {"mbox": "mailto:a@b.dk"}, "verb": {"id": "urn:v"}, "object": {"id": "urn:o"}}
    statement["attachments"] = [attachment(token, "application/octet-stream", usageType=USAGE)]
    sent = mixed(statement, part(token, "application/octet-stream"))
    assert answered(resource.post, call("POST", by=by, **sent)) == 400


def test_every_fragment_alone_is_refused(by):
    for fragment in FRAGMENTS:
        body = json.dumps(fragment).encode("utf-8", "surrogatepass")
        if fragment != []:
            assert answered(resource.post, call("POST", by=by, body=body)) == 400
    assert not Statement.objects.unscoped(reason="a test").exists()
