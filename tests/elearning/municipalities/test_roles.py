from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import RequestFactory

from elearning.municipalities.groups import ensure_groups
from elearning.municipalities.models import OPEN_CODE, Membership, Municipality
from elearning.municipalities.roles import (
    DESIGNERS,
    audiences,
    choose_municipality,
    has_role,
    is_designer,
    is_operator,
    memberships,
    municipality_of,
)
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_designers_group_exists_and_may_enter_the_admin() -> None:
    designers = Group.objects.get(name=DESIGNERS)
    assert designers.permissions.filter(codename="access_admin").exists()


def test_making_the_groups_again_takes_nothing_from_them() -> None:
    designers = Group.objects.get(name=DESIGNERS)
    before = designers.permissions.count()
    ensure_groups(apps=apps, using="default")
    assert Group.objects.filter(name=DESIGNERS).count() == 1
    assert designers.permissions.count() == before


def test_designers_and_operators_are_designers_and_nobody_else_is() -> None:
    designer, learner = UserFactory(), MembershipFactory().user
    designer.groups.add(Group.objects.get(name=DESIGNERS))
    assert is_designer(designer)
    assert is_designer(UserFactory(is_superuser=True))
    assert not is_designer(learner)
    assert not is_designer(AnonymousUser())
    designer.is_active = False
    assert not is_designer(designer)


def test_a_role_holds_in_its_own_municipality_only() -> None:
    editor = MembershipFactory(role=Membership.Role.EDITOR)
    other = MunicipalityFactory()
    assert has_role(editor.user, editor.municipality, ["editor", "approver"])
    assert not has_role(editor.user, editor.municipality, ["approver"])
    assert not has_role(editor.user, other, ["editor"])
    assert has_role(UserFactory(is_superuser=True), other, ["editor"])
    assert not has_role(AnonymousUser(), other, ["editor"])
    assert not is_operator(editor.user)


def test_somebody_who_is_no_longer_active_holds_no_role() -> None:
    editor = MembershipFactory(role=Membership.Role.EDITOR, user__is_active=False)
    assert not has_role(editor.user, editor.municipality, ["editor"])


def test_somebody_without_a_municipality_belongs_to_the_open_one() -> None:
    assert municipality_of(UserFactory()).code == OPEN_CODE
    assert municipality_of(AnonymousUser()).code == OPEN_CODE
    assert Municipality.objects.filter(code=OPEN_CODE).count() == 1
    assert not Municipality.objects.ordinary().exists()


def test_somebody_with_one_municipality_works_in_it() -> None:
    membership = MembershipFactory()
    assert municipality_of(membership.user) == membership.municipality


def test_somebody_with_several_works_in_the_chosen_one_or_else_the_first_by_name() -> None:
    user = UserFactory()
    second = MembershipFactory(user=user, municipality__name="Ærø").municipality
    first = MembershipFactory(user=user, municipality__name="Aarhus").municipality
    request = RequestFactory().get("/")
    request.user = user
    request.session = {}
    assert [it.municipality for it in memberships(user)] == [first, second]
    assert municipality_of(user, request) == first
    assert choose_municipality(request, second.pk) == second
    assert municipality_of(user, request) == second


def test_a_choice_ends_with_the_membership() -> None:
    kept = MembershipFactory()
    request = RequestFactory().get("/")
    request.user = kept.user
    request.session = {"municipality": MunicipalityFactory().pk}
    assert municipality_of(kept.user, request) == kept.municipality


def test_audiences_are_the_memberships_own() -> None:
    membership = MembershipFactory(level=Membership.Level.HEAD)
    assert audiences(membership.user, membership.municipality) == {"head"}
    assert audiences(membership.user, MunicipalityFactory()) == frozenset()
    assert audiences(AnonymousUser(), membership.municipality) == frozenset()


def test_nobody_is_twice_in_a_municipality() -> None:
    membership = MembershipFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(user=membership.user, municipality=membership.municipality)


def test_a_municipality_with_people_in_it_cannot_be_deleted() -> None:
    with pytest.raises(ProtectedError):
        MembershipFactory().municipality.delete()
