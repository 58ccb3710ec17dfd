"""Tokens and answers that are not what they say."""

from __future__ import annotations

import pytest
from django.test import Client

from elearning.accounts.models import IdentityProvider, User
from elearning.accounts.providers import client_secrets
from tests.elearning.accounts.provider_sign_in.knowing import KIRSTEN, signed_in_as
from tests.oidc.process import ProviderProcess, leave, sign_in_at
from tests.oidc.provider import ANSWERS, FORGERIES

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("mischief", sorted(FORGERIES))
def test_a_token_that_is_not_what_it_says_lets_nobody_in(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, mischief: str
) -> None:
    idp.tell(**KIRSTEN, mischief=mischief)
    response = sign_in_at(client, "161")
    assert response.status_code == 502
    assert "Vi kunne ikke stole på svaret" in response.content.decode()
    assert signed_in_as(client) is None
    assert not User.objects.exists()


@pytest.mark.parametrize("answer", sorted(ANSWERS))
@pytest.mark.parametrize("where", ["token", "discovery"])
def test_an_answer_that_is_none_lets_nobody_in(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, where: str, answer: str
) -> None:
    if where == "token":
        idp.tell(**KIRSTEN, mischief=f"token: {answer}")
        response = sign_in_at(client, "161")
    else:
        idp.tell(**KIRSTEN, mischief=f"discovery: {answer}")
        response = leave(client, "161")
    assert response.status_code == (503 if answer == "a failure" else 502)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "lie", ["another issuer", "no endpoints", "endpoints without https", "a script for an address"]
)
def test_a_description_that_is_not_the_providers_is_refused(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, lie: str
) -> None:
    idp.tell(**KIRSTEN, mischief=lie)
    assert leave(client, "161").status_code == 502


@pytest.mark.parametrize("mischief", ["no keys", "keys that are none"])
def test_without_the_providers_keys_nobody_comes_in(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, mischief: str
) -> None:
    idp.tell(**KIRSTEN, mischief=mischief)
    assert sign_in_at(client, "161").status_code == 502
    assert signed_in_as(client) is None


def test_a_provider_may_change_its_key(
    client: Client, broker: object, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    sign_in_at(Client(), "161")
    idp.tell(**KIRSTEN, kid="second")
    sign_in_at(client, "161")
    assert signed_in_as(client) == User.objects.get().pk


def test_the_secret_goes_where_the_provider_wants_it(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    idp.tell(**KIRSTEN, secret_in="client_secret_basic")
    sign_in_at(client, "161")
    assert signed_in_as(client)


def test_a_wrong_secret_lets_nobody_in(client: Client, provider: IdentityProvider) -> None:
    provider.encrypted_secret = client_secrets.encrypt("another")
    provider.save()
    assert sign_in_at(client, "161").status_code == 502


def test_a_secret_that_can_no_longer_be_read_is_said_to_be_so(client: Client, provider: IdentityProvider) -> None:
    provider.encrypted_secret = "gAAAAA"
    provider.save()
    response = sign_in_at(client, "161")
    assert response.status_code == 503
    assert "ikke sat rigtigt op" in response.content.decode()
