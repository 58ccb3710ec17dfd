"""Many enrolments' pending statements folded in one transaction, when workers are behind. DESIGN 6 (3).

A task folds its own enrolment's statements, which costs its queries whatever their number. What has waited meanwhile is
another task's that stands in the queue: here a hundred of those are done with the queries of one, and their tasks find
nothing left.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from time import monotonic
from typing import Any

from django.db import OperationalError, transaction
from django.utils import timezone

from tracking.models import PendingFold, Progress
from tracking.progress.projection import advance

logger = logging.getLogger(__name__)

#: What is younger is about to be folded by its own task.
WAITED = timedelta(seconds=1)
#: Pending statements a transaction begins with; the enrolments they belong to are held until it ends.
BATCH = 200
#: Seconds a task goes on at most. Well below what a task may take.
TURN = 20.0
_COLUMNS = ("state", "percent", "started_at", "last_activity_at", "completed_at", "updated_at")


def drain() -> int:
    """Fold what has waited, until there is nothing that nobody else is at; how many enrolments.

    Where one of them cannot be folded, all are left to their own tasks. Raises ``OperationalError``.
    """
    folded, until = 0, monotonic() + TURN
    try:
        while monotonic() < until and (done := _batch()):
            folded += done
    except OperationalError:
        raise
    except Exception:
        logger.exception("What has waited is left to its own tasks")
    return folded


def _batch() -> int:
    waited = _pending().filter(created_at__lt=timezone.now() - WAITED).order_by("pk")
    rows = dict(waited.values_list("enrolment", "enrolment__progress")[:BATCH])
    if not rows:
        return 0
    with transaction.atomic():
        new = [enrolment for enrolment, progress in rows.items() if progress is None]
        if new:
            Progress.objects.bulk_create([Progress(enrolment_id=each) for each in new], ignore_conflicts=True)
        return _fold(rows)


def _fold(enrolments: Collection[Any]) -> int:
    """As for one (``projection``): exactly the pending rows read under the locks are deleted.

    A row that somebody holds is passed over: whoever holds it folds it. So nobody waits here holding others' rows.
    """
    every = Progress.objects.unscoped(reason="a worker folds for every municipality")
    held = every.select_for_update(of=("self",), skip_locked=True).select_related("enrolment")
    found = list(held.filter(enrolment__in=list(enrolments)).order_by("pk"))
    pending: defaultdict[Any, dict[int, dict[str, Any]]] = defaultdict(dict)
    rows = _pending().filter(enrolment__in=[each.enrolment_id for each in found]).order_by("pk")
    for enrolment, pk, raw in rows.values_list("enrolment", "pk", "statement__raw"):
        pending[enrolment][pk] = raw
    changed = [each for each in found if each.enrolment_id in pending]
    for progress in changed:
        advance(progress, progress.enrolment, pending[progress.enrolment_id].values())
    if changed:
        Progress.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=_COLUMNS)
        _pending().filter(pk__in=[pk for own in pending.values() for pk in own]).delete()
    return len(changed)


def _pending() -> Any:
    return PendingFold.objects.unscoped(reason="a worker folds for every municipality")
