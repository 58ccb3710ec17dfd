"""Who sees which report."""

from __future__ import annotations

from typing import Any

from elearning.municipalities.models import Membership
from elearning.municipalities.roles import is_designer

#: Those who follow their own municipality's people.
FOLLOWERS = (Membership.Role.FACILITATOR, Membership.Role.EDITOR, Membership.Role.APPROVER)


def followed_municipalities(user: Any) -> list[int]:
    """The municipalities, by key, in which the person holds a role that follows others."""
    if not user.is_active:
        return []
    return list(Membership.objects.for_user(user).filter(role__in=FOLLOWERS).values_list("municipality", flat=True))


def sees_all(user: Any) -> bool:
    return is_designer(user)


def sees_enrolments(user: Any) -> bool:
    return sees_all(user) or bool(followed_municipalities(user))
