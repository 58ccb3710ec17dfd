"""Who sees which of the screens about municipalities."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from elearning.municipalities.models import Membership, Municipality, OrganisationUnit
from tests.elearning.municipalities.admin.places import at, place, screens
from tests.factories import MembershipFactory, MunicipalityFactory, OrganisationUnitFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role


def test_an_approver_and_an_editor_meet_their_own_municipalitys_screens(glostrup: Municipality, client: Client) -> None:
    addresses = screens(glostrup)
    for role in (Role.APPROVER, Role.EDITOR):
        client.force_login(MembershipFactory(municipality=glostrup, role=role).user)
        assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)


def test_another_municipality_is_not_found_by_reading_or_writing(approver: Any, client: Client) -> None:
    for address in screens(other := MunicipalityFactory()):
        assert client.get(address).status_code == 404
        assert client.post(address, place(email="ny@example.dk", name="Navn")).status_code == 404
    assert Membership.objects.for_municipality(other).count() == 1
    assert OrganisationUnit.objects.for_municipality(other).count() == 1


def test_another_municipalitys_rows_are_not_found_under_ones_own_code(
    glostrup: Municipality, approver: Any, client: Client
) -> None:
    member, unit = MembershipFactory(), OrganisationUnitFactory()
    for address in (
        at("member", "161", member.pk),
        at("remove_member", "161", member.pk),
        at("unit", "161", unit.pk),
        at("remove_unit", "161", unit.pk),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, place(name="Overtaget", parent="", successor="")).status_code == 404
    member.refresh_from_db()
    unit.refresh_from_db()
    assert unit.name != "Overtaget"


@pytest.mark.parametrize("role", [Role.LEARNER, Role.FACILITATOR])
def test_other_roles_find_no_screens_about_people(glostrup: Municipality, client: Client, role: str) -> None:
    user = MembershipFactory(municipality=glostrup, role=role).user
    client.force_login(user)
    for address in [at("index"), *screens(glostrup)]:
        assert client.get(address).status_code in (302, 403, 404)
    assert "hyldefri/kommuner" not in client.get("/admin/", follow=True).content.decode()


def test_the_menu_leads_those_who_manage_to_their_people(glostrup: Municipality, approver: Any, client: Client) -> None:
    assert "/admin/hyldefri/kommuner/" in client.get("/admin/").content.decode()
    answer = client.get(at("index"))
    assert answer.status_code == 302
    assert answer.headers["Location"] == at("members", "161")


def test_only_an_operator_edits_looks_and_sets_up(glostrup: Municipality, approver: Any, client: Client) -> None:
    assert client.get(at("edit", "161")).status_code == 302
    assert client.post(at("edit", "161"), {"update_policy": "apply", "approvals_required": 1}).status_code == 302
    client.post(reverse("hyldefri_set_up_municipality", args=["161"]))
    glostrup.refresh_from_db()
    assert (glostrup.update_policy, glostrup.collection) == ("ask", None)


def test_an_operator_finds_a_municipality_among_all(glostrup: Municipality, operator: Any, client: Client) -> None:
    MunicipalityFactory(code="751", name="Aarhus", official_name="Aarhus Kommune")
    Municipality.objects.open()
    every = client.get(at("index")).content.decode()
    assert "Glostrup Kommune" in every
    assert "Aarhus Kommune" in every
    assert "Uden kommune" not in every
    for text, found in (("glost", True), ("161", True), ("aarhus", False), ("\0", True), ("x" * 10_000, False)):
        assert ("Glostrup Kommune" in client.get(at("index"), {"q": text}).content.decode()) is found, text[:9]
