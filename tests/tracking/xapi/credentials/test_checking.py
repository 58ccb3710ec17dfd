"""Whose a request is, and what it may."""

import base64
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import MunicipalityFactory
from tests.tracking.xapi.systems import ACTIVITY, AGENT, System, basic, credential
from tracking.models import AccessToken, Credential
from tracking.xapi.credentials import checking, header, secrets, tokens
from tracking.xapi.credentials.checking import access_for
from tracking.xapi.resources.call import Refused, Scope

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_a_new_process():
    checking.forget()


def refused(value):
    with pytest.raises(Refused) as caught:
        access_for(value)
    assert caught.value.status == 401
    return True


def change(row, **fields):
    Credential.objects.for_municipality(row.municipality).filter(pk=row.pk).update(**fields)


def test_a_key_and_its_secret_open_their_municipality_with_their_scopes():
    row = credential(None, Scope.STATE, Scope.WRITE)
    access = access_for(basic(row.key))
    assert access.municipality == row.municipality
    assert access.credential == row.pk
    assert access.scopes == {Scope.STATE, Scope.WRITE}


def test_the_authority_is_the_system_among_its_municipalitys_systems():
    row = credential(MunicipalityFactory(code="161"))
    account = access_for(basic(row.key)).authority["account"]
    assert account == {"homePage": "https://hyldefri.example/kommune/161/systemer", "name": row.key}


def test_wrong_secrets_and_others_secrets_open_nothing():
    one, other = credential(secret="en"), credential(secret="anden")
    assert refused(basic(one.key, "anden"))
    assert refused(basic(other.key, "en"))
    assert refused(basic(one.key, ""))
    assert refused(basic(secrets.new_key(), "en"))
    assert refused(basic(one.key, one.secret_hash))


def test_a_hash_that_is_copied_to_another_row_opens_nothing_there():
    one, other = credential(secret="en"), credential(secret="anden")
    change(other, secret_hash=one.secret_hash)
    assert refused(basic(other.key, "en"))


@pytest.mark.parametrize(
    "value",
    [
        None, "", "Basic", "Basic ", "Basic æ", "Basic ====", "Basic " + "QQ" * 2000, "Bearer", "Bearer a b", "x y",
        "Basic " + base64.b64encode(b"\xff\xfe:x").decode(), "Basic " + base64.b64encode(b"uden kolon").decode(),
        "Basic " + base64.b64encode(b"\0:\0").decode(), "Bearer " + "x" * 5000, "Bearer \0" + "x" * 30,
    ],
)  # fmt: skip
def test_whatever_is_sent_is_refused_and_nothing_breaks(value):
    assert refused(value)


def test_scopes_that_are_unknown_open_nothing():
    row = credential(None)
    change(row, scopes=["all/everything", "state"])
    assert access_for(basic(row.key)).scopes == {Scope.STATE}


def test_the_secret_is_checked_once_a_minute_and_the_row_every_time(django_assert_num_queries, monkeypatch):
    row = credential()
    access_for(basic(row.key))
    monkeypatch.setattr(secrets, "matches", lambda *_: pytest.fail("checked again"))
    with django_assert_num_queries(1):
        access_for(basic(row.key))


def test_what_is_remembered_ends_with_any_change_of_the_row():
    row = credential()
    sent = basic(row.key)
    access_for(sent)
    change(row, revoked_at=timezone.now())
    assert refused(sent)
    change(row, revoked_at=None, revision=2, scopes=["state"])
    assert access_for(sent).scopes == {Scope.STATE}


def test_an_access_ends_with_its_last_moment(monkeypatch):
    row = credential(expires_at=timezone.now() + timedelta(hours=1))
    sent = basic(row.key)
    access_for(sent)
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert refused(sent)


def test_use_is_noted_once_in_ten_minutes(django_assert_num_queries):
    row = credential()
    access_for(basic(row.key))
    first = Credential.objects.for_municipality(row.municipality).get().last_used_at
    assert first is not None
    checking.forget()
    with django_assert_num_queries(1):
        access_for(basic(row.key))
    change(row, last_used_at=timezone.now() - timedelta(minutes=11))
    checking.forget()
    access_for(basic(row.key))
    assert Credential.objects.for_municipality(row.municipality).get().last_used_at > first


def test_no_more_is_remembered_than_fits(monkeypatch):
    monkeypatch.setattr(checking, "_MOST", 2)
    rows = [credential() for _ in range(5)]
    for row in rows:
        access_for(basic(row.key))
    assert len(checking._known) <= 2


