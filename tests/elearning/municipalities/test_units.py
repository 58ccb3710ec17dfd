"""How a municipality is organised, and what that makes of somebody's audiences."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from elearning.municipalities.models import Membership, OrganisationUnit
from elearning.municipalities.scoping import UnscopedQuery
from tests.factories import MembershipFactory, MunicipalityFactory, OrganisationUnitFactory

pytestmark = pytest.mark.django_db


def test_an_audience_is_the_level_the_unit_and_all_it_is_part_of(django_assert_num_queries) -> None:
    top = OrganisationUnitFactory(name="Børn og Unge")
    schools = OrganisationUnitFactory(name="Skoler", parent=top, municipality=top.municipality)
    OrganisationUnitFactory(name="Dagtilbud", parent=top, municipality=top.municipality)
    membership = MembershipFactory(municipality=top.municipality, unit=schools, level=Membership.Level.HEAD)

    with django_assert_num_queries(1):
        assert membership.audiences == {"head", "Skoler", "Børn og Unge"}
        assert membership.audiences


def test_somebody_without_a_unit_costs_no_query(django_assert_num_queries) -> None:
    membership = MembershipFactory(level=Membership.Level.TOP)
    with django_assert_num_queries(0):
        assert membership.audiences == {"top"}


def test_audiences_follow_when_the_membership_is_read_again() -> None:
    unit = OrganisationUnitFactory(name="Teknik")
    membership = MembershipFactory(municipality=unit.municipality)
    assert membership.audiences == frozenset()
    Membership.objects.for_municipality(unit.municipality).update(unit=unit)
    membership.refresh_from_db()
    assert membership.audiences == {"Teknik"}


def test_rows_that_form_a_ring_do_not_hang_the_reader() -> None:
    one = OrganisationUnitFactory(name="En")
    two = OrganisationUnitFactory(name="To", parent=one, municipality=one.municipality)
    OrganisationUnit.objects.for_municipality(one.municipality).filter(pk=one.pk).update(parent=two)
    assert MembershipFactory(municipality=one.municipality, unit=two).audiences == {"En", "To"}


def test_a_unit_is_never_part_of_what_it_holds() -> None:
    top = OrganisationUnitFactory()
    middle = OrganisationUnitFactory(parent=top, municipality=top.municipality)
    bottom = OrganisationUnitFactory(parent=middle, municipality=top.municipality)
    for parent in (top, middle, bottom):
        top.parent = parent
        with pytest.raises(ValidationError) as refused:
            top.full_clean(validate_constraints=False)
        assert "parent" in refused.value.message_dict


def test_a_unit_is_not_part_of_another_municipalitys() -> None:
    unit = OrganisationUnitFactory()
    unit.parent = OrganisationUnitFactory()
    with pytest.raises(ValidationError, match="anden kommune"):
        unit.full_clean(validate_constraints=False)


def test_a_name_is_one_units_in_its_municipality_whatever_the_case() -> None:
    unit = OrganisationUnitFactory(name="Økonomi")
    again = OrganisationUnit(municipality=unit.municipality, name="  ØKONOMI ")
    with pytest.raises(ValidationError) as refused:
        again.full_clean(validate_constraints=False)
    assert "name" in refused.value.message_dict
    OrganisationUnit(municipality=MunicipalityFactory(), name="Økonomi").full_clean(validate_constraints=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationUnitFactory(municipality=unit.municipality, name="Økonomi")


def test_a_unit_is_not_called_what_a_level_is() -> None:
    with pytest.raises(ValidationError):
        OrganisationUnit(municipality=MunicipalityFactory(), name="Head").full_clean(validate_constraints=False)


def test_somebody_is_not_in_another_municipalitys_unit() -> None:
    membership = MembershipFactory()
    membership.unit = OrganisationUnitFactory()
    with pytest.raises(ValidationError, match="anden kommune"):
        membership.full_clean(validate_constraints=False)


def test_units_are_reached_through_their_municipality_only() -> None:
    unit = OrganisationUnitFactory()
    with pytest.raises(UnscopedQuery):
        OrganisationUnit.objects.count()
    assert not OrganisationUnit.objects.for_municipality(MunicipalityFactory()).exists()
    assert OrganisationUnit.objects.for_municipality(unit.municipality).get() == unit


def test_a_unit_with_people_in_it_is_not_deleted_by_accident() -> None:
    unit = OrganisationUnitFactory()
    MembershipFactory(municipality=unit.municipality, unit=unit)
    with pytest.raises(ProtectedError):
        unit.delete()
