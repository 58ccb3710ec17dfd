"""Reads that serve the pages of a wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from courses.models import CoursePage, Variant
from courses.variants.offers import course_met
from elearning.commissions.actions.waves import PLANNED_IN
from elearning.commissions.models import Commission, ImportRow, ParticipantImport, Wave, WaveMember
from elearning.commissions.waves.rules import FACILITATORS
from elearning.municipalities.models import Membership, Municipality
from tracking.enrolling.rules import EnrolmentRefused, offer

_STARTED = Q(enrolment__progress__started_at__isnull=False)
_COMPLETED = Q(enrolment__progress__completed_at__isnull=False)


@dataclass(frozen=True)
class Figures:
    """How many of a wave are where. Whoever runs it sees this of each by name, so there is nothing to hide in sums."""

    new: int
    started: int
    completed: int

    @property
    def total(self) -> int:
        return self.new + self.started + self.completed


def members_of(wave: Wave, *, search: str = "") -> QuerySet[WaveMember]:
    """By name, those who have not begun first: it is they who are to be spoken to."""
    rows: QuerySet[WaveMember] = WaveMember.objects.for_municipality(wave.municipality_id).filter(wave=wave)
    for word in search.split():
        rows = rows.filter(
            Q(enrolment__user__first_name__icontains=word)
            | Q(enrolment__user__last_name__icontains=word)
            | Q(enrolment__user__email__icontains=word)
        )
    order = Case(When(_COMPLETED, then=Value(2)), When(_STARTED, then=Value(1)), default=Value(0))
    return (
        rows.select_related("enrolment__user", "enrolment__progress")
        .defer("enrolment__progress__state")
        .annotate(place=Case(When(pk__isnull=False, then=order), output_field=IntegerField()))
        .order_by("place", "enrolment__user__first_name", "enrolment__user__last_name", "pk")
    )


def figures(wave: Wave) -> Figures:
    rows = WaveMember.objects.for_municipality(wave.municipality_id).filter(wave=wave)
    counted = rows.aggregate(
        total=Count("pk"),
        completed=Count("pk", filter=_COMPLETED),
        started=Count("pk", filter=_STARTED & ~_COMPLETED),
    )
    return Figures(
        counted["total"] - counted["started"] - counted["completed"], counted["started"], counted["completed"]
    )


def with_figures(waves: QuerySet[Wave]) -> QuerySet[Wave]:
    """For a list: ``people`` and ``finished`` of each, and the course's name, in one query."""
    finished = Q(members__enrolment__progress__completed_at__isnull=False)
    return waves.select_related("municipality", "course").annotate(
        people=Count("members", distinct=True), finished=Count("members", filter=finished, distinct=True)
    )


def courses_for(municipality: Municipality) -> list[CoursePage]:
    """What the municipality's people can be enrolled in, each course in the one form they meet, by title."""
    shared = CoursePage.objects.live().filter(variant__isnull=True, releases__isnull=False).distinct()
    own = Variant.objects.for_municipality(municipality).filter(current_release__isnull=False, course__live=True)
    met = {course.pk: course for course in (course_met(each, municipality) for each in shared)}
    met |= {variant.course.pk: variant.course for variant in own.select_related("course")}
    return sorted((it for it in met.values() if _is_offered(it, municipality)), key=lambda it: (it.title, it.pk))


def _is_offered(course: CoursePage, municipality: Municipality) -> bool:
    try:
        offer(course, municipality)
    except EnrolmentRefused:
        return False
    return True


def facilitators_of(municipality: Municipality) -> list[Any]:
    """Who may facilitate a wave there, by name."""
    rows = Membership.objects.for_municipality(municipality).filter(role__in=FACILITATORS, user__is_active=True)
    return [row.user for row in rows.select_related("user").order_by("user__first_name", "user__last_name", "pk")]


def orders_for(municipality: Municipality) -> QuerySet[Commission]:
    """The orders that a wave can be the run of."""
    return Commission.objects.for_municipality(municipality).filter(stage__in=PLANNED_IN)


def targets_of(wave: Wave, runs: QuerySet[Wave]) -> QuerySet[Wave]:
    """The waves of ``runs`` that somebody can be moved to from this one."""
    same = runs.filter(municipality=wave.municipality_id, course=wave.course_id)
    return same.exclude(pk=wave.pk).order_by("starts", "name")


@dataclass(frozen=True)
class ImportFigures:
    """Rows of a list by what became of them."""

    errors: int
    waiting: int
    enrolled: int
    members: int

    @property
    def total(self) -> int:
        return self.errors + self.waiting + self.enrolled + self.members

    @property
    def done(self) -> int:
        return self.total - self.waiting


def import_figures(of: ParticipantImport) -> ImportFigures:
    outcome = ImportRow.Outcome
    counted = dict(of.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return ImportFigures(
        counted.get(outcome.ERROR, 0),
        counted.get(outcome.WAITING, 0),
        counted.get(outcome.NEW, 0),
        counted.get(outcome.MEMBER, 0),
    )
