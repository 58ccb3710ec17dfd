"""How a question works: what the course's designer sees of everybody's answers.

An item with fewer than five answers is not shown at all. With five or more its counts are, small ones too:
they are of all municipalities together, bear no names and stand beside no smaller group. Do not run this for
one municipality and show it beside the whole: what is left by subtraction may be fewer than five.

Discrimination is the item-rest correlation: the point-biserial correlation of being right with the score on
the rest of the test. Below about 0.2 (a rule of thumb) the question does not tell those who know from those
who do not; below 0 it misleads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from courses.quizzes.questions import Choice, Question

FEWEST_ANSWERS = 5


@dataclass(frozen=True)
class ItemResponse:
    """One learner's answer to the question: give each learner's first only.

    `total` counts the right answers of the whole attempt, this one included; `options` are the ids chosen.
    """

    total: float
    correct: bool
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeptCounts:
    """Of answers that are gone: how many, how many right, and how often each option was chosen."""

    answers: int = 0
    right: int = 0
    options: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ItemAnalysis:
    """`right` is a share, 0 to 1; `discrimination` -1 to 1, None where everybody did the same.

    Discrimination is that of the answers that are still there, None where they are fewer than five.

    `wrong` counts how many chose each wrong option, for the two choices; 0 is an option that fools nobody.
    """

    question: str
    answers: int
    right: float
    discrimination: float | None
    wrong: dict[str, int]


def analyse(
    question: Question, responses: Sequence[ItemResponse], kept: KeptCounts = KeptCounts()
) -> ItemAnalysis | None:
    """The item's figures, with `kept` counted in, or None with fewer than five answers."""
    answers = len(responses) + kept.answers
    if answers < FEWEST_ANSWERS:
        return None
    return ItemAnalysis(
        question=question.id,
        answers=answers,
        right=(sum(response.correct for response in responses) + kept.right) / answers,
        discrimination=_item_rest(responses) if len(responses) >= FEWEST_ANSWERS else None,
        wrong=_wrong_options(question, responses, kept),
    )


def _item_rest(responses: Sequence[ItemResponse]) -> float | None:
    items = [float(response.correct) for response in responses]
    rests = [response.total - response.correct for response in responses]
    return _correlation(items, rests)


def _correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's r, None where either does not vary."""
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    product = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    spread = sqrt(sum((x - mean_x) ** 2 for x in xs)) * sqrt(sum((y - mean_y) ** 2 for y in ys))
    return max(-1.0, min(1.0, product / spread)) if spread > 1e-12 else None


def _wrong_options(question: Question, responses: Sequence[ItemResponse], kept: KeptCounts) -> dict[str, int]:
    if not isinstance(question, Choice):
        return {}
    return {
        option.id: sum(option.id in response.options for response in responses) + kept.options.get(option.id, 0)
        for option in question.options
        if not option.correct
    }
