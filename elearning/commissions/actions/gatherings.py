"""Gatherings are set, changed and called off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from elearning.commissions.actions.waves import held
from elearning.commissions.models import Gathering, Wave
from elearning.commissions.waves import notices
from elearning.commissions.waves.agenda import dialogues_of
from elearning.commissions.waves.life import Deed
from elearning.commissions.waves.rules import WaveRefused


@dataclass(frozen=True)
class GatheringPlan:
    """What a gathering is to be. ``dialogues`` are node ids of the course's, in the order of the agenda."""

    title: str
    starts: datetime
    ends: datetime
    place: str = ""
    dialogues: tuple[str, ...] = ()


class AddGathering:
    """Those who have been invited are told; others read it in their invitation.

    Raises ``PermissionDenied`` and :class:`WaveRefused`.
    """

    def __init__(self, wave: Wave, plan: GatheringPlan, *, user: Any) -> None:
        self.wave = wave
        self.plan = plan
        self.user = user

    @transaction.atomic
    def execute(self) -> Gathering:
        wave = held(self.wave, self.user, Deed.SET_GATHERING)
        gathering = _stored(Gathering(wave=wave), self.plan, self.user, "add")
        notices.tell_set(gathering, by=self.user)
        return gathering


class ChangeGathering:
    """Participants are told of another time or place. Raises as :class:`AddGathering`."""

    def __init__(self, gathering: Gathering, plan: GatheringPlan, *, user: Any) -> None:
        self.gathering = gathering
        self.plan = plan
        self.user = user

    @transaction.atomic
    def execute(self) -> Gathering:
        wave = held(self.gathering.wave, self.user, Deed.CHANGE_GATHERING)
        gathering = _standing(self.gathering, wave)
        before = notices.said(gathering)
        gathering.sequence += 1
        _stored(gathering, self.plan, self.user, "change")
        notices.tell_moved(gathering, before)
        return gathering


class CancelGathering:
    """Participants are told. Raises ``PermissionDenied``, and :class:`WaveRefused` where it has been called off."""

    def __init__(self, gathering: Gathering, *, user: Any) -> None:
        self.gathering = gathering
        self.user = user

    @transaction.atomic
    def execute(self) -> None:
        wave = held(self.gathering.wave, self.user, Deed.CANCEL_GATHERING)
        gathering = _standing(self.gathering, wave)
        _log(wave, gathering, self.user, "cancel")
        notices.tell_called_off(gathering)
        gathering.delete()


def _stored(gathering: Gathering, plan: GatheringPlan, user: Any, verb: str) -> Gathering:
    for name, value in vars(plan).items():
        setattr(gathering, name, list(value) if name == "dialogues" else value)
    known = {node["id"] for node in dialogues_of(gathering.wave)} | set(_before(gathering))
    if not known.issuperset(gathering.dialogues):
        raise WaveRefused(_("The course has no such dialogue any more. Choose again."))
    try:
        gathering.full_clean(exclude=["wave"])
    except ValidationError as error:
        raise WaveRefused(" ".join(error.messages)) from error
    gathering.save()
    _log(gathering.wave, gathering, user, verb)
    return gathering


def _standing(gathering: Gathering, wave: Wave) -> Gathering:
    """As it is now, the wave being held. Raises :class:`WaveRefused` where somebody has called it off."""
    rows = Gathering.objects.for_municipality(wave.municipality_id).filter(wave=wave)
    found: Gathering | None = rows.filter(pk=gathering.pk).first()
    if found is None:
        raise WaveRefused(_("There is no such gathering."))
    found.wave = wave
    return found


def _before(gathering: Gathering) -> list[str]:
    """What it had may stay, also where the course's version has it no more."""
    if gathering.pk is None:
        return []
    found = Gathering.objects.for_municipality(gathering.wave.municipality_id).filter(pk=gathering.pk).first()
    return list(found.dialogues) if found else []


def _log(wave: Wave, gathering: Gathering, user: Any, verb: str) -> None:
    data = {"gathering": gathering.pk, "starts": gathering.starts.isoformat()}
    log(instance=wave, action=f"commissions.gathering.{verb}", user=user, data=data)
