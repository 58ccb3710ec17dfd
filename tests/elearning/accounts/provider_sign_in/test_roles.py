"""Roles that come and go with the groups of a municipality's own sign-in."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from elearning.accounts.models import IdentityProvider, User
from elearning.municipalities.models import Membership
from tests.elearning.accounts.provider_sign_in.knowing import KIRSTEN, logged, role_of, signed_in_as
from tests.factories import MembershipFactory
from tests.oidc.process import ProviderProcess, sign_in_at

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["g-editors"], "editor"),
        (["g-facilitators", "g-editors", "g-approvers"], "approver"),
        (["g-editors", "g-facilitators"], "editor"),
        (["g-unknown"], "learner"),
        ("g-editors", "editor"),
        ([], "learner"),
        ([["g-editors"], 7, None], "learner"),
        ({"g-editors": True}, "learner"),
    ],
)
def test_her_role_is_the_highest_of_her_groups(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, groups: Any, role: str
) -> None:
    idp.tell(**KIRSTEN, groups=groups)
    sign_in_at(client, "161")
    assert role_of(User.objects.get()) == role


def test_app_roles_are_read_from_their_own_claim(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    provider.roles_claim = "roles"
    provider.save()
    idp.tell(**KIRSTEN, groups=["g-approvers"], roles=["g-editors"])
    sign_in_at(client, "161")
    assert role_of(User.objects.get()) == "editor"


def test_a_role_goes_with_the_group_that_gave_it(idp: ProviderProcess, provider: IdentityProvider) -> None:
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(Client(), "161")
    user = User.objects.get()
    idp.tell(**KIRSTEN, groups=[])
    sign_in_at(Client(), "161")
    assert role_of(user) == "learner"
    assert logged("accounts.provider_role") == [
        {"member": user.pk, "role": ["learner", "editor"]},
        {"member": user.pk, "role": ["editor", "learner"]},
    ]


def test_what_a_role_opens_in_the_admin_comes_and_goes_with_it(
    idp: ProviderProcess, provider: IdentityProvider
) -> None:
    editors = Group.objects.create(name="Glostrup Kommune: redaktører")
    provider.municipality.editor_group = editors
    provider.municipality.save()
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(Client(), "161")
    assert editors.user_set.get() == User.objects.get()
    again = Client()
    sign_in_at(again, "161")
    assert signed_in_as(again), "her municipality's own group does not make her an outsider"
    idp.tell(**KIRSTEN)
    sign_in_at(Client(), "161")
    assert not editors.user_set.exists()


def test_a_role_that_a_person_here_gave_stays(idp: ProviderProcess, provider: IdentityProvider) -> None:
    user = MembershipFactory(
        user__email="kirsten@glostrup.dk", municipality=provider.municipality, role="facilitator"
    ).user
    sign_in_at(Client(), "161")
    assert role_of(user) == "facilitator"
    idp.tell(**KIRSTEN, groups=["g-approvers"])
    sign_in_at(Client(), "161")
    assert role_of(user) == "approver"
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(Client(), "161")
    assert role_of(user) == "editor"
    idp.tell(**KIRSTEN)
    sign_in_at(Client(), "161")
    assert role_of(user) == "facilitator"


def test_a_role_given_here_after_the_providers_is_not_the_providers_to_take(
    idp: ProviderProcess, provider: IdentityProvider
) -> None:
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(Client(), "161")
    user = User.objects.get()
    Membership.objects.for_user(user).update(role="approver")
    idp.tell(**KIRSTEN)
    sign_in_at(Client(), "161")
    assert role_of(user) == "approver"


def test_where_not_everybody_may_learn_somebody_in_no_group_is_turned_away(
    client: Client, provider: IdentityProvider
) -> None:
    provider.admits_everybody = False
    provider.save()
    assert sign_in_at(client, "161").status_code == 403
    assert not User.objects.exists()


def test_somebody_turned_away_keeps_no_role_from_her_groups(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    provider.admits_everybody = False
    provider.save()
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(Client(), "161")
    idp.tell(**KIRSTEN)
    assert sign_in_at(client, "161").status_code == 403
    assert role_of(User.objects.get()) == "learner"
    assert signed_in_as(client) is None


@pytest.mark.parametrize("overage", [{"_claim_names": {"groups": "src1"}}, {"hasgroups": True}])
def test_groups_that_were_too_many_to_send_are_not_taken_for_none(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, overage: dict[str, Any]
) -> None:
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(Client(), "161")
    idp.tell(**KIRSTEN, **overage)
    assert sign_in_at(client, "161").status_code == 502
    assert role_of(User.objects.get()) == "editor"
    assert signed_in_as(client) is None


def test_whoever_works_in_the_admin_asks_again_after_a_working_day(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(client, "161")
    assert client.session.get_expiry_age() <= 12 * 60 * 60
    assert client.get("/admin/").status_code == 200
