"""Which e-mails have gone to whom, so that none goes twice."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.commissions.models.commissions import Commission, StageChange
from elearning.commissions.models.scoping import OfCommissionQuerySet


class SentMail(models.Model):
    """Written before the e-mail is sent: rather none than two. ``about`` tells apart what is not a change of stage."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=40)
    recipient = models.EmailField()
    stage_change = models.ForeignKey(StageChange, null=True, blank=True, on_delete=models.CASCADE, related_name="mails")
    about = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    wagtail_reference_index_ignore = True
    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sent e-mail")
        verbose_name_plural = _("sent e-mails")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commission", "kind", "recipient", "stage_change"],
                condition=models.Q(stage_change__isnull=False),
                name="one_mail_a_stage_change_and_recipient",
            ),
            models.UniqueConstraint(
                fields=["commission", "kind", "recipient", "about"],
                condition=models.Q(stage_change__isnull=True),
                name="one_mail_a_subject_and_recipient",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} -> {self.recipient}"
