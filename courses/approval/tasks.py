"""Celery tasks of approvals. Each may run twice, late or in vain."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from courses.approval import notices
from courses.models import VariantApproval

#: A mail nobody has sent for so long has lost its task; one much older is of no use any more.
PATIENCE = timedelta(minutes=10)
USEFUL = timedelta(days=3)


@shared_task(autoretry_for=notices.NOT_SENT, retry_backoff=True, max_retries=5)
def send_ask(approval_id: int) -> int:
    return notices.ask(approval_id)


@shared_task(autoretry_for=notices.NOT_SENT, retry_backoff=True, max_retries=5)
def send_answer(approval_id: int) -> int:
    return notices.answer(approval_id)


@shared_task
def sweep_notices() -> int:
    """Send what no broker took. Returns how many were asked for."""
    now = timezone.now()
    every = VariantApproval.objects.unscoped(reason="the sweep is every municipality's")
    asked = every.filter(
        status=VariantApproval.Status.REQUESTED,
        asked_at=None,
        requested_at__range=(now - USEFUL, now - PATIENCE),
    )
    answered = every.filter(
        status__in=[VariantApproval.Status.APPROVED, VariantApproval.Status.REJECTED],
        standing=False,
        told_at=None,
        decided_at__range=(now - USEFUL, now - PATIENCE),
    )
    keys = [(send_ask, pk) for pk in asked.values_list("pk", flat=True)]
    keys += [(send_answer, pk) for pk in answered.values_list("pk", flat=True)]
    for task, pk in keys:
        task.delay(pk)
    return len(keys)
