"""Who may run which waves."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from elearning.commissions.errors import CommissionRefused
from elearning.commissions.models import Wave, WaveQuerySet
from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.roles import has_role, is_operator, memberships

Role = Membership.Role
#: Who may be a wave's facilitator, and plan one.
FACILITATORS = (Role.FACILITATOR, Role.EDITOR)


class WaveRefused(CommissionRefused):
    """What was asked of a wave cannot be, as things stand."""


class WaveOver(WaveRefused):
    def __init__(self) -> None:
        super().__init__(_("The group has ended."))


def may_plan(user: Any, municipality: Municipality) -> bool:
    """The municipality's editors and facilitators, and the operator."""
    return has_role(user, municipality, FACILITATORS)


def may_run(user: Any, wave: Wave) -> bool:
    """An editor runs all of her municipality's waves, a facilitator her own."""
    if has_role(user, wave.municipality, (Role.EDITOR,)):
        return True
    return wave.facilitator_id == user.pk and has_role(user, wave.municipality, FACILITATORS)


def waves_run_by(user: Any) -> WaveQuerySet:
    """Every wave the person runs, in whatever municipality; an operator runs those of all."""
    every = Wave.objects.unscoped(reason="limited to what the person runs")
    if is_operator(user):
        return every
    own = memberships(user) if user.is_active else []
    edited = [it.municipality_id for it in own if it.role == Role.EDITOR]
    facilitated = [it.municipality_id for it in own if it.role == Role.FACILITATOR]
    return every.filter(Q(municipality__in=edited) | Q(municipality__in=facilitated, facilitator=user.pk))


def municipalities_planned_for(user: Any) -> list[Municipality]:
    """The municipalities the person may plan waves in, by name."""
    if is_operator(user):
        return list(Municipality.objects.ordinary())
    return [it.municipality for it in memberships(user) if user.is_active and it.role in FACILITATORS]
