"""The message to somebody who has been enrolled: where her course is. It signs nobody in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from smtplib import SMTPConnectError

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from courses.selectors import release_tree
from courses.visitors import base_address
from tracking.models import Enrolment

#: Errors before the message can have reached anybody: to try again cannot send it twice.
NOT_SENT = (ConnectionError, SMTPConnectError)


def invite_soon(enrolments: Sequence[uuid.UUID]) -> None:
    """Once the transaction is through. With the broker down the sweep sends them later."""
    transaction.on_commit(lambda: _enqueue(enrolments), robust=True)


def _enqueue(enrolments: Sequence[uuid.UUID]) -> None:
    from tracking.enrolling.tasks import send_invitation

    for enrolment in enrolments:
        try:
            send_invitation.apply_async((str(enrolment),), retry=False)
        except (OperationalError, OSError):
            return


def send(enrolment_id: uuid.UUID, *, now: datetime | None = None) -> bool:
    """Send the invitation unless it has been sent; whether it was.

    It is marked before it is sent: a worker that dies in between sends none rather than two.
    """
    every = Enrolment.objects.unscoped(reason="a worker sends for every municipality")
    waiting = every.filter(pk=enrolment_id, source=Enrolment.Source.ADMIN, invited_at__isnull=True)
    if not waiting.update(invited_at=now or timezone.now()):
        return False
    enrolment = every.select_related("user", "municipality").get(pk=enrolment_id)
    try:
        _message(enrolment).send()
    except NOT_SENT:
        every.filter(pk=enrolment_id).update(invited_at=None)
        raise
    return True


def _message(enrolment: Enrolment) -> EmailMessage:
    title = release_tree(enrolment.release_id)["fields"]["title"]
    context = {
        "name": enrolment.user.get_full_name(),
        "course": title,
        "municipality": enrolment.municipality.official_name,
        "url": base_address(enrolment.municipality) + enrolment.get_absolute_url(),
        "email": enrolment.user.email,
    }
    with translation.override(getattr(enrolment.user, "language", "") or settings.LANGUAGE_CODE):
        subject = _("You are enrolled in »%(course)s«") % {"course": title}
        body = render_to_string("tracking/email/invitation.txt", context)
    return EmailMessage(subject=" ".join(subject.split()), body=body, to=[enrolment.user.email])
