"""The people and municipalities that the demo brings."""

from typing import Any

import pytest

from courses.demo.site import set_up_site
from elearning.municipalities.actions.seed_municipalities import SeedMunicipalities
from elearning.municipalities.addresses import municipality_for_address
from elearning.municipalities.colours import ENOUGH, SAND, contrast
from elearning.municipalities.models import Membership, Municipality
from elearning.site import demo_people
from elearning.site.demo_municipalities import MUNICIPALITIES, DemoMunicipality, set_up

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def municipalities() -> None:
    SeedMunicipalities().execute()


def test_every_role_is_somebodys() -> None:
    assert {person.role for person in demo_people.PEOPLE} == set(Membership.Role)


@pytest.fixture
def operator(municipalities: None) -> Any:
    return demo_people.make_person(demo_people.OPERATOR)


def test_the_operator_may_do_everything_and_nobody_has_a_password(operator: Any) -> None:
    assert operator.is_superuser
    assert not operator.has_usable_password()
    assert not demo_people.make_person(demo_people.DESIGNER).is_superuser


def test_a_person_is_made_once_with_her_membership(operator: Any) -> None:
    person = demo_people.PEOPLE[0]
    made = demo_people.make_person(person, operator=operator)
    assert demo_people.make_person(person, operator=operator) == made
    membership = Membership.objects.for_user(made).get()
    assert (membership.municipality.code, membership.role) == (person.municipality, person.role)


def test_a_person_is_in_her_unit_where_there_is_one(operator: Any) -> None:
    set_up_site()
    aarhus = next(demo for demo in MUNICIPALITIES if demo.code == "751")
    set_up(aarhus, operator)
    person = next(person for person in demo_people.PEOPLE if person.unit == "Teknik og Miljø")
    membership = Membership.objects.for_user(demo_people.make_person(person, operator=operator)).get()
    assert (str(membership.unit), membership.digitalisation) == ("Teknik og Miljø", True)


def test_only_those_who_are_in_the_database_are_listed() -> None:
    demo_people.make_person(demo_people.DESIGNER)
    assert demo_people.here() == [demo_people.DESIGNER]


def test_people_are_listed_below_their_municipality() -> None:
    listed = demo_people.by_municipality(demo_people.EVERYBODY)
    names = ["Hele platformen", "Glostrup Kommune", "Aarhus Kommune", "Læsø Kommune", "Odense Kommune"]
    assert [name for name, _people in listed] == names
    assert sum(len(people) for _name, people in listed) == len(demo_people.EVERYBODY)


@pytest.mark.parametrize("code", ["161", "751", "825"])
def test_every_municipality_that_tailors_has_all_who_take_part(code: str) -> None:
    roles = [person.role for person in demo_people.PEOPLE if person.municipality == code]
    assert set(roles) == set(Membership.Role)
    assert roles.count("learner") >= 2


def test_a_stranger_with_a_demo_address_may_sign_up_and_a_chosen_domain_stays(operator: Any) -> None:
    set_up_site()
    Municipality.objects.filter(code="751").update(email_domains=["aarhus.dk"])
    for demo in MUNICIPALITIES:
        set_up(demo, operator)
    glostrup = municipality_for_address("ny@glostrup.example")
    assert glostrup is not None
    assert glostrup.code == "161"
    assert municipality_for_address("ny@aarhus.example") is None


@pytest.mark.parametrize("demo", MUNICIPALITIES, ids=lambda demo: demo.code)
def test_the_colours_can_be_read(demo: DemoMunicipality) -> None:
    for colour in filter(None, (demo.primary_colour, demo.accent_colour)):
        assert contrast(colour) >= ENOUGH
        assert contrast(colour, SAND) >= ENOUGH
