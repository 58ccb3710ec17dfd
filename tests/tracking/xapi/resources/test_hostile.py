"""Whatever is sent, nothing breaks: requests that are right, bent in every way there is room for."""

import json
from urllib.parse import quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracking.xapi.systems import ACTIVITY, AGENT, System, basic, credential

pytestmark = pytest.mark.django_db

PARAMETERS = {
    "activityId": ACTIVITY,
    "agent": json.dumps(AGENT),
    "registration": "0f3e1c1a-1d3b-4b5e-9f57-0a5c3c9d1e11",
    "stateId": "a",
    "profileId": "a",
    "since": "2020-01-01T00:00:00Z",
    "method": "PUT",
    "content": "{}",
    "grant_type": "client_credentials",
    "token": "x" * 43,
    "statementId": "0f3e1c1a-1d3b-4b5e-9f57-0a5c3c9d1e11",
    "verb": "urn:x",
    "limit": "1",
    "format": "ids",
    "attachments": "true",
    "related_agents": "true",
}
NASTY = st.sampled_from(
    [
        "", "null", "[]", "{}", "NaN", "\0", "\ud800", "%", "%00", "%FF", "æ", "'", '"', "a" * 5000, "{" * 500, "1e999",
        '{"mbox":"mailto:a@b.dk"}', '{"account":{"homePage":null,"name":[]}}', "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+14:00", "https://a.dk/\u202e", "-1", "99999999999999999999999", "../..", "\r\nX: y",
    ]
) | st.text(max_size=20)  # fmt: skip
RESOURCES = st.sampled_from(
    ["activities/state", "activities/profile", "agents/profile", "activities", "agents", "about", "statements",
     "oauth/token", "oauth/revoke", "x"]
)  # fmt: skip
BODIES = st.sampled_from(
    [b"", b"{}", b'{"a":1}', b'{"a":NaN}', b"[1]", b"null", b"\xff\xfe", b'{"a":"\\u0000"}', b'"\\ud800"', b"[" * 2000,
     b"content=%FF", b"content={}&stateId=a", b"--x\r\n\r\n--x--", b'{"a":1e400}', b'{"a":' * 70 + b"1" + b"}" * 70]
) | st.binary(max_size=40)  # fmt: skip
TYPES = st.sampled_from(
    ["application/json", "application/json; charset=utf-16", "application/x-www-form-urlencoded", "text/plain", "x",
     "multipart/mixed; boundary=x", "multipart/form-data", "application/octet-stream", ""]
)  # fmt: skip
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "X-Experience-API-Version": st.sampled_from(["1.0.3", "1.0", "2.0.0", "2.0", "3", "", "٢.٠"]),
        "If-Match": st.sampled_from(["*", '"x"', "x", "W/", '"', ",,,", '"' * 200, "æ"]),
        "If-None-Match": st.sampled_from(["*", '"x"', "", "æ"]),
        "Accept": st.sampled_from(["text/plain", "x/y;q=æ", "*/*", ""]),
        "Accept-Language": st.sampled_from(["da", "q=1;;", "æ"]),
        "Authorization": st.sampled_from(["", "Basic", "Basic x", "Bearer " + "x" * 40, "Bearer æ", "æ"]),
        "Content-Length": st.sampled_from(["-1", "x", "0"]),
        "Sec-Fetch-Mode": st.just("navigate"),
        "X-Forwarded-Host": st.just("\x00"),
    },
)


def pairs():
    """The parameters there are, some left out, some bent, some twice, some that nobody knows."""
    names = st.sampled_from([*PARAMETERS, "activityid", "x", "", "\0"])
    right = st.sampled_from(sorted(PARAMETERS.items()))
    return st.lists(right | st.tuples(names, NASTY), max_size=7)


def encoded(params):
    return "&".join(
        f"{quote_plus(name, errors='replace')}={quote_plus(value, errors='replace')}" for name, value in params
    )


@pytest.fixture
def key():
    return credential().key


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    method=st.sampled_from(["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "FOO"]),
    mount=st.sampled_from(["", "1.0.3"]),
    resource=RESOURCES,
    params=pairs(),
    as_form=st.booleans(),
    body=BODIES,
    kind=TYPES,
    headers=HEADERS,
)
def test_no_request_breaks_the_store(key, method, mount, resource, params, as_form, body, kind, headers):
    system = System(None, version="1.0.3", mount=mount)
    sent = {"Authorization": basic(key), **system.headers, **headers}
    query = encoded(params)
    if as_form:
        query, body, kind = "method=PUT", query.encode(), "application/x-www-form-urlencoded"
    answer = system.client.generic(method, f"{system.base}{resource}?{query}", body, content_type=kind, headers=sent)
    assert answer.status_code < 500, (answer.status_code, answer.content)
    assert answer["X-Experience-API-Version"] in ("1.0.3", "2.0.0")
    assert not answer.cookies


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    method=st.sampled_from(["GET", "PUT", "POST", "DELETE"]),
    name=st.sampled_from(["activityId", "agent", "registration", "stateId", "since"]),
    value=NASTY,
    body=BODIES,
    kind=TYPES,
    version=st.sampled_from(["1.0.3", "2.0.0"]),
)
def test_one_bent_parameter_at_a_time_breaks_nothing(key, method, name, value, body, kind, version):
    system = System(None, version=version)
    params = {"activityId": ACTIVITY, "agent": json.dumps(AGENT), "stateId": "a", name: value}
    answer = system.client.generic(
        method, f"/xapi/activities/state?{encoded(params.items())}", body, content_type=kind,
        headers={"Authorization": basic(key), **system.headers},
    )  # fmt: skip
    assert answer.status_code in (200, 204, 400, 404, 409), (answer.status_code, answer.content)


@pytest.mark.parametrize(
    "query", [b"activityId=\xff", b"\xff", b"activityId=http://a.dk/\xe6", b"%", b"=", b"&&&", b"a"]
)
def test_bytes_that_are_no_text_are_refused(key, query):
    system = System(None)
    answer = system.client.generic(
        "GET", "/xapi/activities", QUERY_STRING=query.decode("latin-1"),
        headers={"Authorization": basic(key), **system.headers},
    )  # fmt: skip
    assert answer.status_code == 400


def test_a_request_that_ends_too_soon_is_400(key):
    system = System(None)
    answer = system.client.generic(
        "PUT",
        "/xapi/agents/profile",
        b"abc",
        headers={"Authorization": basic(key), "Content-Length": "x", **system.headers},
    )
    assert answer.status_code == 400
