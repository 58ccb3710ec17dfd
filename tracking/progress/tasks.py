"""The Celery tasks of progress. Each may run twice, late or in vain."""

from __future__ import annotations

import uuid
from datetime import timedelta

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from tracking.models import Enrolment, PendingFold, Progress
from tracking.progress.draining import drain
from tracking.progress.projection import announce, fold_pending
from tracking.progress.queue import enqueue_fold

#: Seconds a statement may be pending before the sweep takes it that its task is lost.
PATIENCE = 10

#: Enrolments a sweep asks for at most; the next one goes on.
SWEEP = 2_000


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def fold_enrolment(enrolment_id: str) -> None:
    """Fold an enrolment's pending statements, and then others' that have waited too long.

    Where nothing is pending another task has folded it, or it has been erased: there is nothing to do.
    """
    reason = "a worker folds for every municipality"
    key = uuid.UUID(enrolment_id)
    if not PendingFold.objects.unscoped(reason=reason).filter(enrolment=key).exists():
        return
    if enrolment := Enrolment.objects.unscoped(reason=reason).filter(pk=key).first():
        fold_pending(enrolment)
    drain()


@shared_task
def sweep_pending() -> int:
    """Ask again for what has been pending too long. DESIGN 6 (5). Returns how many enrolments."""
    waiting = (
        PendingFold.objects.unscoped(reason="the sweep is every municipality's")
        .filter(created_at__lt=timezone.now() - timedelta(seconds=PATIENCE))
        .values_list("enrolment", flat=True)
        .distinct()[:SWEEP]
    )
    return sum(map(enqueue_fold, waiting))


@shared_task
def announce_completions() -> int:
    """Tell again of completions that have no certificate: a worker may have died before it could. Returns how many."""
    completed = (
        Progress.objects.unscoped(reason="certificates are due in every municipality")
        .filter(completed_at__isnull=False, enrolment__certificates__isnull=True)
        .select_related("enrolment")
    )
    told = 0
    for progress in completed.defer("state").iterator():
        announce(progress.enrolment)
        told += 1
    return told
