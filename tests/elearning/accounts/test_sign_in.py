from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client
from django.urls import reverse

from elearning.accounts import guesses
from elearning.accounts.models import User
from elearning.municipalities.models import Membership
from tests.elearning.accounts.conftest import code_in_last_mail, wrong
from tests.factories import MunicipalityFactory, UserFactory
from tests.services import RedisServer

pytestmark = pytest.mark.django_db

SIGN_IN = "/konto/login/"
CONFIRM = "/konto/login/code/confirm/"
PASSWORD = "/konto/login/adgangskode/"
SIGN_UP = "/konto/signup/"
CONFIRM_ADDRESS = "/konto/confirm-email/"
SECOND_FACTOR = "/konto/2fa/authenticate/"


def signed_in_as(client: Client) -> int | None:
    key = client.session.get("_auth_user_id")
    return int(key) if key else None


def verified(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_a_code_by_mail_signs_in_somebody_who_was_only_invited(client: Client) -> None:
    user = UserFactory(email="kirsten@example.dk")

    response = client.post(SIGN_IN, {"login": "kirsten@example.dk"})
    assert response.headers["Location"] == CONFIRM
    assert mail.outbox[0].to == ["kirsten@example.dk"]
    response = client.post(CONFIRM, {"code": code_in_last_mail()})

    assert response.status_code == 302
    assert signed_in_as(client) == user.pk
    assert EmailAddress.objects.get(user=user).verified
    assert len(mail.outbox) == 1


def test_the_address_may_be_typed_in_any_case(client: Client) -> None:
    user = UserFactory(email="Kirsten.Holm@Example.dk")
    client.post(SIGN_IN, {"login": "KIRSTEN.holm@example.DK"})
    client.post(CONFIRM, {"code": code_in_last_mail()})
    assert signed_in_as(client) == user.pk


def test_signing_in_leads_to_the_page_that_asked(client: Client) -> None:
    UserFactory(email="a@example.dk")
    response = client.post(f"{SIGN_IN}?next=/konto/email/", {"login": "a@example.dk", "next": "/konto/email/"})
    response = client.post(response.headers["Location"], {"code": code_in_last_mail(), "next": "/konto/email/"})
    assert response.headers["Location"] == "/konto/email/"


def test_signing_in_never_leads_to_another_site(client: Client) -> None:
    UserFactory(email="a@example.dk")
    client.post(SIGN_IN, {"login": "a@example.dk", "next": "https://evil.example/"})
    response = client.post(CONFIRM, {"code": code_in_last_mail(), "next": "https://evil.example/"})
    assert response.headers["Location"] == "/"


def test_opening_any_address_from_a_mail_signs_nobody_in(client: Client) -> None:
    UserFactory(email="a@example.dk")
    client.post(SIGN_IN, {"login": "a@example.dk"})
    code = code_in_last_mail()
    assert "http" not in str(mail.outbox[-1].body)
    for query in (f"?code={code}", f"?login=a@example.dk&code={code}"):
        client.get(SIGN_IN + query)
        client.get(CONFIRM + query)
    assert signed_in_as(client) is None


def test_an_unknown_address_gets_the_same_answer_as_a_known_one() -> None:
    UserFactory(email="known@example.dk")
    answers = []
    for address in ("known@example.dk", "stranger@example.dk"):
        client = Client()
        first = client.post(SIGN_IN, {"login": address})
        second = client.get(CONFIRM)
        third = client.post(CONFIRM, {"code": "000000x"})
        pages = [
            page.content.decode().replace(address, "ADDRESS").partition("csrfmiddlewaretoken")[0]
            for page in (second, third)
        ]
        answers.append([first.status_code, first.headers["Location"], second.status_code, third.status_code, *pages])
    assert answers[0] == answers[1]
    assert len(mail.outbox) == 2


def test_a_mail_to_an_unknown_address_offers_an_account_only_where_one_may_be_had() -> None:
    MunicipalityFactory(email_domains=["glostrup.dk"])
    Client().post(SIGN_IN, {"login": "ny@glostrup.dk"})
    Client().post(SIGN_IN, {"login": "ny@example.dk"})
    inside, outside = (str(message.body) for message in mail.outbox)
    assert SIGN_UP in inside
    assert SIGN_UP not in outside


def test_an_inactive_account_gets_no_code(client: Client) -> None:
    UserFactory(email="gone@example.dk", is_active=False)
    client.post(SIGN_IN, {"login": "gone@example.dk"})
    assert not re.search(r"\d{6}", f"{mail.outbox[-1].subject} {mail.outbox[-1].body}")
    client.post(CONFIRM, {"code": ""})
    assert signed_in_as(client) is None


@pytest.mark.parametrize("typed", ["", "no-address", "a@b", "a@example.dk\r\nBcc: b@example.dk", "x" * 300])
def test_what_is_no_address_is_refused_and_nothing_is_sent(client: Client, typed: str) -> None:
    response = client.post(SIGN_IN, {"login": typed})
    assert response.status_code == 200
    assert not mail.outbox


@pytest.mark.parametrize("typed", ["", " ", "abcdef", "12345", "1234567890" * 50, "٣٣٣٣٣٣", "\0"])
def test_what_is_not_the_code_signs_nobody_in(client: Client, typed: str) -> None:
    UserFactory(email="a@example.dk")
    client.post(SIGN_IN, {"login": "a@example.dk"})
    response = client.post(CONFIRM, {"code": typed})
    assert response.status_code == 200
    assert signed_in_as(client) is None


def test_a_code_works_once_and_in_one_browser_only(client: Client) -> None:
    user = UserFactory(email="a@example.dk")
    client.post(SIGN_IN, {"login": "a@example.dk"})
    code = code_in_last_mail()
    other = Client()
    other.post(SIGN_IN, {"login": "a@example.dk"})
    other.post(CONFIRM, {"code": code})
    assert signed_in_as(other) is None
    client.post(CONFIRM, {"code": code})
    assert signed_in_as(client) == user.pk
    client.post("/konto/logout/")
    client.post(CONFIRM, {"code": code})
    assert signed_in_as(client) is None


def test_three_wrong_codes_void_the_right_one(client: Client) -> None:
    UserFactory(email="a@example.dk")
    client.post(SIGN_IN, {"login": "a@example.dk"})
    code = code_in_last_mail()
    for _attempt in range(3):
        client.post(CONFIRM, {"code": wrong(code)})
    client.post(CONFIRM, {"code": code})
    assert signed_in_as(client) is None


def test_a_code_grows_old(client: Client) -> None:
    UserFactory(email="a@example.dk")
    client.post(SIGN_IN, {"login": "a@example.dk"})
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= 15 * 60 + 1
    session.save()
    client.post(CONFIRM, {"code": code_in_last_mail()})
    assert signed_in_as(client) is None


def test_somebody_who_mistyped_her_address_types_it_again(client: Client) -> None:
    user = UserFactory(email="kirsten@example.dk")
    client.post(SIGN_IN, {"login": "kisten@example.dk"})
    client.post(SIGN_IN, {"login": "kirsten@example.dk"})
    client.post(CONFIRM, {"code": code_in_last_mail()})
    assert signed_in_as(client) == user.pk


def test_somebody_whose_code_does_not_come_may_use_her_password(client: Client) -> None:
    user = verified(UserFactory(email="a@example.dk", password="correct horse battery"))
    client.post(SIGN_IN, {"login": "a@example.dk"})
    assert client.get(PASSWORD).status_code == 200
    client.post(PASSWORD, {"login": "a@example.dk", "password": "correct horse battery"})
    assert signed_in_as(client) == user.pk


def test_starting_over_does_not_skip_the_second_factor(client: Client) -> None:
    user = verified(UserFactory(email="a@example.dk", password="correct horse battery"))
    totp.TOTP.activate(user, totp.generate_totp_secret())
    client.post(PASSWORD, {"login": "a@example.dk", "password": "correct horse battery"})
    for page in (SIGN_IN, PASSWORD, CONFIRM):
        client.get(page)
    client.post(SIGN_IN, {"login": "a@example.dk"})
    assert signed_in_as(client) is None
    assert client.get("/konto/profil/").status_code == 302


class NoCache:
    """A cache that has forgotten everything, as one that fails open does."""

    def get(self, _key: str, default: Any = None) -> Any:
        return default

    def add(self, *_args: Any, **_kwargs: Any) -> bool:
        return True

    def set(self, *_args: Any, **_kwargs: Any) -> None: ...

    def delete(self, *_args: Any) -> None: ...


def test_guessing_codes_is_bounded_even_with_the_cache_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    UserFactory(email="a@example.dk")
    monkeypatch.setattr("allauth.core.internal.ratelimit.cache", NoCache())
    looked_at = 0
    for _round in range(8):
        client = Client()
        client.post(SIGN_IN, {"login": "a@example.dk"})
        code = code_in_last_mail()
        for _attempt in range(2):
            page = client.post(CONFIRM, {"code": wrong(code)}).content.decode()
            looked_at += "Koden er forkert" in page or "Incorrect code" in page
    assert looked_at == guesses.LIMITS["code"]
    client.post(CONFIRM, {"code": code})
    assert signed_in_as(client) is None


def test_sending_codes_to_one_address_is_bounded_even_with_the_cache_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("allauth.core.internal.ratelimit.cache", NoCache())
    UserFactory(email="a@example.dk")
    for _attempt in range(guesses.LIMITS["send"] + 5):
        Client().post(SIGN_IN, {"login": "A@example.dk"})
    assert len(mail.outbox) == guesses.LIMITS["send"]


def test_guessing_passwords_is_bounded_even_with_the_cache_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allauth.core.internal.ratelimit.cache", NoCache())
    verified(UserFactory(email="a@example.dk", password="correct horse battery"))
    for _attempt in range(guesses.LIMITS["password"]):
        Client().post(PASSWORD, {"login": "a@example.dk", "password": "wrong"})
    client = Client()
    client.post(PASSWORD, {"login": "a@example.dk", "password": "correct horse battery"})
    assert signed_in_as(client) is None


def test_allauths_own_limits_are_on(client: Client, broker: RedisServer) -> None:
    answers = {client.post(SIGN_IN, {"login": ""}).status_code for _attempt in range(31)}
    assert answers == {200, 429}


def test_a_password_is_the_alternative(client: Client) -> None:
    user = verified(UserFactory(email="a@example.dk", password="correct horse battery"))
    client.post(PASSWORD, {"login": "A@example.dk", "password": "correct horse battery"})
    assert signed_in_as(client) == user.pk


def test_a_wrong_password_and_an_unknown_address_read_alike() -> None:
    verified(UserFactory(email="a@example.dk", password="correct horse battery"))
    pages = []
    for address in ("a@example.dk", "b@example.dk"):
        response = Client().post(PASSWORD, {"login": address, "password": "wrong"})
        assert response.status_code == 200
        pages.append(response.content.decode().partition("csrfmiddlewaretoken")[0].replace(address, "X"))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("way", ["code", "password"])
def test_a_second_factor_is_asked_for_whichever_way_one_came(client: Client, way: str) -> None:
    user = verified(UserFactory(email="a@example.dk", password="correct horse battery"))
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    if way == "code":
        client.post(SIGN_IN, {"login": "a@example.dk"})
        response = client.post(CONFIRM, {"code": code_in_last_mail()})
    else:
        response = client.post(PASSWORD, {"login": "a@example.dk", "password": "correct horse battery"})
    assert response.headers["Location"] == SECOND_FACTOR
    assert signed_in_as(client) is None

    counter = next(iter(totp.yield_hotp_counters_from_time()))
    right = totp.format_hotp_value(totp.hotp_value(secret, counter))
    client.post(SECOND_FACTOR, {"code": wrong(right)})
    assert signed_in_as(client) is None
    client.post(SECOND_FACTOR, {"code": right})
    assert signed_in_as(client) == user.pk


def test_guessing_the_second_factor_is_bounded_even_with_the_cache_gone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allauth.core.internal.ratelimit.cache", NoCache())
    user = verified(UserFactory(email="a@example.dk", password="correct horse battery"))
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    client.post(PASSWORD, {"login": "a@example.dk", "password": "correct horse battery"})
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    right = totp.format_hotp_value(totp.hotp_value(secret, counter))
    for _attempt in range(guesses.LIMITS["second_factor"]):
        client.post(SECOND_FACTOR, {"code": wrong(right)})
    client.post(SECOND_FACTOR, {"code": right})
    assert signed_in_as(client) is None


def test_signing_up_makes_a_learner_of_the_addresss_municipality(client: Client) -> None:
    municipality = MunicipalityFactory(email_domains=["Glostrup.dk"])
    response = client.post(SIGN_UP, {"email": "Ny.Leder@glostrup.dk"})
    assert response.headers["Location"] == CONFIRM_ADDRESS
    user = User.objects.get()
    assert not Membership.objects.for_user(user).exists(), "an unproven address opens nothing"

    response = client.post(CONFIRM_ADDRESS, {"code": code_in_last_mail()})

    assert signed_in_as(client) == user.pk
    assert response.headers["Location"] == reverse("account_profile")
    membership = Membership.objects.for_user(user).get()
    assert membership.municipality == municipality
    assert membership.role == Membership.Role.LEARNER
    assert not user.has_usable_password()


def test_signing_up_with_the_wrong_code_opens_nothing(client: Client) -> None:
    MunicipalityFactory(email_domains=["glostrup.dk"])
    client.post(SIGN_UP, {"email": "ny@glostrup.dk"})
    client.post(CONFIRM_ADDRESS, {"code": wrong(code_in_last_mail())})
    assert signed_in_as(client) is None
    assert not Membership.objects.unscoped(reason="none at all may exist").exists()


@pytest.mark.parametrize("address", ["a@example.dk", "a@sub.glostrup.dk", "a@notglostrup.dk", "a@glostrup.dk.evil.dk"])
def test_signing_up_with_another_address_is_refused_alike_for_known_and_unknown(client: Client, address: str) -> None:
    MunicipalityFactory(email_domains=["glostrup.dk"])
    unknown = client.post(SIGN_UP, {"email": address})
    UserFactory(email=address)
    known = client.post(SIGN_UP, {"email": address})
    assert unknown.status_code == known.status_code == 200
    first, second = (page.content.decode().partition("csrfmiddlewaretoken")[0] for page in (unknown, known))
    assert first == second
    assert User.objects.count() == 1
    assert not mail.outbox


def test_signing_up_again_reads_like_the_first_time_and_mails_the_owner(client: Client) -> None:
    MunicipalityFactory(email_domains=["glostrup.dk"])
    verified(UserFactory(email="a@glostrup.dk"))
    response = client.post(SIGN_UP, {"email": "A@glostrup.dk"})
    assert response.headers["Location"] == CONFIRM_ADDRESS
    assert User.objects.count() == 1
    assert not any(character.isdigit() for character in str(mail.outbox[0].body))


@pytest.mark.parametrize("next_page", ["", "?next=/admin/pages/"])
def test_wagtails_own_sign_in_page_leads_to_ours(client: Client, next_page: str) -> None:
    response = client.get(f"/admin/login/{next_page}")
    assert response.status_code == 302
    assert response.headers["Location"].startswith(SIGN_IN)


def test_the_admin_asks_at_our_door(client: Client) -> None:
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith(f"{SIGN_IN}?next=")


@pytest.mark.parametrize("door", ["/admin/login/", "/_util/login/"])
def test_a_password_posted_to_wagtails_doors_signs_nobody_in(client: Client, door: str) -> None:
    verified(UserFactory(email="a@example.dk", password="correct horse battery", is_superuser=True))
    client.post(door, {"username": "a@example.dk", "password": "correct horse battery"})
    assert signed_in_as(client) is None


@pytest.mark.parametrize("door", ["", "done/", "confirm/MQ/abc-def/", "complete/"])
def test_wagtails_password_reset_is_closed(client: Client, door: str) -> None:
    assert client.get(f"/admin/password_reset/{door}").status_code == 404


def test_somebody_without_access_to_the_admin_is_told_so_and_not_sent_in_circles(client: Client) -> None:
    client.force_login(UserFactory())
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403


def test_a_superuser_comes_in_with_a_code(sign_in: Callable[[str], Client]) -> None:
    UserFactory(email="op@example.dk", is_superuser=True)
    assert sign_in("op@example.dk").get("/admin/").status_code == 200


def test_a_new_password_needs_a_code_and_no_link(client: Client) -> None:
    user = verified(UserFactory(email="a@example.dk", password="correct horse battery"))
    client.post("/konto/password/reset/", {"email": "a@example.dk"})
    assert "http" not in str(mail.outbox[-1].body)
    client.post("/konto/password/reset/confirm/", {"code": code_in_last_mail()})
    client.post("/konto/password/reset/complete/", {"password1": "another long one", "password2": "another long one"})
    user.refresh_from_db()
    assert user.check_password("another long one")
