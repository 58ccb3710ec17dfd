"""An e-mail is a row before it is a letter: stored with what it tells of, marked, then sent. Rather none than two."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from smtplib import SMTPConnectError
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError

from elearning.commissions.mails.kinds import BY_STAGE, KINDS
from elearning.commissions.mails.messages import message
from elearning.commissions.mails.recipients import recipients
from elearning.commissions.models import Commission, SentMail, StageChange
from elearning.commissions.stages import Stage

logger = logging.getLogger(__name__)

#: Errors before a mail can have reached anybody: to try again cannot send it twice.
NOT_SENT = (ConnectionError, SMTPConnectError)
#: A mail nobody has sent for so long has lost its task; one much older is of no use any more.
PATIENCE = timedelta(minutes=10)
USEFUL = timedelta(days=3)


def announce(commission: Commission, change: StageChange) -> None:
    """Put what is to be said of a change of stage into the outbox, in the same transaction."""
    kind = BY_STAGE[change.to_stage]
    put(commission, kind.name, recipients(kind, commission, change, but=change.by), change=change)
    if change.to_stage == Stage.REQUESTED:
        kind = KINDS["confirmation"]
        put(commission, kind.name, recipients(kind, commission, change), change=change)


def put(
    commission: Commission,
    kind: str,
    to: Iterable[str],
    *,
    change: StageChange | None = None,
    about: str = "",
    wait: int = 0,
) -> list[SentMail]:
    """A row each; those that are there already are not made again. ``wait`` is so many seconds before it is sent.

    Must be in a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An e-mail is stored with what it tells of.")
    mails = commission.mails.filter(kind=kind, stage_change=change, about=about)
    known = set(mails.values_list("recipient", flat=True))
    rows = [
        SentMail.objects.create(commission=commission, kind=kind, recipient=each, stage_change=change, about=about)
        for each in dict.fromkeys(to)
        if each not in known
    ]
    for row in rows:
        transaction.on_commit(partial(_enqueue, row.pk, wait), robust=True)
    return rows


def deliver(mail_id: int) -> bool:
    """Send it, if nobody has; whether it was sent."""
    every = SentMail.objects.unscoped(reason="a worker sends for every municipality")
    related = every.select_related("commission__municipality", "commission__course", "stage_change__by")
    return send_once(every, mail_id, lambda: _letter(related.get(pk=mail_id)))


def send_once(rows: QuerySet[Any], pk: int, letter: Callable[[], EmailMessage]) -> bool:
    """Send it, if nobody has; whether it was sent. Its row, one of ``rows``, is marked before it is written."""
    if not rows.filter(pk=pk, sent_at=None).update(sent_at=timezone.now()):
        return False
    try:
        letter().send()
    except NOT_SENT:
        rows.filter(pk=pk).update(sent_at=None)
        raise
    return True


def waiting(now: Any = None) -> list[int]:
    """Those whose task is lost, by key."""
    now = now or timezone.now()
    every = SentMail.objects.unscoped(reason="a worker's errand: all municipalities'")
    lost = every.filter(sent_at=None, created_at__range=(now - USEFUL, now - PATIENCE))
    return list(lost.order_by("pk").values_list("pk", flat=True))


def _letter(mail: SentMail) -> EmailMessage:
    person = get_user_model()._default_manager.filter(email__iexact=mail.recipient).first()
    contact = getattr(settings, "HYLDEFRI_CONTACT_EMAIL", "")
    reply_to = [contact] if contact else []
    letter = message(mail.kind, mail.commission, change=mail.stage_change, about=mail.about, person=person)
    return EmailMessage(subject=letter.subject, body=letter.body, to=[mail.recipient], reply_to=reply_to)


def _enqueue(mail_id: int, wait: int) -> None:
    """With the broker down the sweep sends it later."""
    from elearning.commissions.tasks import send_mail

    try:
        send_mail.apply_async((mail_id,), retry=False, countdown=wait)
    except (OperationalError, OSError):
        logger.warning("The e-mail %s waits for the sweep", mail_id)
