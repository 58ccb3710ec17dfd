"""What every request to the record store meets, whichever resource it is for."""

import json
from itertools import cycle
from urllib.parse import quote, urlencode

import pytest
from django.contrib.sessions.models import Session
from django.db import DataError, OperationalError
from django.test import Client
from prometheus_client import REGISTRY

from tests.factories import UserFactory
from tests.tracking.xapi.systems import ACTIVITY, AGENT, System, basic, credential
from tracking.xapi.resources import state
from tracking.xapi.resources.dispatch import RESOURCES

pytestmark = pytest.mark.django_db

STATE = {"activityId": ACTIVITY, "agent": AGENT, "stateId": "bogmærke"}


@pytest.fixture
def system():
    return System(credential())


def message(answer):
    return json.loads(answer.content)["error"]


# --- versions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mount", "header", "status", "version"),
    [
        ("", "2.0.0", 200, "2.0.0"),
        ("", "2.0", 200, "2.0.0"),
        ("", "1.0.3", 200, "1.0.3"),
        ("", "1.0.1", 200, "1.0.3"),
        ("", None, 400, "2.0.0"),
        ("", "0.9", 400, "2.0.0"),
        ("", "2.1.0", 400, "2.0.0"),
        ("1.0.3", "1.0.0", 200, "1.0.3"),
        ("1.0.3", "2.0.0", 400, "1.0.3"),
        ("1.0.3", None, 400, "1.0.3"),
    ],
)
def test_each_mount_speaks_its_versions_and_says_which(mount, header, status, version):
    answer = System(credential(), version=header, mount=mount).get("activities", {"activityId": ACTIVITY})
    assert answer.status_code == status
    assert answer["X-Experience-API-Version"] == version
    if status == 400:
        assert version in message(answer)


@pytest.mark.parametrize("mount", ["", "1.0.3"])
@pytest.mark.parametrize("version", [None, "0.9", "2.0.0", "1.0.3", "nonsense"])
def test_about_needs_neither_version_nor_credential(mount, version):
    answer = System(version=version, mount=mount).get("about")
    assert answer.status_code == 200
    assert json.loads(answer.content)["version"] == (["1.0.3"] if mount else ["1.0.3", "2.0.0"])
    assert answer["X-Experience-API-Version"] == ("1.0.3" if mount else "2.0.0")


# --- who asks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("resource", sorted(RESOURCES))
@pytest.mark.parametrize("header", [None, "", "Basic", "Basic !!", "Basic Zm9v", "Bearer", "Bearer x" * 50, "Kerberos"])
def test_without_a_credential_that_is_right_every_resource_is_401(resource, header):
    answer = System().get(resource, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic realm=")
    assert "Bearer realm=" in answer["WWW-Authenticate"]
    assert answer["X-Experience-API-Version"] == "1.0.3"


def test_a_signed_in_person_is_nobody_here(system):
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    answer = client.get("/xapi/activities", {"activityId": ACTIVITY}, headers={"X-Experience-API-Version": "2.0.0"})
    assert answer.status_code == 401


def test_no_cookie_is_read_or_set(system):
    before = Session.objects.count()
    answer = system.put("activities/state", STATE, {"a": 1})
    assert answer.status_code == 204
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert Session.objects.count() == before


# --- addresses and methods -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["-", "x", "about/", "activities/state/", "Activities", "1.0.3/", "1.0.3/x", "a%0Ab", "%00"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_not_there_is_404_and_never_a_redirect(system, path, method):
    answer = system.ask(method, path.strip("-"))
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("resource", "methods"),
    [
        ("activities", "PUT POST DELETE"),
        ("agents", "PUT POST DELETE"),
        ("about", "PUT POST DELETE PATCH"),
        ("activities/state", "PATCH TRACE FOO"),
        ("agents/profile", "PATCH"),
    ],
)
def test_other_methods_are_405_and_told_which_are_answered(system, resource, methods):
    for method in methods.split():
        assert System().ask(method, resource).status_code == 405, "a credential would not change it"
        answer = system.ask(method, resource)
        assert answer.status_code == 405, method
        assert "GET" in answer["Allow"]
        assert method not in answer["Allow"].split(", ")


