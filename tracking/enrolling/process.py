"""The process settings of an enrolment: frozen when it began (DESIGN 5)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from courses.selectors import release_tree
from tracking.models import Enrolment

#: The date a deadline is counted from, where it is not the enrolment's own: ISO 8601.
COUNTED_FROM = "deadline_from"


def setting(enrolment: Enrolment, name: str) -> Any:
    """What applied when she began; of an enrolment that has nothing frozen, what her version of the course says."""
    frozen = enrolment.settings.get(name)
    return release_tree(enrolment.release_id)["fields"].get(name) if frozen is None else frozen


def deadline_of(enrolment: Enrolment) -> date | None:
    """The last day she has, or None. Days are counted from the day she was enrolled in this form of the course."""
    days = int(setting(enrolment, "deadline_days") or 0)
    if not days:
        return None
    counted_from = enrolment.settings.get(COUNTED_FROM)
    start = date.fromisoformat(counted_from) if counted_from else timezone.localdate(enrolment.created_at)
    return start + timedelta(days=days)