def test_a_header_is_read_as_basic_or_bearer():
    key = secrets.new_key()
    assert header.read(basic(key, "a:b")) == header.Pair(key, "a:b")
    assert header.read("bAsIc " + basic(key, "x")[6:]) == header.Pair(key, "x")
    assert header.read("bearer " + "x" * 43) == header.Bearer("x" * 43)


# --- tokens -----------------------------------------------------------------------------------------------------------


def bearer(row, *scopes):
    return "Bearer " + tokens.issue(row, scopes or checking.scopes_of(row.scopes)).token


def test_a_token_opens_what_it_was_given_for():
    row = credential()
    access = access_for(bearer(row, Scope.STATE))
    assert (access.credential, access.scopes) == (row.pk, {Scope.STATE})


def test_a_token_may_no_more_than_its_credential_may_now():
    row = credential(None, Scope.STATE, Scope.PROFILE)
    sent = bearer(row)
    change(row, scopes=["state"])
    assert access_for(sent).scopes == {Scope.STATE}


def test_a_token_ends_with_its_hour_its_credential_and_itself(monkeypatch):
    row, other = credential(), credential()
    sent, others = bearer(row), bearer(other)
    assert access_for(sent)
    assert access_for(others)
    AccessToken.objects.for_municipality(other.municipality).delete()
    assert refused(others)
    change(row, revoked_at=timezone.now())
    assert refused(sent)
    change(row, revoked_at=None)
    assert access_for(sent)
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert refused(sent)


def test_a_token_is_kept_as_a_hash_and_cleared_away_when_it_has_expired():
    row = credential()
    token = bearer(row).removeprefix("Bearer ")
    rows = AccessToken.objects.for_municipality(row.municipality)
    assert token not in str(list(rows.values()))
    rows.update(expires_at=timezone.now() - timedelta(seconds=1))
    bearer(row)
    assert rows.count() == 1


def test_a_credential_does_not_heap_up_tokens(monkeypatch):
    monkeypatch.setattr(tokens, "_MOST", 2)
    row = credential()
    bearer(row)
    bearer(row)
    with pytest.raises(Refused) as caught:
        bearer(row)
    assert caught.value.status == 429


# --- scopes -----------------------------------------------------------------------------------------------------------

STATE = {"activityId": ACTIVITY, "agent": AGENT, "stateId": "a"}
ASKED = {
    ("GET", "activities/state"): STATE,
    ("PUT", "activities/state"): STATE,
    ("POST", "activities/state"): STATE,
    ("DELETE", "activities/state"): STATE,
    ("GET", "activities/profile"): {"activityId": ACTIVITY, "profileId": "a"},
    ("PUT", "activities/profile"): {"activityId": ACTIVITY, "profileId": "a"},
    ("POST", "activities/profile"): {"activityId": ACTIVITY, "profileId": "a"},
    ("DELETE", "activities/profile"): {"activityId": ACTIVITY, "profileId": "a"},
    ("GET", "agents/profile"): {"agent": AGENT, "profileId": "a"},
    ("PUT", "agents/profile"): {"agent": AGENT, "profileId": "a"},
    ("POST", "agents/profile"): {"agent": AGENT, "profileId": "a"},
    ("DELETE", "agents/profile"): {"agent": AGENT, "profileId": "a"},
    ("GET", "activities"): {"activityId": ACTIVITY},
    ("GET", "agents"): {"agent": AGENT},
}
READS = {asked for asked in ASKED if asked[0] == "GET"}
SMALL = {("GET", "activities"), ("GET", "agents")}
PROFILES = {asked for asked in ASKED if asked[1].endswith("/profile")}
STATES = {asked for asked in ASKED if asked[1] == "activities/state"}
MAY = {
    Scope.WRITE: set(),
    Scope.READ_MINE: set(),
    Scope.READ: SMALL,
    Scope.STATE: STATES,
    Scope.DEFINE: SMALL,
    Scope.PROFILE: PROFILES | SMALL,
    Scope.ALL_READ: READS,
    Scope.ALL: set(ASKED),
}


@pytest.mark.parametrize("scope", list(Scope))
def test_each_scope_opens_what_it_says_and_nothing_else(scope):
    system = System(credential(None, scope))
    for (method, resource), params in ASKED.items():
        status = system.ask(method, resource, params, {"a": 1}).status_code
        assert (status != 403) is ((method, resource) in MAY[scope]), (method, resource, status)
    head = system.ask("HEAD", "activities/state", STATE).status_code
    assert (head != 403) is (("GET", "activities/state") in MAY[scope])
