"""Celery tasks of forwarding. Each may run twice, late or in vain."""

from __future__ import annotations

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from tracking.xapi.forwarding.claiming import due
from tracking.xapi.forwarding.relaying import forward


@shared_task
def forward_all() -> int:
    """Ask for a turn at every relay that is due. Returns how many."""
    keys = list(due(timezone.now()).values_list("pk", flat=True))
    for pk in keys:
        forward_relay.apply_async((pk,), expires=600)
    return len(keys)


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=3)
def forward_relay(pk: int) -> bool:
    return forward(pk)
