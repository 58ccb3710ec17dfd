"""A wave as its participants and its order see it: on the course's page, and on the order's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from elearning.commissions.models import Commission, Gathering, Wave, WaveMember
from elearning.commissions.waves.rules import may_run
from elearning.commissions.waves.selectors import with_figures
from tracking.learning.company import Company, Meeting
from tracking.models import Enrolment


def company(enrolment: Enrolment) -> Company | None:
    """The learner's group, with the gatherings that are to come."""
    rows = WaveMember.objects.for_municipality(enrolment.municipality_id).filter(enrolment=enrolment)
    member = rows.select_related("wave").first()
    if member is None:
        return None
    wave = member.wave
    coming = Gathering.objects.for_municipality(wave.municipality_id).filter(wave=wave, ends__gte=timezone.now())
    meetings = tuple(
        Meeting(it.title, it.starts, it.ends, it.place, reverse("waves:gathering", args=[wave.pk, it.pk]))
        for it in coming
    )
    return Company(wave.name, wave.get_absolute_url(), wave.starts, wave.ends, meetings)


@dataclass(frozen=True)
class Run:
    """A wave of an order, with how many are where; ``url`` is empty for whoever does not run it."""

    wave: Any
    people: int
    finished: int
    url: str


def runs_of(commission: Commission, user: Any) -> list[Run]:
    """The order's waves, the first to begin first."""
    rows = Wave.objects.for_municipality(commission.municipality_id).filter(commission=commission)
    waves: Any = with_figures(rows).select_related("municipality", "course", "facilitator")
    found = []
    for wave in waves.order_by("starts", "name", "pk"):
        url = wave.get_absolute_url() if may_run(user, wave) else ""
        found.append(Run(wave, wave.people, wave.finished, url))
    return found
