"""To whom a commission's e-mails go. An address that is not proven gets the confirmation and nothing else."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q

from elearning.commissions.mails.kinds import Kind, Side
from elearning.commissions.models import Commission, StageChange
from elearning.commissions.permissions import FOLLOWERS, HANDLE
from elearning.commissions.stages import Stage
from elearning.municipalities.models import Membership


def recipients(kind: Kind, commission: Commission, change: StageChange | None = None, *, but: Any = None) -> list[str]:
    """The addresses, each once, in order; ``but`` is who did it, and knows."""
    found: list[str] = []
    if Side.CONTACT in kind.sides:
        found.append(commission.contact_email)
    if Side.MUNICIPALITY in kind.sides and not _is_news_from_a_stranger(commission, change):
        found += municipal_people(commission)
    if Side.DESK in kind.sides:
        found += handlers(commission)
    known = getattr(but, "email", "").lower() if Side.CONTACT not in kind.sides else ""
    return list(dict.fromkeys(each.lower() for each in found if each and each.lower() != known))


def municipal_people(commission: Commission) -> list[str]:
    """Editors and approvers there, the writer, and the contact where she has an account there."""
    there = Membership.objects.for_municipality(commission.municipality_id).filter(user__is_active=True)
    own = Q(role__in=FOLLOWERS) | Q(user=commission.created_by_id) | Q(user__email__iexact=commission.contact_email)
    return list(there.filter(own).order_by("user__email").values_list("user__email", flat=True))


def handlers(commission: Commission) -> list[str]:
    """Whoever handles it, or all who may where nobody has taken it."""
    if commission.handled_by is not None and commission.handled_by.is_active:
        return [commission.handled_by.email]
    return [person.email for person in people_of_the_desk()]


def people_of_the_desk() -> list[Any]:
    """Active people who may handle commissions; those who run the site only where they are in such a group too."""
    app, codename = HANDLE.split(".")
    permissions = Permission.objects.filter(content_type__app_label=app, codename=codename)
    users = get_user_model()._default_manager.filter(is_active=True)
    return list(
        users.filter(Q(groups__permissions__in=permissions) | Q(user_permissions__in=permissions))
        .distinct()
        .order_by("email")
    )


def _is_news_from_a_stranger(commission: Commission, change: StageChange | None) -> bool:
    """What an outsider has sent in a municipality's name is the provider's to look at first."""
    if change is None or change.to_stage != Stage.REQUESTED:
        return False
    there = Membership.objects.for_municipality(commission.municipality_id)
    return change.by_id is None or not there.filter(user=change.by_id).exists()
