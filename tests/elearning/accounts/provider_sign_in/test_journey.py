"""The way to the municipality's own sign-in and back."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from elearning.accounts.models import IdentityProvider, User
from elearning.municipalities.outside import http
from tests.elearning.accounts.provider_sign_in.knowing import KIRSTEN, signed_in_as
from tests.factories import UserFactory
from tests.oidc.process import ProviderProcess, address_at_provider, answer_of, leave, sign_in_at
from tests.oidc.provider import CLIENT_SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_what_is_sent_to_the_provider_holds_a_challenge_and_no_secret(
    client: Client, provider: IdentityProvider
) -> None:
    address = address_at_provider(leave(client, "161"))
    assert "code_challenge_method=S256" in address
    assert "nonce=" in address
    assert "state=" in address
    (begun,) = client.session["provider_sign_ins"].values()
    assert begun["verifier"] not in address
    assert CLIENT_SECRET not in address


def test_an_answer_works_once(client: Client, provider: IdentityProvider) -> None:
    answer = answer_of(address_at_provider(leave(client, "161")))
    client.get(answer)
    client.post("/konto/logout/")
    assert client.get(answer).status_code == 400
    assert signed_in_as(client) is None


def test_an_answer_works_in_the_browser_that_asked_only(client: Client, provider: IdentityProvider) -> None:
    answer = answer_of(address_at_provider(leave(client, "161")))
    stranger = Client()
    assert stranger.get(answer).status_code == 400
    assert signed_in_as(stranger) is None
    assert not User.objects.exists()


@pytest.mark.parametrize("query", ["", "?state=x", "?state=&code=y", "?code=y", "?error=access_denied", "?state=%00"])
def test_an_answer_nobody_asked_for_is_refused(client: Client, provider: IdentityProvider, query: str) -> None:
    response = client.get(f"/log-ind/161/tilbage/{query}")
    assert response.status_code == 400
    assert "tog for lang tid" in response.content.decode()


def test_a_sign_in_grows_old(client: Client, provider: IdentityProvider) -> None:
    answer = answer_of(address_at_provider(leave(client, "161")))
    session = client.session
    for begun in session["provider_sign_ins"].values():
        begun["at"] -= 10 * 60 + 1
    session.save()
    assert client.get(answer).status_code == 400


def test_two_tabs_do_not_disturb_each_other(client: Client, provider: IdentityProvider) -> None:
    first, second = leave(client, "161", onwards="/kurser/"), leave(client, "161", onwards="/konto/profil/")
    address_at_provider(second)
    assert client.get(answer_of(address_at_provider(first))).headers["Location"] == "/kurser/"


def test_a_session_keeps_few_sign_ins(client: Client, provider: IdentityProvider) -> None:
    for _time in range(8):
        leave(client, "161")
    assert len(client.session["provider_sign_ins"]) == 5


def test_somebody_who_stops_at_the_provider_is_told_that_nothing_happened(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    idp.tell(**KIRSTEN, mischief="she cancels")
    response = sign_in_at(client, "161")
    assert response.status_code == 403
    assert "Du afbrød" in response.content.decode()


def test_an_answer_that_names_another_issuer_is_refused(client: Client, provider: IdentityProvider) -> None:
    answer = answer_of(address_at_provider(leave(client, "161")))
    assert client.get(f"{answer}&iss=https%3A%2F%2Fevil.example").status_code == 502
    assert signed_in_as(client) is None


def test_another_code_than_the_providers_is_refused(client: Client, provider: IdentityProvider) -> None:
    answer = answer_of(address_at_provider(leave(client, "161")))
    state = answer.partition("state=")[2].partition("&")[0]
    assert client.get(f"/log-ind/161/tilbage/?state={state}&code=guessed").status_code == 502
    assert client.get(answer).status_code == 400, "the state is used up"


def test_a_provider_that_is_down_is_said_to_be_so_and_not_waited_for_twice(
    client: Client, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.issuer = "http://127.0.0.1:9"
    provider.save()
    response = leave(client, "161")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "svarer ikke" in response.content.decode()
    monkeypatch.setattr(http, "_manager", lambda *_: pytest.fail("asked again at once"))
    assert leave(client, "161").status_code == 503
    assert client.get("/").status_code == 200


def test_a_second_factor_she_has_here_is_asked_for(client: Client, provider: IdentityProvider) -> None:
    user = UserFactory(email="kirsten@glostrup.dk")
    totp.TOTP.activate(user, totp.generate_totp_secret())
    response = sign_in_at(client, "161")
    assert response.headers["Location"].startswith("/konto/2fa/authenticate/")
    assert signed_in_as(client) is None


def test_somebody_signed_in_already_stays_who_she_is(client: Client, provider: IdentityProvider) -> None:
    user = UserFactory(email="op@example.dk")
    answer = answer_of(address_at_provider(leave(client, "161")))
    client.force_login(user)
    assert client.get(answer).status_code == 302
    assert leave(client, "161").status_code == 302
    assert signed_in_as(client) == user.pk


@pytest.mark.parametrize("path", ["/log-ind/999/", "/log-ind/161/tilbage/x/", "/log-ind/999/tilbage/"])
def test_a_municipality_without_its_own_sign_in_has_no_such_page(
    client: Client, provider: IdentityProvider, path: str
) -> None:
    assert client.get(path).status_code == 404


def test_one_that_is_not_in_use_does_not_exist(client: Client, provider: IdentityProvider) -> None:
    answer = answer_of(address_at_provider(leave(client, "161")))
    provider.enabled = False
    provider.save()
    assert client.get("/log-ind/161/").status_code == 404
    assert client.get(answer).status_code == 404


def test_the_way_there_is_posted_with_our_own_token(provider: IdentityProvider) -> None:
    assert Client(enforce_csrf_checks=True).post("/log-ind/161/").status_code == 403


def test_the_pages_need_no_inline_code(client: Client, provider: IdentityProvider) -> None:
    response = leave(client, "161")
    assert "form-action 'self'" in response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]
    assert "style=" not in response.content.decode()


def test_begun_sign_ins_are_limited(client: Client, provider: IdentityProvider, broker: object) -> None:
    client.force_login(UserFactory())
    assert [leave(client, "161").status_code for _time in range(300)] == [302] * 300
    # The count lives in the cache, and one that answers late forgets some.
    assert any(leave(client, "161").status_code == 429 for _time in range(300))
