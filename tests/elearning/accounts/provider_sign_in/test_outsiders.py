"""Whom a municipality's own sign-in never opens."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from elearning.accounts.actions.forget_subjects import ForgetSubjects
from elearning.accounts.models import IdentityProvider, ProviderIdentity, User
from elearning.municipalities.roles import DESIGNERS
from tests.elearning.accounts.provider_sign_in.knowing import KIRSTEN, outsider, role_of, signed_in_as
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.oidc.process import ProviderProcess, address_at_provider, answer_of, leave, sign_in_at
from tests.oidc.provider import CLIENT_ID

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("kind", ["operator", "staff", "designer", "some group", "elsewhere"])
def test_it_opens_no_account_that_is_more_than_the_municipalitys(
    client: Client, provider: IdentityProvider, kind: str
) -> None:
    outsider(kind)
    response = sign_in_at(client, "161")
    assert response.status_code == 403
    assert "Log ind med en kode i stedet" in response.content.decode()
    assert signed_in_as(client) is None
    assert not ProviderIdentity.objects.for_municipality(provider.municipality).exists()


@pytest.mark.parametrize("became", ["operator", "designer", "elsewhere", "another address", "inactive"])
def test_nor_one_that_became_so_later(client: Client, provider: IdentityProvider, became: str) -> None:
    sign_in_at(Client(), "161")
    user = User.objects.get()
    if became == "designer":
        user.groups.add(Group.objects.get(name=DESIGNERS))
    if became == "elsewhere":
        MembershipFactory(user=user)
    user.is_superuser = became == "operator"
    user.is_active = became != "inactive"
    user.email = "kirsten@home.example" if became == "another address" else user.email
    user.save()
    assert sign_in_at(client, "161").status_code == 403
    assert signed_in_as(client) is None


def test_one_municipalitys_provider_says_nothing_about_another_municipalitys_people(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    aarhus = MunicipalityFactory(code="751", email_domains=["aarhus.dk"])
    victim = MembershipFactory(user__email="mette@aarhus.dk", municipality=aarhus, role="approver").user
    ProviderIdentity.objects.create(
        provider=IdentityProvider.objects.create(
            municipality=aarhus, enabled=True, issuer=idp.address, client_id="aarhus", subject_claim="sub"
        ),
        issuer=idp.address,
        subject="mette",
        user=victim,
    )
    idp.tell(sub="mette", email="mette@aarhus.dk")
    assert sign_in_at(client, "161").status_code == 403
    assert signed_in_as(client) is None


def test_an_answer_for_one_municipality_is_none_for_another(client: Client, provider: IdentityProvider) -> None:
    other = MunicipalityFactory(code="751", email_domains=["aarhus.dk"])
    IdentityProvider.objects.create(municipality=other, enabled=True, issuer=provider.issuer, client_id=CLIENT_ID)
    answer = answer_of(address_at_provider(leave(client, "161")))
    assert client.get(answer.replace("/161/", "/751/")).status_code == 400
    assert signed_in_as(client) is None


def test_a_new_issuer_with_the_same_subjects_is_not_believed_about_them(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    sign_in_at(Client(), "161")
    ProviderIdentity.objects.for_municipality(provider.municipality).update(issuer="https://earlier.example")
    idp.tell(sub="kirsten", email="other@glostrup.dk")
    sign_in_at(client, "161")
    assert User.objects.get(pk=signed_in_as(client)).email == "other@glostrup.dk"


def test_a_provider_that_names_people_anew_recognises_them_by_address_and_still_takes_roles_back(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(Client(), "161")
    assert ForgetSubjects(provider).execute() == 1
    idp.tell(**{**KIRSTEN, "sub": "k-2"})
    sign_in_at(client, "161")
    user = User.objects.get()
    assert signed_in_as(client) == user.pk
    assert role_of(user) == "learner"
    assert ProviderIdentity.objects.for_user(user).get().subject == "k-2"
