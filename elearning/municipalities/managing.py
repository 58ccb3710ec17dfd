"""Who may manage a municipality's people and units."""

from __future__ import annotations

from typing import Any

from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.roles import is_operator, memberships

Role = Membership.Role
MANAGERS = (Role.EDITOR, Role.APPROVER)
#: An editor's work is approved by others, so she cannot choose them.
EDITOR_GIVES = (Role.LEARNER, Role.FACILITATOR)


def managed_municipalities(user: Any) -> list[Municipality]:
    """Those whose people and units the person manages by her role, by name; an operator manages all besides."""
    if not user.is_active:
        return []
    return [it.municipality for it in memberships(user) if it.role in MANAGERS]


def may_manage_some(user: Any) -> bool:
    return is_operator(user) or bool(managed_municipalities(user))


def grantable_roles(user: Any, municipality: Municipality) -> tuple[str, ...]:
    """The roles she may give and take there; none for whoever manages nothing there."""
    if is_operator(user):
        return tuple(Role)
    own = next((it for it in memberships(user) if it.municipality_id == municipality.pk), None)
    if own is None or not user.is_active or own.role not in MANAGERS:
        return ()
    return tuple(Role) if own.role == Role.APPROVER else EDITOR_GIVES


def may_manage(user: Any, municipality: Municipality) -> bool:
    return bool(grantable_roles(user, municipality))
