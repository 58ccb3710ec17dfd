"""Move learners who are under way to the version new starters get."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.models import CourseRelease
from courses.selectors import release_tree
from courses.variants.access import variant_of
from tracking.enrolling.process import COUNTED_FROM
from tracking.enrolling.rules import offer
from tracking.models import Enrolment, Progress
from tracking.moving.changes import changes, nearest_step, titles
from tracking.moving.notices import as_notice
from tracking.moving.rules import NotCurrent, blocks_of, is_offered, moves_everybody, own_municipalities, source_courses
from tracking.progress.criterion import Criterion
from tracking.progress.projection import project
from tracking.progress.selectors import criterion_of


@dataclass
class Moved:
    """Enrolments by key: moved now, and left where they are because completed, or taken in the new form already."""

    moved: list[uuid.UUID] = field(default_factory=list)
    completed: list[uuid.UUID] = field(default_factory=list)
    elsewhere: list[uuid.UUID] = field(default_factory=list)


class MoveEnrolments:
    """Each enrolment in a transaction of its own, so that the work can be broken off and done again.

    ``release`` is what the course offers today; those to move are on another version of it or, where the course is a
    variant, on its shared course. Progress follows by node id (docs/algorithms/moving.md). What has been completed
    stays where it was completed, and a test that has begun goes on as it began.

    Within a course the frozen process settings stay; from a shared course to a variant the municipality's apply, a
    deadline counted from today. Raises ``PermissionDenied`` and :class:`tracking.moving.rules.MoveRefused`.
    """

    def __init__(self, release: CourseRelease, enrolments: Iterable[uuid.UUID], *, by: Any) -> None:
        self.release = release
        self.course = release.course
        self.keys = list(dict.fromkeys(enrolments))
        self.by = by

    def execute(self) -> Moved:
        self._check()
        done = Moved()
        for key in self.keys:
            self._move(key, done)
        return done

    def _check(self) -> None:
        if not is_offered(self.release):
            raise NotCurrent
        rows = Enrolment.objects.unscoped(reason="whose they are is checked here").filter(pk__in=self.keys)
        if rows.exclude(course__in=source_courses(self.course)).exists():
            raise PermissionDenied(_("Somebody in the list takes another course."))
        variant = variant_of(self.course)
        if variant is not None and rows.exclude(municipality=variant.municipality).exists():
            raise PermissionDenied(_("A municipality's own version is for its own people."))
        if moves_everybody(self.by, self.course):
            return
        if rows.exclude(municipality__in=own_municipalities(self.by)).exists():
            raise PermissionDenied(_("You may move your own municipality's people only."))

    @transaction.atomic
    def _move(self, key: uuid.UUID, done: Moved) -> None:
        """First the progress is held, as the fold holds it, then the enrolment: nothing is recorded meanwhile."""
        rows = Enrolment.objects.unscoped(reason="whose they are has been checked")
        enrolment = rows.select_related("municipality").filter(pk=key).first()
        if enrolment is None or enrolment.release_id == self.release.pk:
            return
        # What waits is folded on the version it was done on: a completion that has been earned is recorded first.
        project(enrolment)
        enrolment = rows.select_for_update(of=("self",)).select_related("municipality").get(pk=key)
        if enrolment.release_id == self.release.pk:
            return
        project(enrolment)
        progress = Progress.objects.for_municipality(enrolment.municipality_id).get(enrolment=enrolment)
        if progress.completed_at:
            done.completed.append(key)
        elif self._has_another(enrolment):
            done.elsewhere.append(key)
        else:
            self._store(enrolment, progress)
            done.moved.append(key)

    def _has_another(self, enrolment: Enrolment) -> bool:
        if enrolment.course_id == self.course.pk:
            return False
        own = Enrolment.objects.unscoped(reason="a person's own enrolments")
        return own.filter(user=enrolment.user_id, course=self.course).exists()

    def _store(self, enrolment: Enrolment, progress: Progress) -> None:
        came_from = {"course": enrolment.course_id, "release": enrolment.release_id}
        before, old = release_tree(enrolment.release_id), criterion_of(enrolment)
        if enrolment.course_id != self.course.pk:
            fresh = offer(self.course, enrolment.municipality).settings()
            enrolment.settings = {**fresh, COUNTED_FROM: timezone.localdate().isoformat()}
        enrolment.course, enrolment.release = self.course, self.release
        after, new = release_tree(self.release.pk), criterion_of(enrolment)
        position = nearest_step(enrolment.position_node, list(titles(before)), list(titles(after)))
        if position != enrolment.position_node or enrolment.position_block not in blocks_of(after, position):
            enrolment.position_block = ""
        enrolment.position_node = position
        changed = changes(before, after, old, new, _done(progress, new))
        enrolment.notice = as_notice(self.release.number, changed, enrolment.notice)
        enrolment.save(
            update_fields=["course", "release", "settings", "position_node", "position_block", "notice"],
        )
        project(enrolment)
        log(
            instance=self.course,
            action="tracking.move",
            user=self.by,
            data={"enrolment": str(enrolment.pk), "from": came_from, "version": self.release.number},
        )


def _done(progress: Progress, applied: Criterion) -> set[str]:
    nodes = progress.state.get("nodes", {})
    return {node for node, entry in nodes.items() if entry["passed" if node == applied.test else "done"]}
