"""Waves are planned, changed, paused and taken up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.models import CoursePage
from elearning.commissions.models import Commission, Wave
from elearning.commissions.models.waves import join_key
from elearning.commissions.stages import Stage
from elearning.commissions.waves.invitations import invite_soon
from elearning.commissions.waves.life import Deed, may
from elearning.commissions.waves.rules import FACILITATORS, WaveOver, WaveRefused, may_plan, may_run
from elearning.municipalities.models import Membership, Municipality
from tracking.enrolling.rules import offer

#: The stages of an order in which its waves are planned.
PLANNED_IN = (Stage.APPROVED, Stage.RUNNING)


@dataclass(frozen=True)
class WavePlan:
    """What a wave is to be."""

    name: str
    starts: date
    ends: date
    facilitator: Any = None
    late_joiners: bool = True
    reminder_days: int = Wave.Rhythm.WEEKLY
    commission: Commission | None = None


class PlanWave:
    """A new wave, on the form of the course that the municipality's people meet and that has been approved.

    Raises ``PermissionDenied``, ``EnrolmentRefused`` where the course is not offered there, and
    :class:`~elearning.commissions.waves.rules.WaveRefused`.
    """

    def __init__(self, municipality: Municipality, course: CoursePage, plan: WavePlan, *, user: Any) -> None:
        self.municipality = municipality
        self.course = course
        self.plan = plan
        self.user = user

    @transaction.atomic
    def execute(self, *, skip_permission_checks: bool = False) -> Wave:
        if not skip_permission_checks and not may_plan(self.user, self.municipality):
            raise PermissionDenied(_("You may not plan groups here."))
        offered = offer(self.course, self.municipality)
        wave = Wave(municipality=self.municipality, course=offered.course, created_by=self.user)
        _put(wave, self.plan)
        wave.save()
        log(instance=wave, action="commissions.wave.plan", user=self.user, data=_facts(self.plan))
        return wave


class ChangeWave:
    """Another name, other dates, another facilitator or rhythm. Raises as :class:`PlanWave`."""

    def __init__(self, wave: Wave, plan: WavePlan, *, user: Any) -> None:
        self.wave = wave
        self.plan = plan
        self.user = user

    @transaction.atomic
    def execute(self) -> Wave:
        wave = held(self.wave, self.user, Deed.CHANGE)
        _put(wave, self.plan)
        wave.save()
        log(instance=wave, action="commissions.wave.change", user=self.user, data=_facts(self.plan))
        return wave


class PauseWave:
    """No reminders, invitations or joiners until it is resumed. Pausing again changes nothing. Raises as
    :func:`held`."""

    def __init__(self, wave: Wave, *, user: Any) -> None:
        self.wave = wave
        self.user = user

    @transaction.atomic
    def execute(self) -> Wave:
        wave = held(self.wave, self.user, Deed.PAUSE)
        if wave.paused_at is None:
            wave.paused_at = timezone.now()
            wave.save(update_fields=["paused_at"])
            log(instance=wave, action="commissions.wave.pause", user=self.user)
        return wave


class ResumeWave:
    """Invitations that waited are sent now."""

    def __init__(self, wave: Wave, *, user: Any) -> None:
        self.wave = wave
        self.user = user

    @transaction.atomic
    def execute(self) -> Wave:
        wave = held(self.wave, self.user, Deed.RESUME)
        if wave.paused_at is not None:
            wave.paused_at = None
            wave.save(update_fields=["paused_at"])
            log(instance=wave, action="commissions.wave.resume", user=self.user)
            invite_soon(wave)
        return wave


class RenewJoinLink:
    """The link and the QR code there were lead nowhere from now on."""

    def __init__(self, wave: Wave, *, user: Any) -> None:
        self.wave = wave
        self.user = user

    @transaction.atomic
    def execute(self) -> Wave:
        wave = held(self.wave, self.user, Deed.RENEW_LINK)
        wave.join_key = join_key()
        wave.save(update_fields=["join_key"])
        log(instance=wave, action="commissions.wave.renew_link", user=self.user)
        return wave


def held(wave: Wave, user: Any, deed: Deed) -> Wave:
    """The wave as it is now, kept until the transaction ends.

    Raises ``PermissionDenied``, and :class:`WaveOver` for what is not done with a wave that has ended.
    """
    rows = Wave.objects.for_municipality(wave.municipality_id).select_for_update(of=("self",))
    found: Wave = rows.select_related("municipality", "course").get(pk=wave.pk)
    if user is None or not may_run(user, found):
        raise PermissionDenied(_("You do not run this group."))
    if not may(deed, found.status()):
        raise WaveOver
    return found


def _put(wave: Wave, plan: WavePlan) -> None:
    for name, value in vars(plan).items():
        setattr(wave, name, value)
    wave.name = " ".join(wave.name.split())
    _check_facilitator(wave)
    _check_commission(wave)
    try:
        wave.full_clean(validate_unique=False)
    except ValidationError as error:
        raise WaveRefused(" ".join(error.messages)) from error


def _check_facilitator(wave: Wave) -> None:
    if wave.facilitator is None:
        return
    rows = Membership.objects.for_municipality(wave.municipality_id)
    if not rows.filter(user=wave.facilitator, role__in=FACILITATORS).exists():
        raise WaveRefused(_("The facilitator must be a facilitator or an editor in the municipality."))


def _check_commission(wave: Wave) -> None:
    order = wave.commission
    if order is None:
        return
    if order.municipality_id != wave.municipality_id or order.stage not in PLANNED_IN:
        raise WaveRefused(_("The order must be the municipality's own, and approved."))


def _facts(plan: WavePlan) -> dict[str, Any]:
    """For the log: dates as texts, people and orders by their numbers."""
    return {
        "name": plan.name,
        "starts": plan.starts.isoformat(),
        "ends": plan.ends.isoformat(),
        "facilitator": getattr(plan.facilitator, "pk", None),
        "late_joiners": plan.late_joiners,
        "reminder_days": int(plan.reminder_days),
        "commission": plan.commission.pk if plan.commission else None,
    }
