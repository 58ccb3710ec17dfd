"""Celery tasks of the evaluation. Each may run twice, late or in vain."""

from __future__ import annotations

import uuid

from celery import shared_task
from django.utils import timezone

from courses.variants.queue import enqueue
from elearning.commissions.evaluation import asking
from elearning.commissions.models import EvaluationMail, Round
from tracking.enrolling.invitations import NOT_SENT


@shared_task(autoretry_for=NOT_SENT, retry_backoff=True, max_retries=5)
def send(enrolment_id: str, round_: str, kind: str) -> bool:
    return asking.send(uuid.UUID(enrolment_id), Round(round_), EvaluationMail.Kind(kind))


@shared_task
def ask() -> int:
    """Ask for every e-mail that is due. With the broker down they are sent another hour."""
    due = list(asking.due(timezone.now()))
    return sum(enqueue(send, str(enrolment), round_.value, kind.value) for enrolment, round_, kind in due)
