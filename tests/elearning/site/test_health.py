from __future__ import annotations

import json

import pytest
from django.db import OperationalError
from django.test import Client

from elearning.site import forwarding_figures, health
from tests.factories import MunicipalityFactory
from tests.services import RedisServer
from tracking.models import Relay


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    health.migrations.cache_clear()
    health._redis.cache_clear()


def test_healthz_answers_without_asking_the_database(client: Client) -> None:
    # No django_db mark: a query would fail this test.
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.worker
@pytest.mark.django_db
def test_readyz_is_content_when_every_part_answers(client: Client, broker: RedisServer) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "checks": {"database": "ok", "migrations": "ok", "cache": "ok", "broker": "ok"},
    }


@pytest.mark.django_db
def test_readyz_says_which_part_is_down_and_no_more(client: Client, dead_broker: None) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"] == {
        "database": "ok",
        "migrations": "ok",
        "cache": "failed",
        "broker": "failed",
    }
    assert b"sock" not in answer.content


@pytest.mark.django_db
def test_a_load_balancer_may_leave_redis_out(client: Client, dead_broker: None) -> None:
    assert client.get("/readyz?exclude=cache&exclude=broker").status_code == 200


@pytest.mark.django_db
def test_readyz_waits_for_migrations(client: Client, dead_broker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_: ["one"])

    assert client.get("/readyz").json()["checks"]["migrations"] == "failed"


@pytest.mark.django_db
def test_metrics_are_for_this_machine(client: Client) -> None:
    assert b"hyldefri_cache_failures_total" in client.get("/metrics").content


@pytest.mark.django_db
def test_metrics_say_how_forwarding_stands(client: Client) -> None:
    municipality = MunicipalityFactory(code="161")
    Relay.objects.for_municipality(municipality).create(municipality=municipality, enabled=True, failures=3)
    said = client.get("/metrics").content.decode()
    assert 'hyldefri_forwarding_failures{municipality="161"} 3.0' in said
    assert 'hyldefri_forwarding_seconds_behind{municipality="161"} 0.0' in said
    assert "hyldefri_cache_failures_total" in said


def test_metrics_without_a_database_are_the_others(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def down() -> None:
        raise OperationalError("no database")

    monkeypatch.setattr(forwarding_figures, "figures", down)
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert b"hyldefri_cache_failures_total" in answer.content


@pytest.mark.parametrize(
    "request_from",
    [
        {"REMOTE_ADDR": "192.0.2.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=192.0.2.1"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_metrics_are_not_for_others(client: Client, request_from: dict[str, str]) -> None:
    assert client.get("/metrics", **request_from).status_code == 403


@pytest.mark.django_db
def test_metrics_are_for_who_has_the_token(client: Client, settings: pytest.FixtureRequest) -> None:
    settings.METRICS_TOKEN = "hemmelig"

    def status(authorization: str) -> int:
        return client.get("/metrics", REMOTE_ADDR="192.0.2.1", HTTP_AUTHORIZATION=authorization).status_code

    assert status("Bearer hemmelig") == 200
    assert status("Bearer forkert") == 403
    assert status("Basic hemmelig") == 403


def test_no_token_set_is_no_token_accepted(client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1", HTTP_AUTHORIZATION="Bearer ").status_code == 403


def test_a_request_keeps_the_name_its_proxy_gave_it(client: Client) -> None:
    assert client.get("/healthz", HTTP_X_REQUEST_ID="abc-12345")["X-Request-ID"] == "abc-12345"


@pytest.mark.parametrize("name", ["short", "with space and more", "x" * 65, 'json":"break'])
def test_a_name_that_could_garble_the_log_is_replaced(client: Client, name: str) -> None:
    assert client.get("/healthz", HTTP_X_REQUEST_ID=name)["X-Request-ID"] != name


def test_json_is_what_readyz_speaks(client: Client) -> None:
    answer = client.get("/readyz?exclude=database&exclude=migrations&exclude=cache&exclude=broker")

    assert json.loads(answer.content) == {"ready": True, "checks": {}}
