"""Celery tasks of reminding. Each may run twice, late or in vain."""

from __future__ import annotations

import uuid

from celery import shared_task
from django.utils import timezone

from tracking.enrolling.invitations import NOT_SENT
from tracking.reminding.sending import due, send


@shared_task(autoretry_for=NOT_SENT, retry_backoff=True, max_retries=5)
def send_reminder(enrolment_id: str) -> bool:
    return send(uuid.UUID(enrolment_id))


@shared_task
def send_reminders() -> int:
    """Ask for every reminder that is due. With the broker down they are sent another day. Returns how many."""
    keys = [str(enrolment.pk) for enrolment in due(timezone.now())]
    for key in keys:
        send_reminder.delay(key)
    return len(keys)
