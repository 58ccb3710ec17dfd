"""Celery tasks of waves. Each may run twice, late or in vain."""

from __future__ import annotations

import uuid
from datetime import timedelta

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from courses.variants.queue import enqueue
from elearning.commissions.actions.participant_imports import RunParticipantImport
from elearning.commissions.models import ParticipantImport
from elearning.commissions.waves import invitations, notices, reminding
from tracking.enrolling.invitations import NOT_SENT

#: An import that has stored nothing for so long has lost its worker.
PATIENCE = timedelta(minutes=2)


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def import_participants(import_id: int) -> None:
    RunParticipantImport(import_id).execute()


@shared_task
def sweep_imports() -> int:
    """Ask again for what a broker that was down or a worker that died has left; returns for how much."""
    every = ParticipantImport.objects.unscoped(reason="the sweep is every municipality's")
    left = every.filter(state=ParticipantImport.State.WORKING, updated_at__lt=timezone.now() - PATIENCE)
    return sum(enqueue(import_participants, pk) for pk in left.values_list("pk", flat=True))


@shared_task(autoretry_for=NOT_SENT, retry_backoff=True, max_retries=5)
def send_invitations(wave_id: int) -> int:
    sent = invitations.send_batch(wave_id)
    if sent:
        invitations.ask_for_more(wave_id)
    return sent


@shared_task(autoretry_for=NOT_SENT, retry_backoff=True, max_retries=5)
def send_gathering_mails(wave_id: int) -> int:
    sent = notices.send_batch(wave_id)
    if sent:
        notices.ask_for_more(wave_id)
    return sent


@shared_task
def sweep_invitations() -> int:
    """Send what no broker took, or a pause held back: invitations, and what has become of a gathering. Returns for how
    many waves.
    """
    now = timezone.now()
    asked = sum(enqueue(send_invitations, wave) for wave in invitations.waves_to_invite_for(now))
    return asked + sum(enqueue(send_gathering_mails, wave) for wave in notices.waves_to_tell(now))


@shared_task(autoretry_for=NOT_SENT, retry_backoff=True, max_retries=5)
def send_reminder(enrolment_id: str) -> bool:
    return reminding.send(uuid.UUID(enrolment_id))


@shared_task
def send_reminders() -> int:
    """Ask for every reminder that is due in a wave. With the broker down they are sent another day."""
    keys = [str(member.enrolment_id) for member in reminding.due(timezone.now())]
    return sum(enqueue(send_reminder, key) for key in keys)
