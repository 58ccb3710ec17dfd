"""A learner's own work, as her pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from courses.trees.nodes import Node
from tracking.models import Enrolment, WorkItem

#: What can be put in a calendar.
CALENDAR_KINDS = frozenset({"if_then_plan", "follow_up"})


def version_of(item: WorkItem) -> str:
    """What a later save names as its base."""
    return item.updated_at.isoformat()


def work_of_step(enrolment: Enrolment, step: Node) -> dict[str, WorkItem]:
    """The work saved in the blocks a step has, by block id; one query.

    By block, not by where the block stood then: another version may have it in another step.
    """
    blocks = [block["id"] for block in step["children"].get("body", [])]
    return {item.block_id: item for item in enrolment.work.filter(block_id__in=blocks)}


def work_state(block: Node, item: WorkItem | None, today: date | None = None) -> dict[str, Any]:
    """What a work block's template shows; empty dates of a follow-up are proposed from ``today``."""
    state: dict[str, Any] = {"saved_at": None, "version": ""}
    if item is not None:
        state = {**item.data, "saved_at": item.updated_at, "version": version_of(item)}
    if block["type"] == "follow_up" and item is None:
        state["dates"] = proposed_dates(block, today or timezone.localdate())
    return state


def proposed_dates(block: Node, today: date) -> dict[str, str]:
    return {str(days): (today + timedelta(days=days)).isoformat() for days in block["fields"].get("days") or []}


def has_dates(item: WorkItem | None) -> bool:
    """Whether there is anything to put in a calendar."""
    return item is not None and item.kind in CALENDAR_KINDS and any(_dates(item.kind, item.data))


def _dates(kind: str, data: Mapping[str, Any]) -> list[str]:
    if kind == "if_then_plan":
        return [plan["date"] for plan in data.get("plans", []) if plan.get("date")]
    return list(data.get("dates", {}).values())
