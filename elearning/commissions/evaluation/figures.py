"""What the answers come to."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from elearning.commissions.evaluation.questionnaire import AGREE, CURRENT, Kind, Question
from elearning.commissions.evaluation.suppression import REST, breakdowns, enough, so_far
from elearning.commissions.models import Commission, EvaluationAnswer, Round

#: In this order breakdowns are let in, for as long as they tell of nobody together.
DIMENSIONS = ("wave", "level", "unit")
#: How many were sent, in one of three ways: none, too few, or so many.
NONE, FEW = "none", "few"


def sent_answers(commission: Commission, round_: Round) -> list[EvaluationAnswer]:
    """In the order in which they were sent."""
    rows = EvaluationAnswer.objects.for_municipality(commission.municipality_id)
    sent = rows.filter(commission=commission, round=round_, submitted_at__isnull=False)
    return list(sent.order_by("submitted_at", "pk"))


def figures(
    commission: Commission, round_: Round, groups: Mapping[Any, Mapping[str, str]] | None, names: Mapping[str, str]
) -> dict[str, Any]:
    """A round's part of the report. ``groups`` is each enrolment's group by dimension, ``names`` the dimensions'.

    Without groups it is a preview: it lags behind, and there is no breakdown.
    """
    every = sent_answers(commission, round_)
    rows = every[: so_far(len(every))] if groups is None else every
    if not enough(len(rows)):
        few = FEW if every else NONE
        return {"round": round_.value, "title": _title(round_), "count": few, "questions": [], "groups": []}
    return {
        "round": round_.value,
        "title": _title(round_),
        "count": len(rows),
        "questions": [_question(question, rows, commission) for question in CURRENT[round_].questions],
        "groups": _groups(round_, rows, groups, names) if groups is not None else [],
    }


def _title(round_: Round) -> str:
    return str(round_.label)[:1].upper() + str(round_.label)[1:]


def _question(question: Question, rows: Sequence[EvaluationAnswer], commission: Commission) -> dict[str, Any]:
    told: dict[str, Any] = {"key": question.key, "text": str(question.text), "kind": question.kind.value}
    given = [row.answers[question.key] for row in rows if question.key in row.answers]
    if question.kind is Kind.TEXT:
        texts = _shuffled(given, f"{commission.pk}:{question.key}") if enough(len(given)) else []
        return {**told, "count": len(given) if texts else (FEW if given else NONE), "texts": texts}
    # A question that came with a later version has fewer answers than the round.
    if not enough(len(given)) or (len(rows) - len(given) > 0 and not enough(len(rows) - len(given))):
        return {**told, "count": FEW, "options": []}
    counted = Counter(given)
    options = [{"key": key, "label": str(label), "count": counted[key]} for key, label in question.options]
    return {**told, "count": len(given), "options": options}


def _shuffled(texts: Iterable[str], salt: str) -> list[str]:
    """In an order that has nothing to do with who wrote when, and is the same every time."""
    return sorted(texts, key=lambda text: (hashlib.sha256(f"{salt}:{text}".encode()).hexdigest(), text))


def _groups(
    round_: Round,
    rows: Sequence[EvaluationAnswer],
    groups: Mapping[Any, Mapping[str, str]],
    names: Mapping[str, str],
) -> list[dict[str, Any]]:
    unknown = dict.fromkeys(DIMENSIONS, _("Not stated"))
    people = [groups.get(row.enrolment_id, unknown) for row in rows]
    scales = [question for question in CURRENT[round_].questions if question.kind is Kind.SCALE]
    asked = [question for question in scales if all(question.key in row.answers for row in rows)]
    told = []
    for dimension, shown in breakdowns(people, DIMENSIONS).items():
        placed: dict[str, list[EvaluationAnswer]] = {}
        for row, person in zip(rows, people, strict=True):
            placed.setdefault(shown[person[dimension]], []).append(row)
        there = sorted(placed.items(), key=lambda item: (item[0] == REST, item[0]))
        told.append(
            {
                "key": dimension,
                "title": names[dimension],
                "groups": [
                    {"name": _("Others together") if name == REST else name, "count": len(own)} for name, own in there
                ],
                "rows": [
                    {
                        "text": str(question.text),
                        "agree": [sum(row.answers[question.key] in AGREE for row in own) for _name, own in there],
                    }
                    for question in asked
                ],
            }
        )
    return told


def beside(rounds: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What was asked in both rounds and may be shown of both: how many agree at the end and 90 days on."""
    end, later = ({each["key"]: each for each in it["questions"]} for it in rounds)
    return [
        {
            "text": end[key]["text"],
            "end": _agreeing(end[key]),
            "days90": _agreeing(later[key]),
        }
        for key in end
        if key in later and end[key].get("options") and later[key].get("options") and end[key]["kind"] == Kind.SCALE
    ]


def _agreeing(question: Mapping[str, Any]) -> dict[str, int]:
    agree = sum(option["count"] for option in question["options"] if option["key"] in AGREE)
    return {"agree": agree, "count": question["count"]}
