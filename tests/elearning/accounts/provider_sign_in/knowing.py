"""Who signs in at the provider, and what has become of it here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import ModelLogEntry

from elearning.accounts.models import User
from elearning.municipalities.models import Membership
from elearning.municipalities.roles import DESIGNERS
from tests.factories import MembershipFactory, UserFactory

SIGN_IN = "/konto/login/"
KIRSTEN: dict[str, Any] = {
    "sub": "kirsten",
    "email": "Kirsten@Glostrup.dk",
    "given_name": "Kirsten",
    "family_name": "Holm",
}


def signed_in_as(client: Client) -> int | None:
    key = client.session.get("_auth_user_id")
    return int(key) if key else None


def role_of(user: User) -> str:
    return Membership.objects.for_user(user).get().role


def logged(action: str) -> list[dict[str, Any]]:
    return [entry.data for entry in ModelLogEntry.objects.filter(action=action).order_by("pk")]


def outsider(kind: str) -> User:
    user = UserFactory(email="kirsten@glostrup.dk", is_superuser=kind == "operator", is_staff=kind == "staff")
    if kind == "designer":
        user.groups.add(Group.objects.get(name=DESIGNERS))
    if kind == "some group":
        user.groups.add(Group.objects.create(name="Redaktører"))
    if kind == "elsewhere":
        MembershipFactory(user=user)
    return user
