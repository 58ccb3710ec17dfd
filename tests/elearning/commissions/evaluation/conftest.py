"""A running order with a group, and people who complete and answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from courses.models import CourseRelease
from elearning.commissions import stages
from elearning.commissions.actions.evaluation import AnswerEvaluation
from elearning.commissions.evaluation import tasks
from elearning.commissions.models import Commission, Round, Wave, WaveMember
from elearning.municipalities.models import Municipality, OrganisationUnit
from tests.elearning.commissions import people
from tests.tracking import factories
from tests.worlds import world
from tracking.models import Enrolment, Progress

END = {
    "gain": "4",
    "use": "5",
    "most": "plan",
    "time": "4",
    "local": "2",
    "gatherings": "none",
    "recommend": "5",
}
LATER = {"use": "3", "plan": "kept", "benefit": "4", "gain": "4"}
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What would be handed to a worker."""
    handed: list[tuple[Any, ...]] = []
    monkeypatch.setattr(
        tasks.send, "try_apply_async", lambda args, **_options: handed.append(tuple(args)) or True, raising=False
    )
    return handed


@world
def release() -> CourseRelease:
    return factories.released(factories.course(factories.module(factories.lesson())))


@world
def running(home: Municipality, editor: Any, release: CourseRelease) -> Commission:
    """An order whose course runs."""
    order = people.sent(home, editor, course=release.course)
    for target in (stages.Stage.CO_DESIGN, stages.Stage.OFFERED, stages.Stage.APPROVED, stages.Stage.RUNNING):
        order._move(next(each for each in stages.TRANSITIONS if each.target == target and each.way != "express"))
    return people.again(order)


@world
def wave(running: Commission, release: CourseRelease) -> Wave:
    return new_wave(running, release)


def new_wave(order: Commission, release: CourseRelease, name: str = "Forår") -> Wave:
    return Wave.objects.create(
        municipality=order.municipality,
        course=release.course,
        commission=order,
        name=name,
        starts=TODAY - timedelta(days=30),
        ends=TODAY + timedelta(days=5),
    )


def completed(wave: Wave, *, ago: int = 0, level: str = "", unit: OrganisationUnit | None = None) -> Enrolment:
    """Somebody in the wave who has completed the course so many days ago."""
    user = people.member(wave.municipality, "learner")
    user.memberships.update(level=level, unit=unit)
    enrolment = Enrolment.objects.create(
        user=user, municipality=wave.municipality, course=wave.course, release=wave.course.releases.get()
    )
    WaveMember.objects.create(wave=wave, enrolment=enrolment)
    when = timezone.now() - timedelta(days=ago)
    Progress.objects.create(enrolment=enrolment, started_at=when, completed_at=when)
    return enrolment


def answer(enrolment: Enrolment, round_: Round = Round.END, *, send: bool = True, **given: str) -> Any:
    answers = {**(END if round_ == Round.END else LATER), **given}
    return AnswerEvaluation(enrolment, round_, answers, user=enrolment.user, send=send).execute()


def later(days: float) -> datetime:
    return timezone.now() + timedelta(days=days)


def over(order: Commission) -> None:
    Wave.objects.for_municipality(order.municipality_id).filter(commission=order).update(ends=TODAY - timedelta(days=1))
