"""Begin the final test, or go on with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from courses.quizzes.drawing import draw, pool_size
from tracking.learning.taking import Taking
from tracking.models import Attempt, Enrolment
from tracking.testing.errors import AlreadyPassed, NoTest, NotInTurn, TooEarly
from tracking.testing.selectors import draw_count, latest_attempt, next_opening


class StartTest:
    """The learner's attempt: the unfinished one if there is one, else a new one with its questions drawn.

    What applies is frozen into it: release, pass mark, questions, order. Where fewer questions can be drawn for her
    than the course asks for, all of them are asked. Raises :class:`tracking.testing.errors.FinalTestRefused`.
    """

    def __init__(self, enrolment: Enrolment, *, now: datetime | None = None) -> None:
        self.enrolment = enrolment
        self.now = now or timezone.now()

    @transaction.atomic
    def execute(self) -> Attempt:
        # Two tabs that begin at once wait here for each other; the second finds the first's attempt.
        held = Enrolment.objects.for_municipality(self.enrolment.municipality_id).select_for_update(of=("self",))
        taking = Taking(held.get(pk=self.enrolment.pk))
        last = latest_attempt(taking.enrolment)
        if last and last.submitted_at is None:
            return last
        self._refuse(last, taking)
        return self._begin(taking, last.number + 1 if last else 1)

    def _refuse(self, last: Attempt | None, taking: Taking) -> None:
        if last and last.passed:
            raise AlreadyPassed
        opening = next_opening(last, taking) if last else None
        if opening and self.now < opening:
            raise TooEarly(opening)
        lesson = taking.criterion.test_lesson
        if lesson is None:
            raise NoTest
        if not taking.is_open(lesson):
            raise NotInTurn

    def _begin(self, taking: Taking, number: int) -> Attempt:
        block, lesson = taking.criterion.test, taking.criterion.test_lesson
        count = min(draw_count(taking), pool_size(taking.tree, taking.audiences))
        if block is None or lesson is None or count < 1:
            raise NoTest
        seed = seed_of(taking.enrolment, block, number)
        attempt, _created = Attempt.objects.for_municipality(taking.enrolment.municipality_id).get_or_create(
            enrolment=taking.enrolment,
            block_id=block,
            number=number,
            defaults={
                "kind": Attempt.Kind.TEST,
                "node_id": lesson,
                "release_id": taking.enrolment.release_id,
                "seed": seed,
                "questions": draw(taking.tree, count, seed, taking.audiences),
                "pass_mark": taking.criterion.pass_mark,
            },
        )
        return attempt


def seed_of(enrolment: Enrolment, block: str, number: int) -> str:
    """A secret: who knows it can tell which right side belongs to which left."""
    return salted_hmac("tracking.test", f"{enrolment.pk}/{block}/{number}", algorithm="sha256").hexdigest()[:40]
