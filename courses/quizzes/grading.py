"""Right or wrong, how nearly, and why.

`correct` is the whole question or nothing: it is what a test counts. `score` is the partial credit practice
shows, 0 to 1:

* multiple choice: (right options chosen - wrong options chosen) / right options, never below 0;
* matching: the share of pairs that are right;
* ordering: the share of neighbouring pairs kept: of A B C D (AB, BC, CD), the answer B C D A keeps two;
* the others: 1 or 0.

Items and right sides that read the same are the same: a learner cannot tell them apart.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from courses.quizzes.answers import Answer, Chosen, Judged, Matched, Ordered, Written
from courses.quizzes.presenting import presented_options
from courses.quizzes.questions import (
    Choice,
    Matching,
    MultipleChoice,
    Number,
    Ordering,
    Question,
    ShortText,
    TrueFalse,
    Verdict,
)
from courses.quizzes.written import comparable, parse_number


@dataclass(frozen=True)
class Piece:
    """One part of an answer, marked.

    An option: `given` and `expected` say whether it was chosen and should be. A pair: the right side's text.
    An item: its position from 1. True/false, text and number are one piece without a text: the answer itself.
    """

    id: str
    text: str
    given: bool | int | float | str
    expected: bool | int | float | str
    right: bool
    feedback: str = ""


@dataclass(frozen=True)
class Grade:
    """`feedback` is the question's own for right or wrong; options carry theirs in their pieces."""

    correct: bool
    score: float
    feedback: str
    pieces: tuple[Piece, ...]
    explanation: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def grade(question: Question, answer: Answer, seed: str) -> Grade:
    """Grades an answer; options come in the order the seed presented them in.

    An id the question no longer has counts as wrong. Raises TypeError where the answer is for another type of
    question.
    """
    match question, answer:
        case Choice(), Chosen(options):
            return _choice(question, options, seed)
        case TrueFalse(), Judged(value):
            piece = Piece(question.id, "", value, question.answer, value == question.answer)
            return _verdict(question, [piece])
        case Matching(), Matched(pairs):
            return _matching(question, dict(pairs))
        case Ordering(), Ordered(items):
            return _ordering(question, items)
        case ShortText(), Written(text):
            right = comparable(text) in {comparable(accepted) for accepted in question.accepted}
            piece = Piece(question.id, "", text, next(iter(question.accepted), ""), right)
            return _verdict(question, [piece])
        case Number(), Written(text):
            return _number(question, text)
    raise TypeError(f"{type(answer).__name__} does not answer {question.type}")


def _choice(question: Choice, chosen: Sequence[str], seed: str) -> Grade:
    options = {option.id: option for option in question.options}
    pieces = tuple(
        Piece(
            id=shown.id,
            text=shown.text,
            given=shown.id in chosen,
            expected=options[shown.id].correct,
            right=(shown.id in chosen) == options[shown.id].correct,
            feedback=options[shown.id].feedback,
        )
        for shown in presented_options(question, seed)
    )
    wanted = {option.id for option in question.options if option.correct}
    hits = len(wanted.intersection(chosen))
    if isinstance(question, MultipleChoice):
        correct = bool(wanted) and wanted == set(chosen)
        score = max(0.0, (hits - (len(set(chosen)) - hits)) / len(wanted)) if wanted else 0.0
    else:
        correct = hits == len(chosen) == 1
        score = float(correct)
    return Grade(correct, score, "", pieces, question.explanation)


def _matching(question: Matching, chosen: dict[str, str]) -> Grade:
    rights = {pair.id: pair.right for pair in question.pairs}
    given = {pair.id: rights.get(chosen.get(pair.id, ""), "") for pair in question.pairs}
    pieces = [
        Piece(pair.id, pair.left, given[pair.id], pair.right, given[pair.id] == pair.right) for pair in question.pairs
    ]
    return _verdict(question, pieces)


def _ordering(question: Ordering, order: Sequence[str]) -> Grade:
    """The pieces stand in the right order, each with the position it was given (0: none)."""
    texts = {item.id: item.text for item in question.items}
    right = [item.text for item in question.items]
    given = [texts.get(id_, "") for id_ in order]
    pieces = [
        Piece(item.id, item.text, _position(order, item.id), place, given[place - 1 : place] == [item.text])
        for place, item in enumerate(question.items, 1)
    ]
    return _verdict(question, pieces, _neighbours_kept(given, right))


def _neighbours_kept(given: Sequence[str], right: Sequence[str]) -> float:
    missing = list(pairwise(right))
    if not missing:
        return float(given == right)
    total = len(missing)
    for pair in pairwise(given):
        if pair in missing:
            missing.remove(pair)
    return (total - len(missing)) / total


def _position(order: Sequence[str], item: str) -> int:
    return order.index(item) + 1 if item in order else 0


def _number(question: Number, text: str) -> Grade:
    number = parse_number(text, question.unit)
    right = number is not None and abs(number - question.value) <= question.tolerance
    piece = Piece(question.id, "", text, float(question.value), right)
    return _verdict(question, [piece])


def _verdict(question: Verdict, pieces: Sequence[Piece], score: float | None = None) -> Grade:
    rights = sum(piece.right for piece in pieces)
    correct = bool(pieces) and rights == len(pieces)
    if score is None:
        score = rights / len(pieces) if pieces else 0.0
    feedback = question.feedback_right if correct else question.feedback_wrong
    return Grade(correct, score, feedback, tuple(pieces), question.explanation)
