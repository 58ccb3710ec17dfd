"""Certificates: what was completed, frozen, under an address nobody can guess."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracking.models.enrolments import Enrolment
from tracking.models.scoping import OfEnrolmentQuerySet


def _certificate_token() -> str:
    return secrets.token_urlsafe(24)


class CertificateQuerySet(OfEnrolmentQuerySet["Certificate"]):
    def by_token(self, token: str) -> CertificateQuerySet:
        """The unguessable token is itself the scope."""
        return self.filter(token=token)._mark_scoped()


class Certificate(models.Model):
    """A learner's certificate. Later edits of the course or of her name do not change it.

    An enrolment has one that is valid; those that were revoked before it stay, under addresses that say so.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="certificates")
    token = models.CharField(max_length=40, unique=True, default=_certificate_token, editable=False)
    name = models.CharField(_("name"), max_length=200)
    course_title = models.CharField(_("course"), max_length=255)
    completed_at = models.DateTimeField(_("completed"))
    #: Release, criterion and pass mark that applied.
    criterion = models.JSONField(default=dict)
    issued_at = models.DateTimeField(_("issued"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    wagtail_reference_index_ignore = True
    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(revoked_at__isnull=True), name="one_valid_certificate_an_enrolment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.course_title}"

    def get_absolute_url(self) -> str:
        return reverse("tracking:certificate", args=[self.token])
