"""The record (statements) and what it adds up to (progress). DESIGN 6."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearning.municipalities.models import Municipality
from elearning.municipalities.scoping import ScopedQuerySet
from tracking.models.enrolments import Enrolment
from tracking.models.scoping import OfEnrolmentQuerySet


class Disclosure(models.TextChoices):
    """Who may ever be shown a statement: *completion* the municipality, *answer* and *private* the learner."""

    COMPLETION = "completion", _("completion")
    ANSWER = "answer", _("answer")
    PRIVATE = "private", _("private")


class StatementQuerySet(ScopedQuerySet["Statement"]):
    """Statements are reached by municipality."""


class Statement(models.Model):
    """One xAPI statement, append-only. The columns are what queries and the fold need; ``raw`` is the statement."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="statements")
    statement_id = models.UUIDField(default=uuid.uuid4)
    #: Null for statements from outside credentials: they are stored, never folded.
    enrolment = models.ForeignKey(Enrolment, null=True, blank=True, on_delete=models.CASCADE, related_name="statements")
    #: The verb's IRI, and the object's.
    verb = models.CharField(max_length=255)
    object_id = models.CharField(max_length=500)
    timestamp = models.DateTimeField()
    stored = models.DateTimeField(default=timezone.now)
    disclosure = models.CharField(max_length=12, choices=Disclosure)
    raw = models.JSONField()

    wagtail_reference_index_ignore = True

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "statement_id"], name="statement_id_once_a_municipality")
        ]
        indexes: ClassVar = [
            models.Index(fields=["enrolment", "id"]),
            models.Index(fields=["municipality", "stored"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb.rsplit('/', 1)[-1]} {self.object_id}"


class PendingFoldQuerySet(OfEnrolmentQuerySet["PendingFold"]):
    """Pending statements are reached by municipality."""


class PendingFold(models.Model):
    """A statement that is stored and not yet folded; made in the statement's own transaction."""

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="pending")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="pending")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True
    objects = PendingFoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("pending statement")
        verbose_name_plural = _("pending statements")

    def __str__(self) -> str:
        return str(self.statement_id)


class ProgressQuerySet(OfEnrolmentQuerySet["Progress"]):
    """Progress is reached by municipality."""


class Progress(models.Model):
    """What an enrolment's folded statements add up to: ``state`` is the fold's, the columns are for lists."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="progress")
    #: See ``tracking.progress.fold``.
    state = models.JSONField(default=dict)
    percent = models.PositiveSmallIntegerField(_("per cent"), default=0)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    last_activity_at = models.DateTimeField(_("last active"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True
    objects = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")

    def __str__(self) -> str:
        return f"{self.percent} %"
