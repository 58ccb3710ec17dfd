"""A wave, who runs it, and lists of people for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from courses.models import CourseRelease
from elearning.commissions.actions.waves import PlanWave, WavePlan
from elearning.commissions.models import Wave
from elearning.commissions.waves import tasks
from elearning.municipalities.models import Municipality, OrganisationUnit
from tests import trees
from tests.elearning.commissions import people
from tests.tracking import factories
from tests.worlds import world


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> list[tuple[str, Any]]:
    """What would be handed to a worker, where the test has none."""
    handed: list[tuple[str, Any]] = []
    if request.node.get_closest_marker("worker") is None:
        for name in ("import_participants", "send_invitations", "send_reminder", "send_gathering_mails"):
            task = getattr(tasks, name)
            monkeypatch.setattr(
                task, "try_apply_async", lambda args, name=name, **_options: handed.append((name, args[0])) or True,
                raising=False,
            )  # fmt: skip
    return handed


@world
def release() -> CourseRelease:
    """Two lessons, and a dialogue with a guide of two steps."""
    steps = [trees.node("guide_step", factories.new_id(), minutes=minutes, text=text) for minutes, text in GUIDE]
    guide = factories.block("dialogue_guide", {"steps": steps}, introduction="Læg telefonerne væk.")
    talk = factories.dialogue(factories.paragraph("<p>I skal tale om gevinster.</p>"), guide, title="Gevinstkortet")
    return factories.released(factories.course(factories.module(factories.lesson(), factories.lesson(), talk)))


GUIDE = [(5, "Ejeren læser op."), (8, "Ret kortet.")]


@world
def facilitator(home: Municipality) -> Any:
    return people.member(home, "facilitator", email="frida@lilleroed.example", first_name="Frida", last_name="Fac")


@world
def unit(home: Municipality) -> OrganisationUnit:
    return OrganisationUnit.objects.create(municipality=home, name="Borgerservice")


@world
def wave(home: Municipality, release: CourseRelease, facilitator: Any) -> Wave:
    """Runs now, for a month."""
    return planned(home, release, facilitator)


def planned(home: Municipality, release: CourseRelease, user: Any, name: str = "Forår", **given: Any) -> Wave:
    today = timezone.localdate()
    plan = {"starts": today - timedelta(days=1), "ends": today + timedelta(days=30), "facilitator": user, **given}
    return PlanWave(home, release.course, WavePlan(name, **plan), user=user).execute()
