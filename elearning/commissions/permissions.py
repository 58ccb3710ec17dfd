"""Who may see a commission, and in what capacity somebody acts in it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from elearning.commissions.models import Commission, CommissionQuerySet
from elearning.commissions.stages import Next, Stage, Transition, Who, open_to, turn
from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.roles import memberships

HANDLE = "commissions.handle_commission"
Role = Membership.Role
#: Those who see all of their municipality's commissions.
FOLLOWERS = (Role.EDITOR, Role.APPROVER)


def is_handler(user: Any) -> bool:
    """Whether the person handles the municipalities' commissions at the provider's."""
    return bool(user is not None and user.is_active and user.has_perm(HANDLE))


def roles_of(user: Any) -> dict[int, str]:
    """The person's role by municipality; read once a request."""
    if user is None or not user.is_authenticated or not user.is_active:
        return {}
    known: dict[int, str] | None = getattr(user, "_commission_roles", None)
    if known is None:
        known = {each.municipality_id: each.role for each in memberships(user)}
        user._commission_roles = known
    return known


def capacities(user: Any, commission: Commission, *, wrote_it: bool = False) -> frozenset[Who]:
    """``wrote_it`` is what the session knows: that whoever asks wrote the draft without an account.

    Writing a commission gives a right to it for as long as one belongs to the municipality; a draft is its writer's.
    """
    found: set[Who] = set()
    role = roles_of(user).get(commission.municipality_id)
    is_writer = user is not None and user.is_authenticated and user.is_active and commission.created_by_id == user.pk
    if commission.is_draft:
        return frozenset({Who.WRITER}) if is_writer or (wrote_it and commission.created_by_id is None) else frozenset()
    if is_writer and role is not None:
        found.add(Who.WRITER)
    if is_handler(user):
        found.add(Who.DESIGNER)
    if role == Role.EDITOR:
        found.add(Who.EDITOR)
    if role == Role.APPROVER:
        found.add(Who.APPROVER)
    return frozenset(found)


def may_see(user: Any, commission: Commission) -> bool:
    return bool(capacities(user, commission))


def may_take(user: Any, commission: Commission, transition: Transition, *, wrote_it: bool = False) -> bool:
    return bool(transition.who & capacities(user, commission, wrote_it=wrote_it))


def open_transitions(user: Any, commission: Commission) -> list[Transition]:
    """What the person may do with the commission where it stands."""
    held = capacities(user, commission)
    return [each for each in open_to(commission.stage, express=commission.express) if each.who & held]


def visible_commissions(user: Any) -> CommissionQuerySet:
    """Those the person may see on the municipality's pages: drafts are not among them."""
    roles = roles_of(user)
    follows = [municipality for municipality, role in roles.items() if role in FOLLOWERS]
    found = Commission.objects.unscoped(reason="limited to the person's municipalities").submitted()
    return found.filter(
        Q(municipality__in=follows) | Q(municipality__in=list(roles), created_by_id=getattr(user, "pk", None))
    )


def own_drafts(user: Any) -> CommissionQuerySet:
    return Commission.objects.written_by(user).filter(stage=Stage.DRAFT)


def orders_for(user: Any) -> list[Municipality]:
    """The municipalities a member may order for: her own. Empty for others, who say which it is."""
    return [each.municipality for each in memberships(user) if not each.municipality.is_open]


def waits_for(user: Any, commission: Commission) -> bool:
    """Whether the next step is this person's."""
    needed = {
        Next.WRITER: Who.WRITER,
        Next.DESIGNER: Who.DESIGNER,
        Next.MUNICIPALITY: Who.EDITOR,
        Next.APPROVER: Who.APPROVER,
    }.get(turn(commission.stage, express=commission.express))
    held = capacities(user, commission)
    if needed is Who.DESIGNER and commission.handled_by_id not in (None, getattr(user, "pk", None)):
        return False
    return needed in held
