"""Who is enrolled, has started and has completed: never how well, and never what anybody answered."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from tracking.models import Enrolment
from tracking.reports.access import followed_municipalities, sees_all

STATUSES = {
    "new": _("not started"),
    "started": _("under way"),
    "completed": _("completed"),
}


def visible_enrolments(user: Any) -> QuerySet[Enrolment]:
    """Those the person may follow, the newest first, each with ``status``, ``completed_at`` and ``started_at``."""
    found = Enrolment.objects.unscoped(reason="designers and operators follow all municipalities, others are limited")
    if not sees_all(user):
        found = found.filter(municipality__in=followed_municipalities(user))
    return (
        found.annotate(
            started_at=F("progress__started_at"),
            completed_at=F("progress__completed_at"),
            status=Case(
                When(progress__completed_at__isnull=False, then=Value("completed")),
                When(progress__started_at__isnull=False, then=Value("started")),
                default=Value("new"),
            ),
        )
        .select_related("user", "municipality", "course")
        .order_by("-created_at", "pk")
    )
