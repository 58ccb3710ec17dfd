"""How far a release has come among the municipalities, for the shared course's designer: figures, never words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage, CourseRelease, Variant, VariantUpdate
from courses.variants.mandatory import OVERDUE_AFTER
from courses.variants.policy import newest_release
from elearning.municipalities.models import Municipality

_REASON = "the shared course's designer is told how its variants stand, not what is in them"


class State(models.TextChoices):
    """Where one variant is. The first three have the newest release."""

    UP_TO_DATE = "up_to_date", _("up to date")
    IN_DRAFT = "in_draft", _("taken, not approved yet")
    NOT_OFFERED = "not_offered", _("up to date, never approved")
    BLOCKED = "blocked", _("must look at something first")
    CONFLICTS = "conflicts", _("has conflicts to decide")
    WAITING = "waiting", _("may take it")
    UNDONE = "undone", _("has undone it")
    PAUSED = "paused", _("takes no updates for now")
    BEHIND = "behind", _("on its way")


HAVE_IT = frozenset({State.UP_TO_DATE, State.IN_DRAFT, State.NOT_OFFERED})


@dataclass(frozen=True)
class Standing:
    """One variant. ``number`` is the shared course's version that it has; ``since`` is when it came to stand so."""

    municipality: Municipality
    number: int
    state: State
    conflicts: int = 0
    since: datetime | None = None
    mandatory: bool = False
    overdue: bool = False

    @property
    def state_label(self) -> str:
        return str(self.state.label)


@dataclass(frozen=True)
class Spread:
    """The figures: »61 of 98 up to date, 9 with conflicts«. ``moving``: workers are still at it."""

    total: int
    up_to_date: int
    conflicts: int
    waiting: int
    paused: int
    mandatory: int
    overdue: int
    moving: int


def spread(course: CoursePage) -> Spread:
    """How the variants of a shared course stand against its newest release; four queries."""
    return counted(standings(course))


def counted(rows: Iterable[Standing]) -> Spread:
    rows = list(rows)
    waiting = (State.WAITING, State.BLOCKED, State.UNDONE)
    return Spread(
        total=len(rows),
        up_to_date=sum(row.state in HAVE_IT for row in rows),
        conflicts=sum(row.state == State.CONFLICTS for row in rows),
        waiting=sum(row.state in waiting for row in rows),
        paused=sum(row.state == State.PAUSED for row in rows),
        mandatory=sum(row.mandatory for row in rows),
        overdue=sum(row.overdue for row in rows),
        moving=sum(row.state == State.BEHIND for row in rows),
    )


def standings(course: CoursePage, *, now: datetime | None = None) -> list[Standing]:
    """Every municipality's variant of a shared course, by the municipality's name."""
    newest = newest_release(course)
    if newest is None:
        return []
    variants = Variant.objects.of_upstream(course, reason=_REASON).select_related("municipality", "base_release")
    variants = variants.defer("base_release__tree").order_by("municipality__name")
    updates = _updates(course, newest)
    deadline = (now or timezone.now()) - timedelta(days=OVERDUE_AFTER)
    mandatory = list(
        CourseRelease.objects.filter(course=course, importance=CourseRelease.Importance.MANDATORY)
        .order_by("pk")
        .values_list("pk", "created_at")
    )
    return [_standing(variant, updates.get(variant.pk, {}), newest, mandatory, deadline) for variant in variants]


def _updates(course: CoursePage, newest: CourseRelease) -> dict[int, dict[str, VariantUpdate]]:
    """The newest update of each status to the newest release, by variant."""
    found: dict[int, dict[str, VariantUpdate]] = {}
    updates = VariantUpdate.objects.unscoped(reason=_REASON).filter(variant__upstream=course, target_release=newest)
    for update in updates.defer("before", "decisions").order_by("planned_at", "pk"):
        found.setdefault(update.variant_id, {})[update.status] = update
    return found


def _standing(
    variant: Variant,
    updates: dict[str, VariantUpdate],
    newest: CourseRelease,
    mandatory: list[tuple[int, datetime]],
    deadline: datetime,
) -> Standing:
    state, update = _state(variant, updates, newest)
    behind = state not in HAVE_IT
    missing = [made for pk, made in mandatory if behind and pk > variant.base_release_id]
    return Standing(
        municipality=variant.municipality,
        number=variant.base_release.number,
        state=state,
        conflicts=update.conflicts if update and state == State.CONFLICTS else 0,
        since=_since(variant, update, state, newest),
        mandatory=bool(missing),
        overdue=bool(missing) and missing[0] < deadline,
    )


def _state(
    variant: Variant, updates: dict[str, VariantUpdate], newest: CourseRelease
) -> tuple[State, VariantUpdate | None]:
    status = VariantUpdate.Status
    if variant.base_release_id >= newest.pk:
        if status.APPLIED in updates:
            return State.IN_DRAFT, updates[status.APPLIED]
        if variant.current_release_id is None:
            return State.NOT_OFFERED, None
        return State.UP_TO_DATE, updates.get(status.PUBLISHED)
    planned = updates.get(status.PLANNED)
    if planned and planned.conflicts:
        return State.CONFLICTS, planned
    if status.UNDONE in updates:
        return State.UNDONE, updates[status.UNDONE]
    if planned and planned.blockers:
        return State.BLOCKED, planned
    policy = variant.municipality.update_policy
    if policy == Municipality.UpdatePolicy.PAUSED:
        return State.PAUSED, planned
    if planned and policy == Municipality.UpdatePolicy.ASK:
        return State.WAITING, planned
    return State.BEHIND, planned


def _since(variant: Variant, update: VariantUpdate | None, state: State, newest: CourseRelease) -> datetime | None:
    if update is None:
        return variant.created_at if state in HAVE_IT else newest.created_at
    return {
        State.UP_TO_DATE: update.published_at,
        State.IN_DRAFT: update.applied_at,
        State.UNDONE: update.undone_at,
    }.get(state, update.planned_at)
