"""Reminders to those who have begun and paused, and those who want none."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tracking.models.enrolments import Enrolment
from tracking.models.scoping import OfEnrolmentQuerySet


class ReminderQuerySet(OfEnrolmentQuerySet["Reminder"]):
    """Reminders are reached by municipality."""


class Reminder(models.Model):
    """An e-mail to a learner who has been silent ``since``; ``number`` counts those of that silence."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="reminders")
    since = models.DateTimeField(_("silent since"))
    number = models.PositiveSmallIntegerField(_("number"))
    sent_at = models.DateTimeField(_("sent"))

    wagtail_reference_index_ignore = True
    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints: ClassVar = [
            # Two workers that would send the same one: the second makes no row.
            models.UniqueConstraint(fields=["enrolment", "since", "number"], name="a_reminder_is_sent_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.number}"


class NoReminders(models.Model):
    """Somebody who wants no reminders, of any course."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="no_reminders")
    since = models.DateTimeField(_("since"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("person without reminders")
        verbose_name_plural = _("people without reminders")

    def __str__(self) -> str:
        return str(self.user)
