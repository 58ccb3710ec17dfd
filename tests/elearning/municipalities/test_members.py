"""Who may let whom in, and as what."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from elearning.accounts.actions.delete_account import DeleteAccount
from elearning.accounts.models import User
from elearning.municipalities.actions.members import AddMember, ChangeMembership, Place, RemoveMembership
from elearning.municipalities.errors import MunicipalityError
from elearning.municipalities.groups import put_all_in_step
from elearning.municipalities.models import Membership, Municipality
from tests.factories import MembershipFactory, MunicipalityFactory, OrganisationUnitFactory, UserFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def municipality() -> Municipality:
    made: Municipality = MunicipalityFactory(
        editor_group=Group.objects.create(name="redaktører"), approver_group=Group.objects.create(name="godkendere")
    )
    return made


@pytest.fixture
def approver(municipality: Municipality) -> Any:
    return MembershipFactory(municipality=municipality, role=Role.APPROVER).user


@pytest.fixture
def editor(municipality: Municipality) -> Any:
    return MembershipFactory(municipality=municipality, role=Role.EDITOR).user


def groups(user: Any) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_an_approver_lets_somebody_in_who_has_no_account(municipality: Municipality, approver: Any) -> None:
    unit = OrganisationUnitFactory(municipality=municipality)
    place = Place(Role.EDITOR, Membership.Level.HEAD, unit, digitalisation=True)
    membership = AddMember(
        municipality, " Ny.Kollega@Example.dk", place, name="Ny  Kollega Holm", user=approver
    ).execute()

    assert membership.user.email == "ny.kollega@example.dk"
    assert membership.user.get_full_name() == "Ny Kollega Holm"
    assert not membership.user.has_usable_password()
    assert (membership.role, membership.level, membership.unit, membership.digitalisation) == (
        "editor",
        "head",
        unit,
        True,
    )
    assert groups(membership.user) == {"redaktører"}
    entry = ModelLogEntry.objects.get(action="municipalities.member.add")
    assert entry.user == approver
    assert entry.data["member"] == membership.user_id
    assert "kollega" not in str(entry.data)


def test_who_has_an_account_keeps_it(municipality: Municipality, approver: Any) -> None:
    user = UserFactory(email="findes@example.dk")
    membership = AddMember(municipality, "FINDES@example.dk", Place(), name="Et andet navn", user=approver).execute()
    assert membership.user == user
    assert User.objects.get(pk=user.pk).first_name == "Kirsten"


def test_nobody_is_let_in_twice(municipality: Municipality, approver: Any) -> None:
    inside = MembershipFactory(municipality=municipality)
    with pytest.raises(MunicipalityError, match="allerede"):
        AddMember(municipality, inside.user.email.upper(), Place(Role.EDITOR), user=approver).execute()
    inside.refresh_from_db()
    assert inside.role == Role.LEARNER


@pytest.mark.parametrize(
    "address",
    ["", "ingen", "a@b", "a\0b@example.dk", "<script>alert(1)</script>@example.dk", "x" * 10_000 + "@example.dk"],
)
def test_what_is_no_address_makes_no_account(municipality: Municipality, approver: Any, address: str) -> None:
    before = User.objects.count()
    with pytest.raises(MunicipalityError):
        AddMember(municipality, address, Place(), user=approver).execute()
    assert User.objects.count() == before


def test_another_municipalitys_people_are_let_in_by_the_operator_only(
    municipality: Municipality, approver: Any
) -> None:
    MunicipalityFactory(email_domains=["aarhus.example"])
    with pytest.raises(MunicipalityError):
        AddMember(municipality, "sofie@aarhus.example", Place(), user=approver).execute()
    AddMember(municipality, "sofie@aarhus.example", Place(), user=UserFactory(is_superuser=True)).execute()


def test_an_editor_gives_no_role_that_decides_over_her_work(municipality: Municipality, editor: Any) -> None:
    for role in (Role.EDITOR, Role.APPROVER):
        with pytest.raises(PermissionDenied):
            AddMember(municipality, "ny@example.dk", Place(role), user=editor).execute()
    facilitator = AddMember(municipality, "ny@example.dk", Place(Role.FACILITATOR), user=editor).execute()
    with pytest.raises(PermissionDenied):
        ChangeMembership(facilitator, Place(Role.APPROVER), user=editor).execute()


def test_an_editor_takes_no_role_from_an_approver(municipality: Municipality, editor: Any, approver: Any) -> None:
    of_approver = Membership.objects.for_user(approver).get()
    with pytest.raises(PermissionDenied):
        ChangeMembership(of_approver, Place(Role.LEARNER), user=editor).execute()
    with pytest.raises(PermissionDenied):
        RemoveMembership(of_approver, user=editor).execute()


@pytest.mark.parametrize("role", [Role.LEARNER, Role.FACILITATOR])
def test_other_roles_manage_nobody(municipality: Municipality, role: str) -> None:
    user = MembershipFactory(municipality=municipality, role=role).user
    with pytest.raises(PermissionDenied):
        AddMember(municipality, "ny@example.dk", Place(), user=user).execute()


def test_a_foreign_approver_manages_nobody_here(municipality: Municipality) -> None:
    foreign = MembershipFactory(role=Role.APPROVER).user
    inside = MembershipFactory(municipality=municipality)
    with pytest.raises(PermissionDenied):
        AddMember(municipality, "ny@example.dk", Place(), user=foreign).execute()
    with pytest.raises(PermissionDenied):
        ChangeMembership(inside, Place(Role.FACILITATOR), user=foreign).execute()
    with pytest.raises(PermissionDenied):
        RemoveMembership(inside, user=foreign).execute()


def test_nobody_changes_her_own_role_or_leaves_by_her_own_hand(municipality: Municipality, approver: Any) -> None:
    own = Membership.objects.for_user(approver).get()
    with pytest.raises(MunicipalityError):
        ChangeMembership(own, Place(Role.EDITOR), user=approver).execute()
    with pytest.raises(MunicipalityError):
        RemoveMembership(own, user=approver).execute()
    ChangeMembership(own, Place(Role.APPROVER, Membership.Level.TOP), user=approver).execute()
    own.refresh_from_db()
    assert own.level == "top"


def test_the_groups_follow_the_role(municipality: Municipality, approver: Any) -> None:
    membership = MembershipFactory(municipality=municipality)
    assert groups(membership.user) == set()
    for role, expected in ((Role.EDITOR, {"redaktører"}), (Role.APPROVER, {"godkendere"}), (Role.FACILITATOR, set())):
        ChangeMembership(membership, Place(role), user=approver).execute()
        assert groups(membership.user) == expected
    ChangeMembership(membership, Place(Role.EDITOR), user=approver).execute()
    RemoveMembership(membership, user=approver).execute()
    assert groups(membership.user) == set()
    assert User.objects.filter(pk=membership.user_id).exists()


def test_a_group_of_another_municipality_is_not_touched(municipality: Municipality, approver: Any) -> None:
    elsewhere = MunicipalityFactory(editor_group=Group.objects.create(name="andre redaktører"))
    user = MembershipFactory(municipality=elsewhere, role=Role.EDITOR).user
    here = MembershipFactory(municipality=municipality, user=user, role=Role.EDITOR)
    assert groups(user) == {"redaktører", "andre redaktører"}
    RemoveMembership(here, user=approver).execute()
    assert groups(user) == {"andre redaktører"}


def test_somebody_who_was_put_in_a_group_by_hand_is_put_out_again(municipality: Municipality, editor: Any) -> None:
    intruder = UserFactory()
    intruder.groups.add(municipality.editor_group)
    editor.groups.clear()
    put_all_in_step(municipality)
    assert groups(intruder) == set()
    assert groups(editor) == {"redaktører"}


def test_an_account_that_is_deleted_leaves_its_groups(municipality: Municipality, editor: Any) -> None:
    DeleteAccount(editor, by=editor).execute()
    assert municipality.editor_group is not None
    assert not municipality.editor_group.user_set.exists()


def test_a_unit_of_another_municipality_is_refused_and_nothing_is_stored(
    municipality: Municipality, approver: Any
) -> None:
    membership = MembershipFactory(municipality=municipality)
    foreign = OrganisationUnitFactory()
    with pytest.raises(MunicipalityError, match="anden kommune"):
        ChangeMembership(membership, Place(Role.EDITOR, unit=foreign), user=approver).execute()
    membership.refresh_from_db()
    assert (membership.role, membership.unit) == (Role.LEARNER, None)
    with pytest.raises(MunicipalityError):
        AddMember(municipality, "ny@example.dk", Place(unit=foreign), user=approver).execute()
    assert not User.objects.filter(email="ny@example.dk").exists()


def test_a_role_that_does_not_exist_is_nobodys_to_give(municipality: Municipality, approver: Any) -> None:
    with pytest.raises(PermissionDenied):
        AddMember(municipality, "ny@example.dk", Place("operator"), user=approver).execute()


def test_saving_what_is_unchanged_writes_no_log(municipality: Municipality, approver: Any) -> None:
    membership = MembershipFactory(municipality=municipality)
    ChangeMembership(membership, Place(), user=approver).execute()
    assert not ModelLogEntry.objects.filter(action="municipalities.member.change").exists()


def test_who_has_left_meanwhile_is_neither_changed_nor_removed(municipality: Municipality, approver: Any) -> None:
    membership = MembershipFactory(municipality=municipality)
    RemoveMembership(membership, user=approver).execute()
    with pytest.raises(MunicipalityError):
        ChangeMembership(membership, Place(Role.EDITOR), user=approver).execute()
    with pytest.raises(MunicipalityError):
        RemoveMembership(membership, user=approver).execute()
