"""Practice questions: which go the learner is at, and what her last answer came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from courses.quizzes.answers import Answer
from courses.quizzes.forms import InvalidAnswer
from courses.quizzes.grading import Grade, grade
from courses.quizzes.questions import Question, parse
from courses.selectors import release_tree
from courses.trees.nodes import Node, walk
from tracking.models import Attempt, Enrolment, Response


@dataclass(frozen=True)
class Go:
    """A learner's go at a question: ``number`` 1, 2, ...; ``attempt`` is None until it is answered."""

    number: int
    seed: str
    attempt: Attempt | None = None
    question: Question | None = None
    grade: Grade | None = None


def seed_of(enrolment: Enrolment, block_id: str, number: int) -> str:
    """Stable, so that a page looks the same when it is loaded again; not to be guessed from what the page shows."""
    key = f"{enrolment.pk}/{block_id}/{number}"
    return salted_hmac("tracking.practice", key, algorithm="sha256").hexdigest()[:40]


def answered_in_step(enrolment: Enrolment, step: Node) -> dict[str, Attempt]:
    """The latest answered practice attempt of each block a step has, wherever the block stood then; two queries."""
    blocks = [block["id"] for block in step["children"].get("body", [])]
    attempts = enrolment.attempts.filter(
        kind=Attempt.Kind.PRACTICE, block_id__in=blocks, submitted_at__isnull=False
    ).order_by("number")
    return {attempt.block_id: attempt for attempt in attempts.prefetch_related("responses")}


def current_go(enrolment: Enrolment, block_id: str, last: Attempt | None, *, again: bool = False) -> Go:
    """The go she is at: her last answered one, the one after it if she goes on ``again``, or her first."""
    if last is None or again:
        number = last.number + 1 if last else 1
        return Go(number, seed_of(enrolment, block_id, number))
    return answered_go(last)


def answered_go(attempt: Attempt) -> Go:
    """An answered attempt, graded by the release it was made on."""
    response: Response = attempt.responses.all()[0]
    question = question_in(attempt.release_id, response.question_id)
    marks = grade(question, Answer.from_json(response.answer), attempt.seed)
    # What was recorded stands, should the rules of grading change.
    marks = replace(marks, correct=response.correct, score=response.score)
    return Go(attempt.number, attempt.seed, attempt, question, marks)


def question_in(release_id: int, question_id: str) -> Question:
    node = next(place.node for place in walk(release_tree(release_id)) if place.node["id"] == question_id)
    return parse(node)


def filled_in(data: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What a form held that could not be read as an answer, in the shapes courses/questions/*.html show again."""
    positions = {name.removeprefix("position-"): values[0] for name, values in data.items() if _is(name, "position-")}
    pairs = {name.removeprefix("left-"): values[0] for name, values in data.items() if _is(name, "left-")}
    return {
        "options": [*data.get("option", []), *data.get("options", [])],
        "value": {"true": True, "false": False}.get(next(iter(data.get("value", [])), "")),
        "pairs": pairs,
        "positions": positions,
        "text": next(iter(data.get("text", [])), ""),
    }


def _is(name: str, prefix: str) -> bool:
    return name.startswith(prefix)


def message_of(error: InvalidAnswer) -> dict[str, str]:
    """What to say of an answer that cannot be read, at the field it is about."""
    messages = {
        "missing": _("Answer the question first."),
        "several": _("Choose one answer only."),
        "unknown": _("That answer is not one of those shown. Load the page again."),
        "duplicate": _("The same answer was sent twice. Load the page again."),
        "not_permutation": _("Give each line its own number."),
        "too_long": _("Write at most 500 characters."),
        "control_character": _("The text holds characters that cannot be saved. Copy it without formatting."),
        "not_a_number": _("Write a number, such as 3,5."),
    }
    return {error.field: messages[error.code]}
