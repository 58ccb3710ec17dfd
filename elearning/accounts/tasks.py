"""Periodic work on accounts."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command

from elearning.accounts import guesses, retention


@shared_task
def apply_retention() -> dict[str, int]:
    """Take away what has been kept long enough. Daily; harmless to run twice or to miss."""
    taken = retention.apply_rules()
    told = retention.warn_before_deletion()
    call_command("clearsessions")
    return {**taken, "guesses": guesses.forget_old(), "told": told}
