"""The sign-in page where a municipality has its own sign-in; and what is kept of it."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from elearning.accounts import personal_data
from elearning.accounts.actions.delete_account import DeleteAccount
from elearning.accounts.models import IdentityProvider, ProviderIdentity, User
from tests.elearning.accounts.conftest import code_in_last_mail
from tests.elearning.accounts.provider_sign_in.knowing import SIGN_IN, outsider, signed_in_as
from tests.factories import UserFactory
from tests.oidc.process import address_at_provider, leave, sign_in_at

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_an_address_of_the_municipality_leads_to_its_sign_in(client: Client, provider: IdentityProvider) -> None:
    response = client.post(SIGN_IN, {"login": " kirsten@GLOSTRUP.dk ", "next": "/konto/profil/"}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain[0][0] == "/log-ind/161/?next=%2Fkonto%2Fprofil%2F"
    assert "Log ind med Glostrup Kommunes login" in page
    assert not mail.outbox
    leave(client, "161")
    assert "login_hint=kirsten" in address_at_provider(leave(client, "161"))


def test_a_code_remains_another_way_in(client: Client, provider: IdentityProvider) -> None:
    user = UserFactory(email="kirsten@glostrup.dk")
    page = client.post(SIGN_IN, {"login": "kirsten@glostrup.dk"}, follow=True).content.decode()
    assert "Få en kode på mail i stedet" in page
    client.post(SIGN_IN, {"login": "kirsten@glostrup.dk", "way": "code"})
    client.post("/konto/login/code/confirm/", {"code": code_in_last_mail()})
    assert signed_in_as(client) == user.pk


def test_known_and_unknown_addresses_are_led_alike(provider: IdentityProvider) -> None:
    UserFactory(email="kirsten@glostrup.dk", is_superuser=True)
    pages = []
    for address in ("kirsten@glostrup.dk", "unknown@glostrup.dk"):
        page = Client().post(SIGN_IN, {"login": address}, follow=True).content.decode()
        pages.append(page.replace(address, "X").partition("csrfmiddlewaretoken")[0])
    assert pages[0] == pages[1]


class TestTheOnlyWayIn:
    @pytest.fixture(autouse=True)
    def only(self, provider: IdentityProvider) -> None:
        provider.only_way_in = True
        provider.save()

    def test_no_code_is_offered(self, client: Client) -> None:
        page = client.post(SIGN_IN, {"login": "kirsten@glostrup.dk"}, follow=True).content.decode()
        assert "kode på mail" not in page

    def test_a_right_code_leads_to_the_municipalitys_sign_in(self, client: Client) -> None:
        UserFactory(email="kirsten@glostrup.dk")
        client.post(SIGN_IN, {"login": "kirsten@glostrup.dk", "way": "code"})
        response = client.post("/konto/login/code/confirm/", {"code": code_in_last_mail()})
        assert response.headers["Location"] == "/log-ind/161/"
        assert signed_in_as(client) is None

    def test_so_does_a_right_password(self, client: Client) -> None:
        user = UserFactory(email="kirsten@glostrup.dk", password="correct horse battery")
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        data = {"login": "kirsten@glostrup.dk", "password": "correct horse battery"}
        response = client.post("/konto/login/adgangskode/", data)
        assert response.headers["Location"] == "/log-ind/161/"
        assert signed_in_as(client) is None

    def test_an_account_is_not_made_otherwise(self, client: Client) -> None:
        page = client.post("/konto/signup/", {"email": "kirsten@glostrup.dk"}).content.decode()
        assert "kun ind med dens eget login" in page
        assert not User.objects.exists()

    def test_it_is_a_way_in(self, client: Client) -> None:
        sign_in_at(client, "161")
        assert signed_in_as(client)

    @pytest.mark.parametrize("kind", ["operator", "designer", "elsewhere"])
    def test_whom_it_cannot_let_in_may_use_a_code(self, client: Client, kind: str) -> None:
        user = outsider(kind)
        client.post(SIGN_IN, {"login": user.email, "way": "code"})
        client.post("/konto/login/code/confirm/", {"code": code_in_last_mail()})
        assert signed_in_as(client) == user.pk


def test_my_data_shows_the_link_and_deleting_the_account_takes_it(client: Client, provider: IdentityProvider) -> None:
    sign_in_at(client, "161")
    assert "Glostrup Kommune: kirsten" in client.get("/konto/mine-data/").content.decode()
    user = User.objects.get()
    assert any(
        row["value"] == "Glostrup Kommune: kirsten"
        for _d, rows in personal_data.collect(user)
        for row in rows
        if "value" in row
    )
    DeleteAccount(user, by=user).execute()
    assert not ProviderIdentity.objects.for_municipality(provider.municipality).exists()
