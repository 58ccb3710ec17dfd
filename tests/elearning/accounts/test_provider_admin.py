"""Setting up a municipality's own sign-in, in the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from elearning.accounts.models import IdentityProvider, ProviderIdentity
from elearning.accounts.providers import asking, client_secrets
from elearning.municipalities.models import Municipality
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory
from tests.oidc.process import ProviderProcess

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SECRET = "kan-ikke-gættes"
LIST, ADD = "identity_providers:index", "identity_providers:add"


@pytest.fixture(scope="module")
def idp() -> Iterator[ProviderProcess]:
    with ProviderProcess() as process:
        yield process


@pytest.fixture(autouse=True)
def nothing_learnt_from_earlier_tests() -> None:
    asking.forget_failures()


@pytest.fixture
def glostrup() -> Municipality:
    return MunicipalityFactory(code="161", official_name="Glostrup Kommune", email_domains=["glostrup.dk"])


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True, email="op@example.dk"))
    return client


def typed(idp: ProviderProcess, to: Municipality, **changes: Any) -> dict[str, Any]:
    return {
        "municipality": to.pk,
        "enabled": "on",
        "issuer": idp.address,
        "client_id": "hyldefri",
        "secret": SECRET,
        "subject_claim": "oid",
        "roles_claim": "groups",
        "admits_everybody": "on",
        "groups_editor": " g-1 \r\n\r\ng-2\r\ng-1",
        **changes,
    }


def test_what_is_written_is_stored_and_the_secret_encrypted(
    operator: Client, idp: ProviderProcess, glostrup: Municipality
) -> None:
    response = operator.post(reverse(ADD), typed(idp, glostrup))
    assert response.status_code == 302, response.content.decode()
    provider = IdentityProvider.objects.get()
    assert provider.enabled
    assert provider.groups == {"editor": ["g-1", "g-2"]}
    assert SECRET not in provider.encrypted_secret
    assert client_secrets.decrypt(provider.encrypted_secret) == SECRET


def test_the_secret_is_not_shown_again_and_an_empty_field_keeps_it(
    operator: Client, idp: ProviderProcess, glostrup: Municipality
) -> None:
    operator.post(reverse(ADD), typed(idp, glostrup))
    edit = reverse("identity_providers:edit", args=[IdentityProvider.objects.get().pk])
    page = operator.get(edit).content.decode()
    assert SECRET not in page
    assert "g-1\ng-2" in page
    assert "/log-ind/161/tilbage/" in page
    operator.post(edit, typed(idp, glostrup, secret="", only_way_in="on", groups_editor=""))
    provider = IdentityProvider.objects.get()
    assert provider.only_way_in
    assert provider.groups == {}
    assert client_secrets.decrypt(provider.encrypted_secret) == SECRET


def test_a_page_with_mistakes_does_not_send_the_secret_back(
    operator: Client, idp: ProviderProcess, glostrup: Municipality
) -> None:
    assert SECRET not in operator.post(reverse(ADD), typed(idp, glostrup, issuer="")).content.decode()


def test_the_municipality_cannot_be_changed_afterwards(
    operator: Client, idp: ProviderProcess, glostrup: Municipality
) -> None:
    operator.post(reverse(ADD), typed(idp, glostrup))
    provider = IdentityProvider.objects.get()
    other = MunicipalityFactory(email_domains=["aarhus.dk"])
    operator.post(reverse("identity_providers:edit", args=[provider.pk]), typed(idp, other))
    provider.refresh_from_db()
    assert provider.municipality == glostrup


@pytest.mark.parametrize(
    "changes",
    [
        {"secret": ""},
        {"client_id": ""},
        {"municipality": ""},
        {"municipality": "0"},
        {"issuer": "login.example.dk"},
        {"issuer": "http://login.example.dk"},
        {"issuer": "http://169.254.169.254/latest"},
        {"issuer": "https://user:secret@login.example.dk"},
        {"issuer": "https://login.example.dk/?tenant=a"},
        {"issuer": "https://login.example.dk/#a"},
        {"issuer": "https://[::1"},
        {"issuer": "javascript:alert(1)"},
        {"issuer": "https://login.microsoftonline.com/common/v2.0"},
        {"issuer": "https://login.microsoftonline.com/organizations/v2.0"},
        {"issuer": f"https://{'a' * 300}.dk"},
        {"issuer": "http://127.0.0.1:9"},
        {"subject_claim": "email"},
        {"roles_claim": "groups; drop"},
        {"groups_editor": "x" * 300},
        {"groups_editor": "\n".join(map(str, range(300)))},
    ],
    ids=str,
)
def test_what_could_not_work_is_refused(
    operator: Client, idp: ProviderProcess, glostrup: Municipality, changes: dict[str, str]
) -> None:
    assert operator.post(reverse(ADD), typed(idp, glostrup, **changes)).status_code == 200
    assert not IdentityProvider.objects.exists()


def test_a_municipality_without_domains_is_told_that_nobody_could_come_in(
    operator: Client, idp: ProviderProcess
) -> None:
    page = operator.post(reverse(ADD), typed(idp, MunicipalityFactory(email_domains=[]))).content.decode()
    assert "Kommunen har ingen maildomæner" in page


def test_another_claim_makes_everybody_be_recognised_anew(
    operator: Client, idp: ProviderProcess, glostrup: Municipality
) -> None:
    operator.post(reverse(ADD), typed(idp, glostrup))
    provider = IdentityProvider.objects.get()
    ProviderIdentity.objects.create(provider=provider, issuer=idp.address, subject="k", user=UserFactory())
    edit = reverse("identity_providers:edit", args=[provider.pk])
    operator.post(edit, typed(idp, glostrup))
    assert ProviderIdentity.objects.for_municipality(glostrup).get().issuer == idp.address
    operator.post(edit, typed(idp, glostrup, subject_claim="sub"))
    assert ProviderIdentity.objects.for_municipality(glostrup).get().issuer == ""


def test_one_municipality_has_one(operator: Client, idp: ProviderProcess, glostrup: Municipality) -> None:
    operator.post(reverse(ADD), typed(idp, glostrup))
    assert operator.post(reverse(ADD), typed(idp, glostrup)).status_code == 200
    assert IdentityProvider.objects.count() == 1


def test_a_provider_that_is_down_hinders_no_other_change(
    operator: Client, idp: ProviderProcess, glostrup: Municipality
) -> None:
    operator.post(reverse(ADD), typed(idp, glostrup))
    provider = IdentityProvider.objects.get()
    IdentityProvider.objects.update(issuer="http://127.0.0.1:9")
    data = typed(idp, glostrup, issuer="http://127.0.0.1:9", secret="")
    del data["enabled"]
    operator.post(reverse("identity_providers:edit", args=[provider.pk]), data)
    provider.refresh_from_db()
    assert not provider.enabled


@pytest.mark.parametrize("role", ["editor", "approver", "facilitator"])
def test_only_those_who_run_the_site_come_there(client: Client, glostrup: Municipality, role: str) -> None:
    provider = IdentityProvider.objects.create(municipality=glostrup, issuer="https://a.dk", client_id="a")
    client.force_login(MembershipFactory(municipality=glostrup, role=role).user)
    for name, arguments in ((LIST, []), (ADD, []), ("identity_providers:edit", [provider.pk])):
        response = client.get(reverse(name, args=arguments))
        assert response.status_code == 302, name
        assert response.headers["Location"] == reverse("wagtailadmin_home")


def test_the_list_names_the_municipality(operator: Client, glostrup: Municipality) -> None:
    IdentityProvider.objects.create(municipality=glostrup, issuer="https://a.dk", client_id="a")
    assert "Glostrup Kommune" in operator.get(reverse(LIST)).content.decode()