def test_head_is_get_without_the_body(system):
    system.put("activities/state", STATE, b"hej", kind="text/plain")
    got, head = system.get("activities/state", STATE), system.ask("HEAD", "activities/state", STATE)
    assert head.status_code == 200
    assert head.content == b""
    assert {**head.headers} == {**got.headers} | {"X-Request-ID": head["X-Request-ID"]}
    assert head["Content-Length"] == "3"
    missing = {**STATE, "stateId": "andet"}
    assert system.ask("HEAD", "activities/state", missing).status_code == 404


def test_pages_of_other_sites_may_ask_with_a_credential_of_their_own():
    answer = System(version=None).ask("OPTIONS", "activities/state")
    assert answer.status_code == 204
    assert "PUT" in answer["Access-Control-Allow-Methods"]
    for name in ("Authorization", "Content-Type", "If-Match", "If-None-Match", "X-Experience-API-Version"):
        assert name in answer["Access-Control-Allow-Headers"]
    refused = System().get("agents")
    for each in (answer, refused):
        assert each["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in each
        assert "ETag" in each["Access-Control-Expose-Headers"]


def test_what_was_stored_runs_in_no_browser(system):
    system.put("activities/state", STATE, b"<script>alert(1)</script>", kind="text/html")
    answer = system.get("activities/state", STATE)
    assert answer["Content-Type"] == "text/html"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"


def test_a_form_on_a_page_elsewhere_is_refused_even_with_the_browsers_own_credential(system):
    answer = system.post("activities/state", STATE, {"a": 1}, headers={"Sec-Fetch-Mode": "navigate"})
    assert answer.status_code == 403


# --- parameters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "activityId=http://a.dk/%FF",
        "activityId=%00",
        "activityId=http://a.dk&activityId=http://a.dk",
        "activityId=http://a.dk&activityid=http://a.dk",
        "activityID=http://a.dk",
        "activityId=http://a.dk&x=1",
        "activityId=http://a.dk&" + "&".join(f"x{number}=1" for number in range(100)),
        "activityId=a.dk",
        "activityId=",
        "",
        "\xff=\xfe",
    ],
)
def test_parameters_that_are_wrong_are_400(system, query):
    answer = system.client.generic("GET", f"/xapi/activities?{query}", headers=system.headers)
    assert answer.status_code == 400
    assert message(answer)


def test_a_refusal_is_plain_text_for_whoever_wants_that(system):
    answer = system.get("activities", headers={"Accept": "text/plain"})
    assert answer["Content-Type"].startswith("text/plain")
    assert b"activityId is required" in answer.content


# --- size and rate ---------------------------------------------------------------------------------------------------


def test_what_is_too_large_is_413(system, settings):
    settings.HYLDEFRI_XAPI_LARGEST_REQUEST = 100
    settings.HYLDEFRI_XAPI_LARGEST_DOCUMENT = 50
    assert system.put("activities/state", STATE, b"x" * 101, kind="text/plain").status_code == 413
    assert system.put("activities/state", STATE, b"x" * 51, kind="text/plain").status_code == 413
    assert system.put("activities/state", STATE, {"a": "x" * 30}).status_code == 204
    assert system.post("activities/state", STATE, {"b": "x" * 30}).status_code == 413
    assert json.loads(system.get("activities/state", STATE).content) == {"a": "x" * 30}


def test_larger_bodies_than_a_pages_form_may_have_are_taken(system, settings):
    body = b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert system.put("activities/state", STATE, body, kind="text/plain").status_code == 204
    assert system.get("activities/state", STATE).content == body


