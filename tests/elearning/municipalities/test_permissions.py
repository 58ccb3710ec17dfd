"""A role in a municipality opens the admin, and nothing in it that is not the municipality's."""

import pytest
from django.test import Client
from django.urls import reverse

from elearning.municipalities.models import Membership
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["editor", "approver", "facilitator"])
def test_whoever_works_for_a_municipality_comes_into_the_admin(client: Client, role: str) -> None:
    client.force_login(MembershipFactory(role=role).user)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_learner_does_not_come_into_the_admin(client: Client) -> None:
    client.force_login(MembershipFactory(role=Membership.Role.LEARNER).user)
    assert client.get(reverse("wagtailadmin_home")).status_code in (302, 403)


def test_somebody_who_is_no_longer_active_does_not_come_in() -> None:
    user = MembershipFactory(role="editor").user
    user.is_active = False
    assert not user.has_perm("wagtailadmin.access_admin")


def test_a_role_gives_no_other_permission() -> None:
    user = MembershipFactory(role="editor").user
    assert user.has_perm("wagtailadmin.access_admin")
    assert not user.has_perm("wagtailcore.add_page")
    assert not user.has_perm("wagtailadmin.access_admin", obj=user)
