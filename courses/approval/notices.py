"""The mails of an approval: to the approvers that they are asked, to whoever asked what they answered.

A mail says where to look; it decides nothing and signs nobody in.
"""

from __future__ import annotations

from collections.abc import Iterable
from smtplib import SMTPConnectError
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from courses.approval.selectors import approvers
from courses.models import VariantApproval

#: Errors before a mail can have reached anybody: to try again cannot send it twice.
NOT_SENT = (ConnectionError, SMTPConnectError)


def ask_soon(approval: VariantApproval) -> None:
    """Once the transaction is through. With the broker down the sweep sends them later."""
    transaction.on_commit(lambda: _enqueue("ask", approval.pk), robust=True)


def answer_soon(approval: VariantApproval) -> None:
    transaction.on_commit(lambda: _enqueue("answer", approval.pk), robust=True)


def ask(approval_id: int) -> int:
    """Mail the approvers once; how many. It is marked before it is sent: rather none than two."""
    approval = _taken(approval_id, "asked_at", [VariantApproval.Status.REQUESTED])
    if approval is None:
        return 0
    subject = _("»%(course)s« waits for your approval")
    return _send(approval, approvers(approval.variant.municipality), subject, "request", "asked_at")


def answer(approval_id: int) -> int:
    """Mail whoever asked once what the answer was; how many."""
    answered = [VariantApproval.Status.APPROVED, VariantApproval.Status.REJECTED]
    approval = _taken(approval_id, "told_at", answered)
    if approval is None or approval.requested_by is None or not approval.requested_by.is_active:
        return 0
    yes = approval.status == VariantApproval.Status.APPROVED
    subject = _("»%(course)s« is approved") if yes else _("»%(course)s« has been sent back")
    return _send(approval, [approval.requested_by], subject, "answer", "told_at")


def _enqueue(which: str, approval_id: int) -> None:
    from courses.approval import tasks

    try:
        getattr(tasks, f"send_{which}").apply_async((approval_id,), retry=False)
    except (OperationalError, OSError):
        return


def _taken(approval_id: int, mark: str, statuses: Iterable[str]) -> VariantApproval | None:
    every = VariantApproval.objects.unscoped(reason="a worker sends for every municipality")
    waiting = every.filter(pk=approval_id, status__in=list(statuses), **{f"{mark}__isnull": True})
    if not waiting.update(**{mark: timezone.now()}):
        return None
    return every.select_related("variant__municipality", "variant__course", "requested_by").get(pk=approval_id)  # type: ignore[no-any-return]


def _send(approval: VariantApproval, people: Iterable[AbstractUser], subject: Promise, template: str, mark: str) -> int:
    sent = 0
    try:
        for person in people:
            _message(approval, person, subject, template).send()
            sent += 1
    except NOT_SENT:
        if not sent:
            every = VariantApproval.objects.unscoped(reason="a worker sends for every municipality")
            every.filter(pk=approval.pk).update(**{mark: None})
        raise
    return sent


def _message(approval: VariantApproval, person: Any, subject: Promise, template: str) -> EmailMessage:
    base: str = getattr(settings, "WAGTAILADMIN_BASE_URL", "")
    with translation.override(getattr(person, "language", "") or settings.LANGUAGE_CODE):
        title = approval.variant.course.get_admin_display_title()
        body = render_to_string(
            f"courses/email/approval_{template}.txt",
            {
                "name": person.get_full_name(),
                "course": title,
                "whose": approval.variant.municipality.genitive,
                "approval": approval,
                "asker": approval.requested_by,
                "vote": approval.votes.exclude(comment="").last(),
                "url": base.rstrip("/") + reverse("hyldefri_approval", args=[approval.variant_id]),
            },
        )
        heading = str(subject) % {"course": title}
    return EmailMessage(subject=" ".join(heading.split()), body=body, to=[person.email])
