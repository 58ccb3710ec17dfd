"""Mandatory updates: who lags is told, again and again, and never overwritten."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPConnectError
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.approval.selectors import people_with
from courses.models import CourseRelease, VariantUpdate
from courses.selectors import release_tree
from courses.variants.policy import waiting_to_apply
from elearning.municipalities.models import Membership

#: Days between reminders, and before an update that is still not taken counts as overdue.
REMIND_AFTER = 7
OVERDUE_AFTER = 14

_ROLES = (Membership.Role.EDITOR, Membership.Role.APPROVER)
#: Errors before a message can have reached anybody: to try again cannot send it twice.
_NOT_SENT = (ConnectionError, SMTPConnectError)


def with_mandatory(updates: QuerySet[VariantUpdate]) -> QuerySet[VariantUpdate]:
    """Those of the updates that bring something mandatory, be it of a release between base and target."""
    between = CourseRelease.objects.filter(
        course=OuterRef("target_release__course"),
        importance=CourseRelease.Importance.MANDATORY,
        pk__gt=OuterRef("from_release"),
        pk__lte=OuterRef("target_release"),
    )
    return updates.filter(Exists(between))


def due(now: datetime | None = None) -> QuerySet[VariantUpdate]:
    """The mandatory updates to tell of: new ones, and those not told of for long. What goes in by itself is not."""
    planned = VariantUpdate.objects.unscoped(reason="a worker tells every municipality").filter(
        status=VariantUpdate.Status.PLANNED
    )
    since = (now or timezone.now()) - timedelta(days=REMIND_AFTER)
    waiting = planned.filter(Q(told_at=None) | Q(told_at__lte=since)).exclude(pk__in=waiting_to_apply().values("pk"))
    return with_mandatory(waiting)


def tell(update_id: int, now: datetime | None = None) -> int:
    """Write to the municipality's editors and approvers, unless another worker does; returns how many were written to.

    It is marked before it is sent: a worker that dies in between leaves them to the next reminder.
    """
    every = VariantUpdate.objects.unscoped(reason="a worker tells every municipality")
    update = due(now).filter(pk=update_id).select_related("variant__municipality", "variant__course").first()
    if update is None:
        return 0
    before = update.told_at
    if not every.filter(pk=update_id, told_at=before).update(told_at=now or timezone.now()):
        return 0
    written = 0
    for person in people_with(update.variant.municipality, _ROLES):
        try:
            _message(update, person, reminder=before is not None).send()
        except _NOT_SENT:
            if not written:
                every.filter(pk=update_id).update(told_at=before)
            raise
        written += 1
    return written


def _message(update: VariantUpdate, person: Any, *, reminder: bool) -> EmailMessage:
    base: str = getattr(settings, "WAGTAILADMIN_BASE_URL", "")
    title = release_tree(update.target_release_id)["fields"]["title"]
    context = {
        "name": person.get_full_name(),
        "course": title,
        "municipality": update.variant.municipality.official_name,
        "conflicts": update.conflicts,
        "notes": CourseRelease.objects.values_list("notes", flat=True).get(pk=update.target_release_id),
        "url": f"{base.rstrip('/')}{reverse('hyldefri_review', args=[update.variant_id])}",
    }
    with translation.override(getattr(person, "language", "") or settings.LANGUAGE_CODE):
        subject = (
            _("Reminder: a mandatory update of »%(course)s«") if reminder else _("A mandatory update of »%(course)s«")
        )
        body = render_to_string("courses/email/mandatory_update.txt", context)
    return EmailMessage(subject=" ".join((subject % {"course": title}).split()), body=body, to=[person.email])
