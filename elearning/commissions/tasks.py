"""Celery tasks of commissions. Each may run twice, late or in vain."""

from __future__ import annotations

from celery import shared_task

from elearning.commissions.mails import outbox


@shared_task(autoretry_for=outbox.NOT_SENT, retry_backoff=True, max_retries=5)
def send_mail(mail_id: int) -> bool:
    return outbox.deliver(mail_id)


@shared_task
def sweep_mails() -> int:
    """Send what no broker took. Returns how many were asked for."""
    keys = outbox.waiting()
    for key in keys:
        send_mail.delay(key)
    return len(keys)
