from __future__ import annotations

import pytest
from wagtail.models import ModelLogEntry

from elearning.municipalities.actions.join_municipality import JoinMunicipality
from elearning.municipalities.addresses import municipality_for_address
from elearning.municipalities.models import Membership
from elearning.municipalities.signals import membership_created
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_address_belongs_to_the_municipality_with_its_domain() -> None:
    municipality = MunicipalityFactory(email_domains=["glostrup.dk", "Glostrup-Kommune.dk"])
    MunicipalityFactory(email_domains=["ballerup.dk"])
    assert municipality_for_address("a@GLOSTRUP.dk") == municipality
    assert municipality_for_address("a@glostrup-kommune.dk") == municipality


@pytest.mark.parametrize(
    "address", ["", "a", "a@", "@", "a@skole.glostrup.dk", "a@xglostrup.dk", "glostrup.dk@evil.dk"]
)
def test_other_addresses_belong_to_none(address: str) -> None:
    MunicipalityFactory(email_domains=["glostrup.dk"])
    assert municipality_for_address(address) is None


def test_a_domain_two_municipalities_claim_belongs_to_neither() -> None:
    MunicipalityFactory(email_domains=["shared.dk"])
    MunicipalityFactory(email_domains=["shared.dk"])
    assert municipality_for_address("a@shared.dk") is None


def test_joining_makes_a_learner_logs_it_and_tells() -> None:
    municipality = MunicipalityFactory(email_domains=["glostrup.dk"])
    user = UserFactory()
    told: list[Membership] = []

    def listen(*, membership: Membership, **_kwargs: object) -> None:
        told.append(membership)

    membership_created.connect(listen)
    try:
        membership = JoinMunicipality(user, "a@glostrup.dk").execute()
    finally:
        membership_created.disconnect(listen)
    assert membership is not None
    assert (membership.municipality, membership.role) == (municipality, "learner")
    assert told == [membership]
    assert ModelLogEntry.objects.get(action="municipalities.join").user == user


def test_joining_again_changes_nothing() -> None:
    municipality = MunicipalityFactory(email_domains=["glostrup.dk"])
    editor = MembershipFactory(municipality=municipality, role=Membership.Role.EDITOR)
    assert JoinMunicipality(editor.user, "a@glostrup.dk").execute() == editor
    editor.refresh_from_db()
    assert editor.role == Membership.Role.EDITOR
    assert not ModelLogEntry.objects.exists()


def test_nobody_joins_with_an_address_of_no_municipality() -> None:
    user = UserFactory()
    assert JoinMunicipality(user, "a@example.dk").execute() is None
    assert not Membership.objects.for_user(user).exists()
