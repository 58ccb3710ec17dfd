"""Answer a practice question."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from courses.quizzes.forms import read_answer
from courses.quizzes.grading import grade
from courses.quizzes.questions import parse
from courses.trees.nodes import Node
from tracking.learning.practice import Go, answered_go, seed_of
from tracking.learning.statements import record_answer
from tracking.models import Attempt, Enrolment, Response


class AnswerPractice:
    """Grade and store one answer as attempt ``number``, and record that it was given.

    An attempt is answered once: whoever answers it again, by a double click or from another tab, gets the first
    answer's result. A number further on than the next is taken for the next.
    Raises ``courses.quizzes.forms.InvalidAnswer``; then nothing is stored.
    """

    def __init__(
        self,
        *,
        enrolment: Enrolment,
        step: Node,
        block: Node,
        question: Node,
        data: Mapping[str, Sequence[str]],
        number: int | None = None,
    ) -> None:
        self.enrolment = enrolment
        self.step = step
        self.block = block
        self.question = question
        self.data = data
        self.number = number

    @transaction.atomic
    def execute(self) -> Go:
        # Two answers at once wait here for each other: the second finds the first's.
        Enrolment.objects.for_municipality(self.enrolment.municipality_id).select_for_update().get(pk=self.enrolment.pk)
        answered = self._answered()
        last = max(answered, default=0)
        number = min(self.number or max(last, 1), last + 1)
        attempt = answered.get(number) or self._answer(number)
        return answered_go(attempt)

    def _answered(self) -> dict[int, Attempt]:
        attempts = self.enrolment.attempts.filter(kind=Attempt.Kind.PRACTICE, block_id=self.block["id"])
        return {attempt.number: attempt for attempt in attempts.prefetch_related("responses")}

    def _answer(self, number: int) -> Attempt:
        question = parse(self.question)
        seed = seed_of(self.enrolment, self.block["id"], number)
        answer = read_answer(question, self.data, seed)
        marks = grade(question, answer, seed)
        attempt = Attempt.objects.create(
            enrolment=self.enrolment,
            kind=Attempt.Kind.PRACTICE,
            node_id=self.step["id"],
            block_id=self.block["id"],
            number=number,
            release_id=self.enrolment.release_id,
            seed=seed,
            questions=[question.id],
            submitted_at=timezone.now(),
            score=marks.score,
        )
        Response.objects.create(
            attempt=attempt,
            question_id=question.id,
            answer=answer.to_json(),
            correct=marks.correct,
            score=marks.score,
        )
        record_answer(
            self.enrolment,
            statement_id=uuid.uuid5(self.enrolment.pk, f"{self.block['id']}/{number}/answered"),
            question=question.id,
            step=self.step["id"],
            score=marks.score,
            success=marks.correct,
        )
        return attempt
