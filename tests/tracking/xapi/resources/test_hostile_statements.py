"""Whatever is sent as statements, over HTTP and in both versions: what the specification has, bent, breaks nothing."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracking.xapi.resources.calls import attachment, mixed, part
from tests.tracking.xapi.resources.test_statements_signed import OCTETS, signed
from tests.tracking.xapi.spec import statements as sample
from tests.tracking.xapi.spec.test_hostile import JSON, mutated
from tests.tracking.xapi.systems import System, credential
from tracking.xapi.resources.signatures import ALGORITHMS, USAGE

pytestmark = pytest.mark.django_db

BUDGET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
VERSIONS = st.sampled_from(["1.0.3", "2.0.0"])
DATA = b"data"
ANSWERS = (200, 204, 400, 403, 404, 409, 413)
LINES = [
    b"\r\n",
    b"\n",
    b"--",
    b"--b",
    b"--b--",
    b"\0",
    b"\xff",
    b":",
    b"Content-Type: application/json\r\n",
    b"{}",
    b"",
]
TYPES = [
    "multipart/mixed; boundary=b",
    'multipart/mixed; boundary="b"',
    "multipart/mixed; boundary=",
    "multipart/mixed",
]
TYPES += [
    "multipart/mixed; boundary=" + "b" * 80,
    "multipart/mixed; boundary=\xe6",
    "multipart/mixed; boundary*=utf-8''%FF",
]


@pytest.fixture
def key(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return credential()


def bytes_of(value):
    return json.dumps(value).encode("utf-8", "surrogatepass")


@BUDGET
@given(value=mutated() | JSON, version=VERSIONS, method=st.sampled_from(["POST", "PUT"]), batch=st.booleans())
def test_bent_statements_are_answered(key, value, version, method, batch):
    params = {"statementId": sample.UUID} if method == "PUT" else {}
    answer = System(key, version).ask(method, "statements", params, bytes_of([value, value] if batch else value))
    assert answer.status_code in ANSWERS, answer.content


@BUDGET
@given(
    version=VERSIONS,
    kind=st.sampled_from(TYPES),
    cuts=st.lists(st.tuples(st.integers(0, 600), st.integers(0, 30), st.sampled_from(LINES)), max_size=3),
    headers=st.fixed_dictionaries(
        {},
        optional={
            "Content-Type": st.sampled_from([None, "", "x", "text/plain; charset=\xe6", "a/b"]),
            "Content-Transfer-Encoding": st.sampled_from([None, "base64", "BINARY"]),
            "X-Experience-API-Hash": st.sampled_from([None, "", "0" * 64, "x" * 64, "\xe6"]),
        },
    ),
)
def test_bent_multipart_is_answered(key, version, kind, cuts, headers):
    statement = sample.SMALL | {"attachments": [attachment(DATA)]}
    body = mixed(statement, part(DATA, **headers), boundary="b")["body"]
    for start, length, instead in cuts:
        body = body[:start] + instead + body[start + length :]
    answer = System(key, version).post("statements", body=body, kind=kind)
    assert answer.status_code in ANSWERS, answer.content


@BUDGET
@given(
    version=VERSIONS,
    payload=mutated() | JSON,
    algorithm=st.sampled_from(ALGORITHMS),
    certificates=st.sampled_from([None, [], [""], ["eA=="], "x", [None], {"x": 1}]),
)
def test_signatures_of_anything_are_answered(key, version, payload, algorithm, certificates):
    headers = {} if certificates is None else {"x5c": certificates}
    token = signed(bytes_of(payload), algorithm, **headers)
    sent = mixed(sample.SMALL | {"attachments": [attachment(token, OCTETS, usageType=USAGE)]}, part(token, OCTETS))
    answer = System(key, version).post("statements", body=sent["body"], kind=sent["content_type"])
    assert answer.status_code in ANSWERS, answer.content
