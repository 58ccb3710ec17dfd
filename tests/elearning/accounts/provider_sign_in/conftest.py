"""A real provider in a process of its own, and a municipality that has it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from elearning.accounts.models import IdentityProvider
from elearning.accounts.providers import asking, client_secrets
from elearning.municipalities.models import Municipality
from tests.elearning.accounts.provider_sign_in.knowing import KIRSTEN
from tests.factories import MunicipalityFactory
from tests.oidc.process import ProviderProcess
from tests.oidc.provider import CLIENT_ID, CLIENT_SECRET


@pytest.fixture(scope="session")
def idp() -> Iterator[ProviderProcess]:
    with ProviderProcess() as process:
        yield process


@pytest.fixture(autouse=True)
def nothing_learnt_from_earlier_tests() -> None:
    asking.forget_failures()


@pytest.fixture
def glostrup() -> Municipality:
    return MunicipalityFactory(
        code="161", official_name="Glostrup Kommune", genitive="Glostrup Kommunes", email_domains=["glostrup.dk"]
    )


@pytest.fixture
def provider(idp: ProviderProcess, glostrup: Municipality) -> IdentityProvider:
    idp.tell(**KIRSTEN)
    return IdentityProvider.objects.create(
        municipality=glostrup,
        enabled=True,
        issuer=idp.address,
        client_id=CLIENT_ID,
        encrypted_secret=client_secrets.encrypt(CLIENT_SECRET),
        subject_claim="sub",
        groups={"editor": ["g-editors"], "approver": ["g-approvers"], "facilitator": ["g-facilitators"]},
    )