def test_too_many_requests_in_a_minute_are_429(broker, settings):
    settings.HYLDEFRI_XAPI_RATE = 3
    one, other = System(credential()), System(credential())
    assert [one.get("agents", {"agent": AGENT}).status_code for _ in range(4)].count(200) >= 3
    refused = [one.get("agents", {"agent": AGENT}) for _ in range(4)][-1]
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 61
    assert other.get("agents", {"agent": AGENT}).status_code == 200


WRONG = {"address": (["f" * 24, "e" * 24], ["10.0.0.1"]), "key": (["f" * 24], ["10.0.0.1", "10.0.0.2"])}


def wrong(keys, addresses, times=7):
    """What a system is answered that tries them in turn."""
    tries = list(zip(cycle(keys), cycle(addresses), range(times), strict=False))
    return [
        System().client.get(
            "/xapi/agents", headers=System().headers | {"Authorization": basic(key)}, REMOTE_ADDR=address
        )
        for key, address, _ in tries
    ]


@pytest.mark.parametrize("by", WRONG)
def test_wrong_credentials_are_429_when_it_is_too_often_from_an_address_or_for_a_key(broker, settings, by):
    settings.HYLDEFRI_XAPI_WRONG = 3
    answers = wrong(*WRONG[by])
    assert {answers[0].status_code, answers[1].status_code} == {401}
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1]["Retry-After"]) <= 61
    assert "WWW-Authenticate" in answers[0]


def test_what_is_right_is_let_in_however_often_others_are_wrong(broker, system, settings):
    settings.HYLDEFRI_XAPI_WRONG = 1
    sent = {"Authorization": basic(system.credential.key, "forkert")}
    form = ("grant_type=client_credentials", "application/x-www-form-urlencoded")
    answers = [system.client.post("/xapi/oauth/token", *form, headers=sent) for _ in range(3)]
    assert answers[-1].status_code == 429
    assert system.get("agents", {"agent": AGENT}).status_code == 200


def test_no_credential_at_all_is_not_counted(broker, settings):
    settings.HYLDEFRI_XAPI_WRONG = 1
    assert [System().get("agents", {"agent": AGENT}).status_code for _ in range(3)] == [401, 401, 401]


def test_with_the_cache_down_nobody_is_counted(dead_broker, system, settings):
    settings.HYLDEFRI_XAPI_RATE = settings.HYLDEFRI_XAPI_WRONG = 1
    assert [system.get("agents", {"agent": AGENT}).status_code for _ in range(3)] == [200, 200, 200]
    assert [answer.status_code for answer in wrong(["f" * 24], ["10.0.0.1"], 3)] == [401, 401, 401]


# --- figures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "resource", "named"),
    [("GET", "agents", ("agents", "GET", "400")), ("FOO", "nonsense", ("other", "other", "404"))],
)
def test_requests_are_in_the_figures_by_names_that_there_are(system, method, resource, named):
    labels = dict(zip(("resource", "method", "status"), named, strict=True))
    before = REGISTRY.get_sample_value("hyldefri_xapi_seconds_count", labels) or 0
    system.ask(method, resource)
    assert REGISTRY.get_sample_value("hyldefri_xapi_seconds_count", labels) == before + 1


# --- what the database says ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status"), [(DataError("x"), 400), (OverflowError("x"), 400), (OperationalError("x"), 503)]
)
def test_what_the_database_cannot_hold_is_no_500(system, monkeypatch, error, status):
    def fails(_call):
        raise error

    monkeypatch.setitem(RESOURCES["activities/state"].methods, "GET", fails)
    assert state.get is not fails
    assert system.get("activities/state", STATE).status_code == status


# --- the alternate request syntax ------------------------------------------------------------------------------------


def alternate(system, method, resource, form, *, query="", headers=None, kind="application/x-www-form-urlencoded"):
    body = form if isinstance(form, bytes) else urlencode(form).encode()
    return system.client.generic(
        "POST", f"{system.base}{resource}?method={method}{query}", body, content_type=kind, headers=headers or {}
    )


