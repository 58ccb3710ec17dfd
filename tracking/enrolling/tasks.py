"""Celery tasks of enrolling. Each may run twice, late or in vain."""

from __future__ import annotations

import uuid
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from tracking.enrolling.invitations import NOT_SENT, send
from tracking.models import Enrolment

#: An invitation that nobody has sent for so long has lost its task; one much older is of no use any more.
PATIENCE = timedelta(minutes=10)
USEFUL = timedelta(days=3)
SWEEP = 500


@shared_task(autoretry_for=NOT_SENT, retry_backoff=True, max_retries=5)
def send_invitation(enrolment_id: str) -> bool:
    return send(uuid.UUID(enrolment_id))


@shared_task
def sweep_invitations() -> int:
    """Send what was never taken by the broker. Returns how many were asked for."""
    now = timezone.now()
    waiting = (
        Enrolment.objects.unscoped(reason="the sweep is every municipality's")
        .filter(source=Enrolment.Source.ADMIN, invited_at__isnull=True)
        .filter(created_at__lt=now - PATIENCE, created_at__gt=now - USEFUL)
        .values_list("pk", flat=True)[:SWEEP]
    )
    keys = [str(pk) for pk in waiting]
    for key in keys:
        send_invitation.delay(key)
    return len(keys)
