"""Who is asked, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from elearning.commissions.models import Commission, EvaluationAnswer, Round
from elearning.commissions.stages import Stage
from tracking.models import Enrolment

#: From the completion: when a round opens and when it closes. A closing one makes room for the next.
OPENS = {Round.END: timedelta(0), Round.DAYS90: timedelta(days=90)}
CLOSES = {Round.END: timedelta(days=90), Round.DAYS90: timedelta(days=150)}
#: While the order is there, people in its groups are asked.
ASKING = (Stage.RUNNING.value, Stage.EVALUATED.value)


class NotAsked(RuntimeError):
    """Code took an enrolment for one of :func:`asked_enrolments` that is none."""


@dataclass(frozen=True)
class Asked:
    """A round somebody can answer now; ``answer`` is what she has so far."""

    enrolment: Enrolment
    round: Round
    answer: EvaluationAnswer | None

    @property
    def is_sent(self) -> bool:
        return self.answer is not None and self.answer.submitted_at is not None


def asked_enrolments(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Of those the ones in a group of an order that runs or is evaluated, with what the rest here reads."""
    reports = Prefetch("wave_member__wave__commission__evaluation_reports", to_attr="made_reports")
    answers = Prefetch("evaluation_answers", EvaluationAnswer.objects.unscoped(reason="of the enrolments asked for"))
    return (
        rows.filter(wave_member__wave__commission__stage__in=ASKING, progress__completed_at__isnull=False)
        .select_related("user", "municipality", "progress", "wave_member__wave__commission")
        .defer("progress__state")
        .prefetch_related(answers, reports)
    )


def open_rounds(enrolment: Enrolment, now: datetime | None = None) -> list[Asked]:
    """What she is asked now; ``enrolment`` is one of :func:`asked_enrolments`."""
    now = now or timezone.now()
    since = now - completed_at(enrolment)
    order = enrolment.wave_member.wave.commission
    told = closed_rounds(order) if order else set(Round.values)
    answers = {each.round: each for each in enrolment.evaluation_answers.all()}
    return [
        Asked(enrolment, round_, answers.get(round_))
        for round_ in Round
        if OPENS[round_] <= since < CLOSES[round_] and round_ not in told
    ]


def completed_at(enrolment: Enrolment) -> datetime:
    if (moment := enrolment.progress.completed_at) is None:
        raise NotAsked("She has not completed the course.")
    return moment


def order_of(enrolment: Enrolment) -> Commission:
    if (order := enrolment.wave_member.wave.commission) is None:
        raise NotAsked("Her group is of no order.")
    return order


def closes_at(enrolment: Enrolment, round_: Round) -> datetime:
    return completed_at(enrolment) + CLOSES[round_]


def closed_rounds(commission: Commission) -> set[str]:
    """Those a report has told of: another answer would show by subtraction."""
    read: Iterable[Any] | None = getattr(commission, "made_reports", None)
    made = commission.evaluation_reports.all() if read is None else read
    return {it["round"] for report in made for it in report.content["answers"] if it["questions"]}


def between(now: datetime, round_: Round, days: timedelta) -> Q:
    """Completed so long ago that the round has just opened: at most ``days`` ago."""
    opened = now - OPENS[round_]
    return Q(progress__completed_at__lte=opened, progress__completed_at__gt=opened - days)
