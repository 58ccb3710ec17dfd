"""Whom a municipality's own sign-in lets in, and as whom."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from elearning.accounts.models import IdentityProvider, User
from elearning.municipalities.models import Membership
from tests.elearning.accounts.provider_sign_in.knowing import KIRSTEN, logged, signed_in_as
from tests.factories import MunicipalityFactory, UserFactory
from tests.oidc.process import ProviderProcess, address_at_provider, answer_of, leave, sign_in_at

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_somebody_new_gets_an_account_and_learns_in_her_municipality(
    client: Client, provider: IdentityProvider
) -> None:
    response = sign_in_at(client, "161")
    user = User.objects.get()
    assert response.status_code == 302
    assert signed_in_as(client) == user.pk
    assert (user.email, user.first_name, user.last_name) == ("kirsten@glostrup.dk", "Kirsten", "Holm")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    membership = Membership.objects.for_user(user).get()
    assert (membership.municipality, membership.role) == (provider.municipality, "learner")
    assert not mail.outbox


def test_the_second_time_she_is_the_same(provider: IdentityProvider) -> None:
    first, second = Client(), Client()
    sign_in_at(first, "161")
    sign_in_at(second, "161")
    assert signed_in_as(first) == signed_in_as(second) == User.objects.get().pk
    assert len(logged("accounts.provider_link")) == 1


def test_she_comes_to_the_page_she_was_going_to(client: Client, provider: IdentityProvider) -> None:
    assert sign_in_at(client, "161", onwards="/konto/profil/").headers["Location"] == "/konto/profil/"


def test_she_is_never_led_to_another_site(client: Client, provider: IdentityProvider) -> None:
    assert sign_in_at(client, "161", onwards="https://evil.example/").headers["Location"] == "/"


def test_her_session_gets_a_new_key(client: Client, provider: IdentityProvider) -> None:
    page = leave(client, "161")
    before = client.session.session_key
    client.get(answer_of(address_at_provider(page)))
    assert client.session.session_key != before
    assert "provider_sign_ins" not in client.session or not client.session["provider_sign_ins"]


def test_an_account_she_had_already_is_hers(client: Client, provider: IdentityProvider) -> None:
    user = UserFactory(email="kirsten@glostrup.dk", first_name="K.")
    sign_in_at(client, "161")
    user.refresh_from_db()
    assert signed_in_as(client) == user.pk
    assert user.first_name == "K."


def test_another_address_at_work_is_still_she(client: Client, idp: ProviderProcess, provider: IdentityProvider) -> None:
    sign_in_at(Client(), "161")
    idp.tell(**{**KIRSTEN, "email": "kirsten.lund@glostrup.dk"})
    sign_in_at(client, "161")
    user = User.objects.get()
    assert signed_in_as(client) == user.pk
    assert user.email == EmailAddress.objects.get(user=user, verified=True).email == "kirsten.lund@glostrup.dk"


def test_an_address_that_is_somebody_elses_now_does_not_move_to_her(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    sign_in_at(Client(), "161")
    other = UserFactory(email="lund@glostrup.dk")
    idp.tell(**{**KIRSTEN, "email": "lund@glostrup.dk"})
    sign_in_at(client, "161")
    assert signed_in_as(client) not in (None, other.pk)
    assert User.objects.get(pk=signed_in_as(client)).email == "kirsten@glostrup.dk"


def test_somebody_who_inherits_an_address_does_not_inherit_the_account(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    sign_in_at(Client(), "161")
    idp.tell(**{**KIRSTEN, "sub": "another kirsten"})
    assert sign_in_at(client, "161").status_code == 409
    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "kirsten@glostrup.dk"},
        {"email": "kirsten@private.example", "preferred_username": "kirsten@glostrup.dk"},
        {"email": "chef@glostrup.dk", "email_verified": False, "preferred_username": "kirsten@glostrup.dk"},
        {"email": "chef@glostrup.dk", "xms_edov": False, "upn": "kirsten@glostrup.dk"},
    ],
)
def test_without_an_address_to_trust_what_she_signs_in_with_is_used(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, claims: dict[str, Any]
) -> None:
    idp.tell(sub="kirsten", **claims)
    sign_in_at(client, "161")
    assert User.objects.get().email == "kirsten@glostrup.dk"


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": "kirsten@aarhus.dk"},
        {"email": "kirsten@sub.glostrup.dk"},
        {"email": "kirsten@glostrup.dk.evil.example"},
        {"email": "kirsten@evil.example@glostrup.dk"},
        {"email": "kirsten@glostrup.dk", "email_verified": False},
        {"email": ["kirsten@glostrup.dk"]},
        {"email": "@glostrup.dk"},
        {"email": "a b@glostrup.dk"},
        {"email": f"{'k' * 300}@glostrup.dk"},
    ],
    ids=str,
)
def test_an_address_that_is_not_the_municipalitys_lets_nobody_in(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, claims: dict[str, Any]
) -> None:
    idp.tell(sub="kirsten", **claims)
    response = sign_in_at(client, "161")
    assert response.status_code == 403
    assert "Din adresse er ikke en af kommunens" in response.content.decode()
    assert signed_in_as(client) is None
    assert not User.objects.exists()


def test_a_domain_that_two_municipalities_have_is_nobodys(client: Client, provider: IdentityProvider) -> None:
    MunicipalityFactory(email_domains=["glostrup.dk"])
    assert sign_in_at(client, "161").status_code == 403
    assert not User.objects.exists()
