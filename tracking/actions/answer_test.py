"""Answer a question of the final test, and hand the test in with the last one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from courses.models import CourseRelease
from courses.quizzes.forms import read_answer
from courses.quizzes.grading import grade
from tracking.actions.record import RecordStatements
from tracking.models import Attempt, Enrolment, Response
from tracking.testing.errors import NotThisQuestion, OutOfOrder
from tracking.testing.rules import is_passed
from tracking.testing.selectors import Paper
from tracking.xapi.statements import Draft


class AnswerTest:
    """Store the answer at a place (from 1) and grade it; it is final.

    A question that is answered already keeps its first answer. With the last one the test is handed in: passing
    completes the lesson that holds it, too. ``question`` is the id the learner was shown.
    Raises ``InvalidAnswer``, ``OutOfOrder`` and ``NotThisQuestion``; then nothing is stored.
    """

    def __init__(
        self,
        attempt: Attempt,
        place: int,
        data: Mapping[str, Sequence[str]],
        *,
        question: str | None = None,
        now: datetime | None = None,
    ) -> None:
        self.attempt = attempt
        self.place = place
        self.data = data
        self.question = question
        self.now = now or timezone.now()

    @transaction.atomic
    def execute(self) -> Attempt:
        municipality = self.enrolment.municipality_id
        held = Attempt.objects.for_municipality(municipality).select_for_update(of=("self",))
        attempt = held.get(pk=self.attempt.pk)
        paper = Paper(attempt)
        self._check(paper)
        drafts = []
        if self.place == paper.first_unanswered:
            drafts.append(self._store(paper))
        if attempt.submitted_at is None and paper.first_unanswered is None:
            drafts += self._hand_in(paper)
        if drafts:
            RecordStatements(self.enrolment, drafts).execute()
        return attempt

    @property
    def enrolment(self) -> Enrolment:
        return self.attempt.enrolment

    def _check(self, paper: Paper) -> None:
        if not 1 <= self.place <= paper.total or self.place > (paper.first_unanswered or paper.total):
            raise OutOfOrder
        if self.question != paper.attempt.questions[self.place - 1]:
            raise NotThisQuestion

    def _store(self, paper: Paper) -> Draft:
        question, attempt = paper.question(self.place), paper.attempt
        answer = read_answer(question, self.data, attempt.seed)
        marks = grade(question, answer, attempt.seed)
        paper.responses[question.id] = Response.objects.create(
            attempt=attempt,
            question_id=question.id,
            answer=answer.to_json(),
            correct=marks.correct,
            score=marks.score,
        )
        return Draft(
            "answered",
            question.id,
            timestamp=self.now,
            parent=attempt.block_id,
            score=float(marks.correct),
            success=marks.correct,
            statement_id=self._id(f"answered/{question.id}"),
            release=self._release(),
        )

    def _hand_in(self, paper: Paper) -> list[Draft]:
        attempt = paper.attempt
        attempt.submitted_at = self.now
        attempt.score = paper.right / paper.total
        attempt.passed = is_passed(paper.right, paper.total, attempt.pass_mark or 0)
        attempt.save(update_fields=["submitted_at", "score", "passed"])
        outcome = Draft(
            "passed" if attempt.passed else "failed",
            attempt.block_id,
            timestamp=self.now,
            parent=attempt.node_id,
            score=attempt.score,
            statement_id=self._id("result"),
            release=self._release(),
            pass_mark=attempt.pass_mark,
        )
        return [outcome, self._lesson_done()] if attempt.passed else [outcome]

    def _lesson_done(self) -> Draft:
        """The same id as the lesson's own completion, so that the two are one."""
        lesson = self.attempt.node_id
        return Draft(
            "completed",
            lesson,
            timestamp=self.now,
            statement_id=uuid.uuid5(self.enrolment.pk, f"{lesson}/completed"),
            release=self._release(),
        )

    def _release(self) -> CourseRelease | None:
        """The attempt's, where the learner has been moved to another since."""
        moved = self.attempt.release_id != self.enrolment.release_id
        return self.attempt.release if moved else None

    def _id(self, what: str) -> uuid.UUID:
        return uuid.uuid5(self.enrolment.pk, f"{self.attempt.block_id}/{self.attempt.number}/{what}")
