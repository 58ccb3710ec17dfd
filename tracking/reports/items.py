"""How a course's questions work, version by version. Nothing is shown of fewer than five answers.

There are no totals of several versions: what is left when one is taken from the other may be fewer than five.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from courses.models import CourseRelease
from courses.quizzes.analysis import ItemAnalysis, ItemResponse, KeptCounts, analyse
from courses.quizzes.questions import Choice, Question, is_question, parse
from courses.selectors import release_tree
from courses.trees.nodes import walk
from tracking.models import Attempt, ItemAggregate
from tracking.reports.aggregates import chosen_options
from tracking.reports.responses import first_responses

#: Below it a question does not tell those who know from those who do not (a rule of thumb).
WEAK = 0.2

_Key = tuple[str, str]


@dataclass(frozen=True)
class Figures:
    """An analysis as a page shows it: whole per cents, and (option text, how many chose it) for wrong options."""

    answers: int
    right: int
    discrimination: float | None
    wrong: tuple[tuple[str, int], ...]

    @property
    def weak(self) -> bool:
        return self.discrimination is not None and self.discrimination < WEAK


@dataclass(frozen=True)
class ItemRow:
    question: Question
    practice: Figures | None
    test: Figures | None


def item_rows(release: CourseRelease) -> list[ItemRow]:
    """Every question of a version, in its order; two queries however many there are."""
    responses, kept = _responses(release.pk), _kept(release.pk)

    def figures(question: Question, kind: str) -> Figures | None:
        key = (question.id, kind)
        return _figures(question, analyse(question, responses.get(key, []), kept.get(key, KeptCounts())))

    questions = [parse(place.node) for place in walk(release_tree(release.pk)) if is_question(place.node)]
    return [
        ItemRow(question, figures(question, Attempt.Kind.PRACTICE), figures(question, Attempt.Kind.TEST))
        for question in questions
    ]


def _responses(release_id: int) -> dict[_Key, list[ItemResponse]]:
    """Each learner's first answer to each question, with how many she had right in the whole attempt."""
    found = (
        first_responses()
        .filter(attempt__release=release_id)
        .order_by("pk")
        .values_list("question_id", "attempt__kind", "attempt", "attempt__enrolment", "correct", "answer")
    )
    rows: dict[tuple[str, str, Any], tuple[int, bool, tuple[str, ...]]] = {}
    totals: Counter[int] = Counter()
    for question, kind, attempt, enrolment, correct, answer in found.iterator():
        totals[attempt] += bool(correct)
        rows.setdefault((question, kind, enrolment), (attempt, correct, chosen_options(answer)))
    grouped: dict[_Key, list[ItemResponse]] = defaultdict(list)
    for (question, kind, _enrolment), (attempt, correct, options) in rows.items():
        grouped[question, kind].append(ItemResponse(totals[attempt], correct, options))
    return grouped


def _kept(release_id: int) -> dict[_Key, KeptCounts]:
    return {
        (kept.question_id, kept.kind): KeptCounts(kept.answers, kept.right, kept.options)
        for kept in ItemAggregate.objects.filter(release=release_id)
    }


def _figures(question: Question, analysis: ItemAnalysis | None) -> Figures | None:
    if analysis is None:
        return None
    texts = {option.id: option.text for option in question.options} if isinstance(question, Choice) else {}
    wrong = sorted(analysis.wrong.items(), key=lambda item: -item[1])
    return Figures(
        answers=analysis.answers,
        right=round(100 * analysis.right),
        discrimination=None if analysis.discrimination is None else round(analysis.discrimination, 2),
        wrong=tuple((texts[id_], count) for id_, count in wrong),
    )
