"""Reads of a learner's final test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from courses.quizzes.answers import Answer
from courses.quizzes.grading import Grade, grade
from courses.quizzes.questions import Question, parse
from courses.selectors import release_tree
from courses.trees.nodes import Node, pages
from tracking.enrolling.process import setting
from tracking.learning.taking import Taking
from tracking.models import Attempt, Enrolment, Response
from tracking.testing.rules import NEXT_DAY, opens_at


def latest_attempt(enrolment: Enrolment) -> Attempt | None:
    """The attempt that counts now; an earlier release's too."""
    return enrolment.attempts.filter(kind=Attempt.Kind.TEST).order_by("-number").first()


def attempt_rule(taking: Taking) -> str:
    """What applied when she enrolled, or else what her version of the course says."""
    return str(setting(taking.enrolment, "attempt_rule") or NEXT_DAY)


def draw_count(taking: Taking) -> int:
    """Her version's: how many are drawn goes with the questions there are, and nobody overrides it."""
    return int(taking.tree["fields"].get("draw_count") or 0)


def next_opening(attempt: Attempt, taking: Taking) -> datetime | None:
    """When the attempt after a failed one may begin; None while there is nothing to wait for."""
    if attempt.submitted_at is None or attempt.passed:
        return None
    return opens_at(attempt.submitted_at, attempt_rule(taking))


def pool(release_id: int) -> Mapping[str, Node]:
    """The questions of a release's pool by id."""
    return {node["id"]: node for node in release_tree(release_id)["children"]["pool"]}


@dataclass
class Paper:
    """An attempt's questions and what she has answered; read from the release the attempt was made on."""

    attempt: Attempt

    @cached_property
    def _pool(self) -> Mapping[str, Node]:
        return pool(self.attempt.release_id)

    @cached_property
    def responses(self) -> dict[str, Response]:
        return {response.question_id: response for response in self.attempt.responses.all()}

    @property
    def total(self) -> int:
        return len(self.attempt.questions)

    @property
    def right(self) -> int:
        return sum(response.correct for response in self.responses.values())

    @property
    def first_unanswered(self) -> int | None:
        """Its place, from 1; None when all are answered."""
        for place, question in enumerate(self.attempt.questions, 1):
            if question not in self.responses:
                return place
        return None

    def question(self, place: int) -> Question:
        """Raises ``IndexError`` for a place the test does not have."""
        if not 1 <= place <= self.total:
            raise IndexError(place)
        return parse(self._pool[self.attempt.questions[place - 1]])

    def grade(self, place: int) -> Grade | None:
        """How the question was answered; None before it is."""
        question = self.question(place)
        response = self.responses.get(question.id)
        return grade(question, Answer.from_json(response.answer), self.attempt.seed) if response else None


def lessons_by_question(tree: Node) -> dict[str, Node]:
    """For each question of the pool the first visible lesson that practises it."""
    found: dict[str, Node] = {}
    for page in pages(tree):
        for block in page.node["children"].get("body", []):
            if block["type"] == "pool_question":
                found.setdefault(block["fields"]["question"], page.node)
    return found
