"""What the desk's screens show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone

from elearning.commissions import workdays
from elearning.commissions.models import Commission, CommissionQuerySet
from elearning.commissions.permissions import waits_for
from elearning.commissions.stages import FINAL, PATH, Stage
from elearning.commissions.summary import next_step, whose_turn
from elearning.commissions.timeline import stage_label

#: How many of those that are over the board shows.
RECENTLY_OVER = 10
OPEN_STAGES = tuple(stage for stage in PATH if stage not in FINAL and stage is not Stage.DRAFT)


@dataclass(frozen=True)
class Card:
    commission: Any
    waits: bool
    #: Working days past its due date; 0 while it is in time.
    late: int
    whose_turn: str
    next_step: str


@dataclass(frozen=True)
class Lane:
    stage: str
    label: str
    cards: tuple[Card, ...]


def all_commissions() -> CommissionQuerySet:
    """The desk handles every municipality's; drafts are their writers'."""
    return Commission.objects.unscoped(reason="whoever handles commissions handles all municipalities'").submitted()


def commission_at_desk(pk: int) -> Commission:
    found = all_commissions().select_related("municipality", "course", "variant", "created_by", "handled_by")
    commission = found.filter(pk=pk).first()
    if commission is None:
        raise Http404
    return commission


def cards(commissions: CommissionQuerySet, user: Any, today: date | None = None) -> list[Card]:
    today = today or timezone.localdate()
    rows = commissions.select_related("municipality", "course", "handled_by").annotate(
        open_tasks=Count("tasks", filter=Q(tasks__done_at=None), distinct=True)
    )
    return [
        Card(
            commission,
            waits_for(user, commission),
            late_days(commission, today),
            whose_turn(commission),
            next_step(commission),
        )
        for commission in rows
    ]


def lanes(found: list[Card]) -> list[Lane]:
    """The open stages in their order."""
    return [
        Lane(stage, stage_label(stage), tuple(card for card in found if card.commission.stage == stage))
        for stage in OPEN_STAGES
    ]


def late_days(commission: Commission, today: date) -> int:
    if commission.due_on is None or commission.stage in FINAL or commission.due_on >= today:
        return 0
    return max(1, workdays.between(commission.due_on, today))
