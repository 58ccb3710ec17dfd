"""The screens about a municipality's people."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from elearning.accounts.models import User
from elearning.municipalities.models import Membership, Municipality
from tests.elearning.municipalities.admin.places import at, place
from tests.factories import MembershipFactory, OrganisationUnitFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role


def test_people_are_found_by_name_address_role_and_unit(glostrup: Municipality, approver: Any, client: Client) -> None:
    unit = OrganisationUnitFactory(municipality=glostrup)
    MembershipFactory(municipality=glostrup, user__email="mette@example.dk", user__first_name="Mette", unit=unit)
    MembershipFactory(municipality=glostrup, user__email="karl@example.dk", role=Role.FACILITATOR)
    for query, found in (
        ({}, {"mette", "karl"}),
        ({"q": "mett holm"}, {"mette"}),
        ({"q": "karl@example"}, {"karl"}),
        ({"role": "facilitator"}, {"karl"}),
        ({"unit": str(unit.pk)}, {"mette"}),
        ({"unit": "none"}, {"karl"}),
        ({"unit": "x"}, {"mette", "karl"}),
        ({"q": "\0"}, {"mette", "karl"}),
        ({"q": "%"}, set()),
        ({"q": "' OR 1=1 --"}, set()),
    ):
        html = client.get(at("members", "161"), query).content.decode()
        assert {name for name in ("mette", "karl") if f"{name}@example.dk" in html} == found, query


def test_the_list_takes_as_many_queries_for_many_as_for_few(
    glostrup: Municipality, approver: Any, client: Client, django_assert_num_queries: Any
) -> None:
    MembershipFactory(municipality=glostrup, unit=OrganisationUnitFactory(municipality=glostrup))
    client.get(at("members", "161"))
    with CaptureQueriesContext(connection) as few:
        client.get(at("members", "161"))
    for _ in range(30):
        MembershipFactory(municipality=glostrup, unit=OrganisationUnitFactory(municipality=glostrup))
    with django_assert_num_queries(len(few)):
        client.get(at("members", "161"))


def test_somebody_is_added_changed_and_removed(glostrup: Municipality, approver: Any, client: Client) -> None:
    unit = OrganisationUnitFactory(municipality=glostrup)
    added = client.post(at("new_member", "161"), place(email="ny@example.dk", name="Ny Kollega", role="editor"))
    assert added.status_code == 302
    membership = Membership.objects.for_municipality(glostrup).get(user__email="ny@example.dk")
    changes = place(role="facilitator", level="head", unit=str(unit.pk), digitalisation="on")
    assert client.post(at("member", "161", membership.pk), changes).status_code == 302
    membership.refresh_from_db()
    assert (membership.role, membership.level, membership.unit, membership.digitalisation) == (
        "facilitator",
        "head",
        unit,
        True,
    )
    assert client.post(at("remove_member", "161", membership.pk)).status_code == 302
    assert User.objects.filter(email="ny@example.dk").exists()
    assert not Membership.objects.for_municipality(glostrup).filter(user__email="ny@example.dk").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "ingen"},
        {"email": "\0@example.dk"},
        {"email": "x" * 300 + "@example.dk"},
        {"name": "x" * 5000},
        {"name": "Ny\0"},
        {"role": "operator"},
        {"level": "king"},
        {"unit": "999999"},
        {"unit": "x"},
    ],
)
def test_a_person_who_cannot_be_added_is_refused_with_what_was_written(
    glostrup: Municipality, approver: Any, client: Client, wrong: dict[str, str]
) -> None:
    before = User.objects.count()
    answer = client.post(at("new_member", "161"), place(**{"email": "ny@example.dk", **wrong}))
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert User.objects.count() == before


def test_somebody_who_is_inside_already_is_refused_at_the_address(
    glostrup: Municipality, approver: Any, client: Client
) -> None:
    answer = client.post(at("new_member", "161"), place(email=approver.email.upper()))
    assert answer.status_code == 422
    assert "allerede" in answer.context["form"].errors["email"][0]


def test_a_name_is_text_in_every_list(glostrup: Municipality, approver: Any, client: Client) -> None:
    script = "<script>alert(1)</script>"
    assert client.post(at("new_member", "161"), place(email="ny@example.dk", name=script)).status_code == 302
    assert client.post(at("new_unit", "161"), {"name": script, "parent": ""}).status_code == 302
    for address in (at("members", "161"), at("units", "161"), at("new_member", "161")):
        assert script not in client.get(address).content.decode()


def test_an_editor_is_offered_the_roles_she_may_give(glostrup: Municipality, client: Client) -> None:
    client.force_login(MembershipFactory(municipality=glostrup, role=Role.EDITOR).user)
    form = client.get(at("new_member", "161")).context["form"]
    assert [value for value, _label in form.fields["role"].choices] == ["learner", "facilitator"]
    answer = client.post(at("new_member", "161"), place(email="ny@example.dk", role="approver"))
    assert answer.status_code == 422
    colleague = MembershipFactory(municipality=glostrup, role=Role.APPROVER)
    assert client.post(at("remove_member", "161", colleague.pk)).status_code in (302, 403)
    colleague.refresh_from_db()


def test_nobody_removes_herself(glostrup: Municipality, approver: Any, client: Client) -> None:
    own = Membership.objects.for_user(approver).get()
    answer = client.post(at("remove_member", "161", own.pk))
    assert answer.status_code == 422
    assert "Du kan ikke fjerne dig selv" in answer.content.decode()
    own.refresh_from_db()
