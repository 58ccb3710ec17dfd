"""The screens about a municipality's organisation."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from elearning.municipalities.models import Membership, Municipality, OrganisationUnit
from tests.elearning.municipalities.admin.places import at
from tests.factories import MembershipFactory, OrganisationUnitFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role


def test_units_are_made_renamed_moved_and_removed(glostrup: Municipality, approver: Any, client: Client) -> None:
    client.post(at("new_unit", "161"), {"name": "Børn og Unge", "parent": ""})
    top = OrganisationUnit.objects.for_municipality(glostrup).get()
    client.post(at("new_unit", "161"), {"name": "Skoler", "parent": str(top.pk)})
    schools = OrganisationUnit.objects.for_municipality(glostrup).get(name="Skoler")
    person = MembershipFactory(municipality=glostrup, unit=schools)
    assert person.audiences == {"Børn og Unge", "Skoler"}
    client.post(at("unit", "161", schools.pk), {"name": " Skoler  og SFO ", "parent": ""})
    schools.refresh_from_db()
    assert (schools.name, schools.parent) == ("Skoler og SFO", None)
    answer = client.post(at("remove_unit", "161", schools.pk), {"successor": str(top.pk)})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.unit == top
    actions = list(ModelLogEntry.objects.order_by("timestamp").values_list("action", flat=True))
    assert actions == [f"municipalities.unit.{verb}" for verb in ("add", "add", "change", "remove")]


def test_people_and_units_go_up_when_nothing_else_is_chosen(
    glostrup: Municipality, approver: Any, client: Client
) -> None:
    top = OrganisationUnitFactory(municipality=glostrup)
    middle = OrganisationUnitFactory(municipality=glostrup, parent=top)
    bottom = OrganisationUnitFactory(municipality=glostrup, parent=middle)
    person = MembershipFactory(municipality=glostrup, unit=middle)
    assert "1 person er i den" in client.get(at("remove_unit", "161", middle.pk)).content.decode()
    client.post(at("remove_unit", "161", middle.pk), {"successor": ""})
    person.refresh_from_db()
    bottom.refresh_from_db()
    assert (person.unit, bottom.parent) == (top, top)


@pytest.mark.parametrize("below", ["self", "child"])
def test_people_do_not_go_to_a_unit_that_goes_too(
    glostrup: Municipality, approver: Any, client: Client, below: str
) -> None:
    unit = OrganisationUnitFactory(municipality=glostrup)
    child = OrganisationUnitFactory(municipality=glostrup, parent=unit)
    successor = {"self": unit, "child": child}[below]
    answer = client.post(at("remove_unit", "161", unit.pk), {"successor": str(successor.pk)})
    assert answer.status_code == 422
    assert OrganisationUnit.objects.for_municipality(glostrup).count() == 2


@pytest.mark.parametrize("name", ["", " ", "x" * 101, "N\0", "Manager", "skoler"])
def test_a_unit_with_a_wrong_name_is_refused(glostrup: Municipality, approver: Any, client: Client, name: str) -> None:
    OrganisationUnitFactory(municipality=glostrup, name="Skoler")
    answer = client.post(at("new_unit", "161"), {"name": name, "parent": ""})
    assert answer.status_code == 422
    assert OrganisationUnit.objects.for_municipality(glostrup).count() == 1


def test_a_unit_is_not_moved_below_itself_nor_into_another_municipality(
    glostrup: Municipality, approver: Any, client: Client
) -> None:
    unit = OrganisationUnitFactory(municipality=glostrup)
    child = OrganisationUnitFactory(municipality=glostrup, parent=unit)
    for parent in (unit, child, OrganisationUnitFactory()):
        answer = client.post(at("unit", "161", unit.pk), {"name": unit.name, "parent": str(parent.pk)})
        assert answer.status_code == 422
    unit.refresh_from_db()
    assert unit.parent is None


def test_the_tree_of_units_takes_one_query_whatever_its_size(
    glostrup: Municipality, django_assert_num_queries: Any
) -> None:
    from elearning.municipalities.admin.selectors import unit_tree

    parent = None
    for _ in range(6):
        parent = OrganisationUnitFactory(municipality=glostrup, parent=parent)
    with django_assert_num_queries(1):
        assert [unit.depth for unit in unit_tree(glostrup)] == [0, 1, 2, 3, 4, 5]
