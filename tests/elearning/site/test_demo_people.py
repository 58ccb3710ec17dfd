"""The people and municipalities that the demo brings."""

import pytest
from django.contrib.auth import get_user_model

from elearning.municipalities.actions.seed_municipalities import SeedMunicipalities
from elearning.municipalities.addresses import municipality_for_address
from elearning.municipalities.models import Membership, Municipality
from elearning.site import demo_people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def municipalities() -> None:
    SeedMunicipalities().execute()


def test_every_role_is_somebodys() -> None:
    assert {person.role for person in demo_people.PEOPLE} == set(Membership.Role)


def test_the_operator_may_do_everything_and_nobody_has_a_password() -> None:
    operator = demo_people.make_person(demo_people.OPERATOR, superuser=True)
    assert operator.is_superuser
    assert not operator.has_usable_password()
    assert not demo_people.make_person(demo_people.DESIGNER).is_superuser


def test_a_person_is_made_once_with_her_membership() -> None:
    person = demo_people.PEOPLE[0]
    assert demo_people.make_person(person) == demo_people.make_person(person)
    membership = Membership.objects.for_user(get_user_model().objects.get(email=person.email)).get()
    assert (membership.municipality.code, membership.role) == (person.municipality, person.role)


def test_only_those_who_are_in_the_database_are_listed() -> None:
    demo_people.make_person(demo_people.DESIGNER)
    assert demo_people.here() == [demo_people.DESIGNER]


def test_a_stranger_with_a_demo_address_may_sign_up_and_a_chosen_domain_stays() -> None:
    Municipality.objects.filter(code="751").update(email_domains=["aarhus.dk"])
    demo_people.open_to_sign_up()
    glostrup = municipality_for_address("ny@glostrup.example")
    assert glostrup is not None
    assert glostrup.code == "161"
    assert municipality_for_address("ny@aarhus.example") is None
