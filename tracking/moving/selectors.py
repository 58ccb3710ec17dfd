"""Who could be moved to which version, and what it would mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from courses.models import CoursePage, CourseRelease
from courses.selectors import release_tree
from courses.variants.access import variant_of
from courses.variants.offers import course_met, release_of
from elearning.municipalities.models import Municipality
from elearning.municipalities.roles import is_designer
from tracking.models import Enrolment
from tracking.moving.changes import Changes, changes
from tracking.moving.rules import moves_everybody, own_municipalities, source_courses
from tracking.progress.criterion import criterion


@dataclass(frozen=True)
class PossibleMove:
    """People who are under way on something else than ``release``; of one municipality, or of all (None)."""

    course: CoursePage
    release: CourseRelease
    municipality: Municipality | None
    waiting: int


@dataclass(frozen=True)
class Group:
    """Those on one version, and what the move means for them."""

    release: CourseRelease
    people: int
    changes: Changes


def possible_moves(user: Any) -> list[PossibleMove]:
    """Every course whose people the person may move, where there is somebody to move."""
    moves = [
        _move(course_met(course, municipality), municipality)
        for municipality in Municipality.objects.filter(pk__in=own_municipalities(user))
        for course in _courses(Enrolment.objects.for_municipality(municipality))
    ]
    if is_designer(user):
        everybody = Enrolment.objects.unscoped(reason="designers move people within the shared courses")
        shared = _courses(everybody.filter(course__variant__isnull=True))
        moves += [_move(course, None) for course in shared]
    found = {(move.course.pk, move.municipality): move for move in moves if move is not None and move.waiting}
    return list(found.values())


def possible_move(user: Any, course: CoursePage, municipality: Municipality | None) -> PossibleMove | None:
    """One of them; None where the person may not, or nothing is offered. ``waiting`` may be 0."""
    if municipality is None:
        return _move(course, None) if moves_everybody(user, course) else None
    if municipality.pk not in own_municipalities(user):
        return None
    variant = variant_of(course)
    if variant is not None and variant.municipality_id != municipality.pk:
        return None
    return _move(course, municipality)


def to_move(move: PossibleMove) -> QuerySet[Enrolment]:
    """Those who would be moved. Who has completed the course is not among them."""
    return _elsewhere(move.course, move.release, move.municipality).filter(progress__completed_at__isnull=True)


def staying(move: PossibleMove) -> int:
    """How many have completed an older version, and stay there."""
    rows = _elsewhere(move.course, move.release, move.municipality)
    return rows.filter(progress__completed_at__isnull=False).count()


def groups(move: PossibleMove) -> list[Group]:
    """Those who would be moved, version by version; nobody is named."""
    counted = to_move(move).order_by().values_list("release").annotate(people=Count("pk"))
    people = {int(release): int(number) for release, number in counted}
    releases = CourseRelease.objects.without_tree().filter(pk__in=people).select_related("course")
    after = release_tree(move.release.pk)
    return [
        Group(release, people[release.pk], _changes(release_tree(release.pk), after))
        for release in releases.order_by("course", "number")
    ]


def _changes(before: Any, after: Any) -> Changes:
    return changes(before, after, criterion(before, 0), criterion(after, 0))


def _move(course: CoursePage, municipality: Municipality | None) -> PossibleMove | None:
    release = release_of(course, variant_of(course))
    if release is None:
        return None
    waiting = _elsewhere(course, release, municipality).filter(progress__completed_at__isnull=True)
    return PossibleMove(course, release, municipality, waiting.count())


def _elsewhere(course: CoursePage, release: CourseRelease, municipality: Municipality | None) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.unscoped(reason="limited to a municipality, or asked by who moves everybody")
    if municipality is not None:
        rows = rows.filter(municipality=municipality)
    return rows.filter(course__in=source_courses(course)).exclude(release=release)


def _courses(enrolments: QuerySet[Enrolment]) -> QuerySet[CoursePage]:
    taken = enrolments.order_by().values("course").distinct()
    courses: QuerySet[CoursePage] = CoursePage.objects.filter(pk__in=taken).order_by("title", "pk")
    return courses
