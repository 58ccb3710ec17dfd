"""Record what a learner did. DESIGN 6 (1) and (2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import CourseRelease, Variant
from tracking.models import Enrolment, PendingFold, Statement
from tracking.progress.queue import enqueue_fold
from tracking.xapi.outline import Outline, release_outline, release_pk
from tracking.xapi.statements import Draft, InvalidDraft, build, completion_id
from tracking.xapi.store import insert_new


class RecordStatements:
    """Store drafts as statements of an enrolment, durably, and have them folded.

    All or none are stored. What carries an id that is there already is passed over. The course's own completion
    is no draft: it is recorded when the criterion is met (``tracking.progress.projection``).
    Raises ``PermissionDenied`` when ``user`` is given and is not the learner, and ``InvalidDraft``.
    """

    def __init__(self, enrolment: Enrolment, drafts: Iterable[Draft], *, user: Any = None) -> None:
        self.enrolment = enrolment
        self.drafts = list(drafts)
        self.user = user

    def execute(self) -> list[Statement]:
        """The statements that were new, in the order of the drafts."""
        if self.user is not None and self.user.pk != self.enrolment.user_id:
            raise PermissionDenied(_("Only the learner herself records what she does."))
        statements = self._statements()
        with transaction.atomic():
            new = insert_new(statements)
            PendingFold.objects.bulk_create(
                PendingFold(statement=statement, enrolment=self.enrolment) for statement in new
            )
            if new:
                transaction.on_commit(partial(enqueue_fold, self.enrolment.pk), robust=True)
        return new

    def _statements(self) -> list[Statement]:
        now = timezone.now()
        return [
            build(draft, self.enrolment, self._outline(draft), timestamp=_moment(draft.timestamp, now), stored=now)
            for draft in self.drafts
        ]

    def _outline(self, draft: Draft) -> Outline:
        try:
            outline = release_outline(self._release_pk(draft.release))
        except CourseRelease.DoesNotExist as error:
            raise InvalidDraft(f"there is no version {draft.release} of the course") from error
        if draft.verb == "completed" and draft.node == outline.course:
            raise InvalidDraft("the course is completed by what is done in it")
        if draft.statement_id == completion_id(self.enrolment.pk):
            raise InvalidDraft("the id is kept for the course's completion")
        return outline

    def _release_pk(self, release: CourseRelease | int | None) -> int:
        if release is None:
            return self.enrolment.release_id
        if isinstance(release, int):
            return release_pk(self.enrolment.course_id, release)
        if release.course_id != self.enrolment.course_id and not self._is_another_form(release):
            raise InvalidDraft("the version is another course's")
        return release.pk

    def _is_another_form(self, release: CourseRelease) -> bool:
        """What began in the shared course goes on there after a move to the municipality's own version of it."""
        own = Variant.objects.for_municipality(self.enrolment.municipality_id)
        return own.filter(course=self.enrolment.course_id, upstream=release.course_id).exists()


def _moment(given: datetime | None, now: datetime) -> datetime:
    """A device's clock may be fast; nothing has happened after now."""
    if given is None:
        return now
    if timezone.is_naive(given):
        raise InvalidDraft(f"{given} has no offset")
    return min(given, now)
