"""The report to the municipality as one tree of JSON, words and all: what is shown, printed, exported and frozen."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from elearning.commissions.evaluation import figures, taking_part
from elearning.commissions.evaluation.wishes import wishes_of
from elearning.commissions.models import Commission, EvaluationReport, Round

#: Of the tree's shape: what reads it asks.
FORMAT = 1


def content_of(commission: Commission, *, preview: bool = False) -> dict[str, Any]:
    """In the site's language, whoever asks. A preview's answers lag behind and are not broken down."""
    with translation.override(settings.LANGUAGE_CODE):
        members = taking_part.members_of(commission)
        groups = taking_part.groups_of(commission, members)
        names = taking_part.dimension_names()
        told = told_before(commission)
        rounds = [
            told.get(each) or figures.figures(commission, each, None if preview else groups, names) for each in Round
        ]
        return {
            "format": FORMAT,
            "preview": preview,
            "made_on": timezone.localdate().isoformat(),
            "order": _order(commission),
            "participation": taking_part.participation(members, groups),
            "wishes": wishes_of(commission),
            "answers": rounds,
            "beside": figures.beside(rounds),
        }


def _order(commission: Commission) -> dict[str, Any]:
    return {
        "number": commission.number,
        "title": commission.title,
        "municipality": commission.municipality.official_name,
        "course": commission.course.title if commission.course else "",
    }


def told_before(commission: Commission) -> dict[str, dict[str, Any]]:
    """The rounds a report has told of, as it told: with an answer erased since, the difference would be that answer."""
    reports = EvaluationReport.objects.for_municipality(commission.municipality_id).filter(commission=commission)
    told: dict[str, dict[str, Any]] = {}
    for report in reports.order_by("number"):
        for round_ in report.content["answers"]:
            if round_["questions"]:
                told.setdefault(round_["round"], round_)
    return told