def form_of(system, **fields):
    return {**system.headers, "activityId": ACTIVITY, "agent": json.dumps(AGENT), "stateId": "a", **fields}


def test_a_post_that_means_head_announces_no_body(system):
    system.put("activities/state", STATE, {"a": 1})
    answer = alternate(system, "HEAD", "activities/state", form_of(system, stateId=STATE["stateId"]))
    assert (answer.status_code, answer.content, answer["Content-Length"]) == (200, b"", "0")
    assert int(system.ask("HEAD", "activities/state", STATE)["Content-Length"]) > 0


def test_the_alternate_syntax_does_everything_by_post(system):
    content = json.dumps({"navn": "Søren & + %"})
    stored = alternate(system, "PUT", "activities/state", form_of(system, content=content))
    assert stored.status_code == 204, stored.content
    got = alternate(system, "GET", "activities/state", form_of(system))
    assert json.loads(got.content) == {"navn": "Søren & + %"}
    assert got["Content-Type"] == "application/json"
    head = alternate(system, "HEAD", "activities/state", form_of(system))
    assert (head.status_code, head.content) == (200, b"")
    again = alternate(system, "PUT", "activities/state", form_of(system, content="{}", **{"If-None-Match": "*"}))
    assert again.status_code == 412
    assert alternate(system, "DELETE", "activities/state", form_of(system)).status_code == 204
    assert alternate(system, "GET", "activities/state", form_of(system)).status_code == 404


def test_what_does_not_stand_in_the_form_may_stand_in_the_headers(system):
    form = {
        "activityId": ACTIVITY,
        "agent": json.dumps(AGENT),
        "stateId": "a",
        "content": "hej",
        "Content-Type": "text/plain",
    }
    assert alternate(system, "PUT", "activities/state", form, headers=system.headers).status_code == 204
    got = system.get("activities/state", {**STATE, "stateId": "a"})
    assert (got.content, got["Content-Type"]) == (b"hej", "text/plain")


def test_the_alternate_syntax_is_taken_in_its_own_form_only(system):
    assert alternate(system, "PUT", "activities/state", form_of(system, content="{}"), query="&a=1").status_code == 400
    assert (
        alternate(system, "PUT", "activities/state", form_of(system, content="{}"), query="&method=PUT").status_code
        == 400
    )
    assert alternate(system, "PATCH", "activities/state", form_of(system)).status_code == 400
    assert alternate(system, "", "activities/state", form_of(system)).status_code == 400
    assert alternate(system, "PUT", "activities/state", form_of(system), kind="application/json").status_code == 400
    assert alternate(system, "GET", "activities/state", form_of(system, ukendt="1")).status_code == 400
    assert alternate(system, "GET", "activities/state", b"activityId=%FF").status_code == 400
    twice = urlencode(form_of(system)) + "&stateId=b"
    assert alternate(system, "GET", "activities/state", twice.encode()).status_code == 400
    assert not system.get("activities/state", {"activityId": ACTIVITY, "agent": AGENT}).content.strip(b"[]")


def test_2_0_has_no_alternate_syntax():
    system = System(credential(), version="2.0.0")
    answer = alternate(system, "PUT", "activities/state", form_of(system, content="{}"))
    assert answer.status_code == 400
    assert answer["X-Experience-API-Version"] == "2.0.0"
    plain = System(credential(), version="2.0.0").post("activities/state", {**STATE, "method": "PUT"}, {"a": 1})
    assert plain.status_code == 400


def test_the_method_parameter_means_nothing_to_other_methods(system):
    assert system.get("activities", {"activityId": ACTIVITY, "method": "PUT"}).status_code == 400
    assert system.get(f"activities?activityId={quote(ACTIVITY)}&content=x").status_code == 400
