"""Tokens for a key and a secret (RFC 6749, 4.4)."""

import json

import pytest

from tests.tracking.xapi.systems import AGENT, SECRET, System, basic, credential
from tracking.models import AccessToken
from tracking.xapi.resources.call import Scope

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


def ask(client, form, *, authorization=None, kind=FORM, method="POST", at="token"):
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = client.generic(method, f"/xapi/oauth/{at}", form.encode(), content_type=kind, headers=headers)
    return answer, json.loads(answer.content) if answer.content else {}


def test_a_key_and_its_secret_get_a_token_that_opens_the_store(client):
    row = credential(None, Scope.PROFILE, Scope.STATE)
    answer, given = ask(client, "grant_type=client_credentials", authorization=basic(row.key))
    assert answer.status_code == 200
    assert (given["token_type"], given["expires_in"], given["scope"]) == ("Bearer", 3600, "profile state")
    assert answer["Cache-Control"] == "no-store"
    asked = System().get("agents", {"agent": AGENT}, headers={"Authorization": f"Bearer {given['access_token']}"})
    assert asked.status_code == 200


def test_the_client_may_sign_in_in_the_form(client):
    row = credential()
    form = f"grant_type=client_credentials&client_id={row.key}&client_secret={SECRET}"
    assert ask(client, form)[0].status_code == 200
    answer, given = ask(client, form, authorization=basic(row.key))
    assert (answer.status_code, given["error"]) == (400, "invalid_request")


def test_a_token_may_be_asked_for_less(client):
    row = credential(None, Scope.PROFILE, Scope.STATE)
    _, given = ask(client, "grant_type=client_credentials&scope=state", authorization=basic(row.key))
    assert given["scope"] == "state"
    system = System(None)
    system.headers["Authorization"] = f"Bearer {given['access_token']}"
    assert system.get("agents/profile", {"agent": AGENT}).status_code == 403
    everything = credential()
    _, given = ask(client, "grant_type=client_credentials&scope=state+profile", authorization=basic(everything.key))
    assert given["scope"] == "profile state"


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ("", 400, "invalid_request"),
        ("grant_type=", 400, "invalid_request"),
        ("grant_type=password&username=a&password=b", 400, "unsupported_grant_type"),
        ("grant_type=client_credentials&scope=all", 400, "invalid_scope"),
        ("grant_type=client_credentials&scope=nothing", 400, "invalid_scope"),
        ("grant_type=client_credentials&scope=state+nothing", 400, "invalid_scope"),
        ("grant_type=client_credentials&grant_type=client_credentials", 400, "invalid_request"),
        ("grant_type=client_credentials&scope=%FF", 400, "invalid_request"),
        ("grant_type=client_credentials&scope=%00", 400, "invalid_request"),
    ],
)
def test_what_is_wrong_is_called_by_its_name_in_the_standard(client, form, status, error):
    row = credential(None, Scope.STATE)
    answer, given = ask(client, form, authorization=basic(row.key))
    assert (answer.status_code, given["error"]) == (status, error)
    assert not AccessToken.objects.for_municipality(row.municipality).exists()


def test_a_client_that_is_not_known_is_401(client):
    row = credential()
    sent = [basic(row.key, "forkert"), basic("f" * 24), "Basic x", "Bearer " + "x" * 43, None]
    for authorization in sent:
        answer, given = ask(client, "grant_type=client_credentials", authorization=authorization)
        assert (answer.status_code, given["error"]) == (401, "invalid_client")
        assert answer["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize("at", ["token", "revoke"])
def test_only_a_posted_form_is_answered(client, at):
    row = credential()
    assert ask(client, "", method="GET", authorization=basic(row.key), at=at)[0].status_code == 405
    assert ask(client, "{}", kind="application/json", authorization=basic(row.key), at=at)[0].status_code == 400
    assert client.options(f"/xapi/oauth/{at}").status_code == 204


# --- revoking (RFC 7009) ----------------------------------------------------------------------------------------------


def opens(token):
    headers = {"Authorization": f"Bearer {token}"}
    return System().get("agents", {"agent": AGENT}, headers=headers).status_code == 200


def test_a_token_that_is_revoked_opens_nothing_from_then_on(client):
    row = credential()
    one, other = (ask(client, "grant_type=client_credentials", authorization=basic(row.key))[1] for _ in range(2))
    assert opens(one["access_token"])
    form = f"token={one['access_token']}&token_type_hint=access_token"
    assert ask(client, form, authorization=basic(row.key), at="revoke")[0].status_code == 200
    assert not opens(one["access_token"])
    assert opens(other["access_token"])
    assert ask(client, form, authorization=basic(row.key), at="revoke")[0].status_code == 200  # as good as revoked


def test_a_token_is_revoked_by_nobody_else(client):
    row, stranger = credential(), credential()
    _, given = ask(client, "grant_type=client_credentials", authorization=basic(row.key))
    form = f"token={given['access_token']}"
    answers = [
        ask(client, form, authorization=basic(stranger.key), at="revoke"),
        ask(client, form, authorization=basic(row.key, "forkert"), at="revoke"),
        ask(client, form, at="revoke"),
        ask(client, "token_type_hint=access_token", authorization=basic(row.key), at="revoke"),
    ]
    assert [(answer.status_code, error["error"]) for answer, error in answers] == [
        (400, "invalid_grant"), (401, "invalid_client"), (401, "invalid_client"), (400, "invalid_request")
    ]  # fmt: skip
    assert opens(given["access_token"])
