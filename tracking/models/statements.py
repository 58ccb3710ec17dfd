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


#: What a municipality's credentials may ever read; only such rows are in the indexes that filters use.
DISCLOSED = models.Q(disclosure=Disclosure.COMPLETION)


class StatementQuerySet(ScopedQuerySet["Statement"]):
    """Statements are reached by municipality."""


class Statement(models.Model):
    """One xAPI statement, append-only. The columns are what queries and the fold need; ``raw`` is the statement.

    The keys are ``tracking.xapi.store.keys``, so short whatever the address is; they are null where there is nothing to
    find. Stored, and a timestamp that the sender left out, are the columns' and may be missing in ``raw``.
    """

    # No index of their own: each begins one of those below, and what is written with every statement costs.
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="statements", db_index=False)
    statement_id = models.UUIDField(default=uuid.uuid4)
    #: Null for statements from outside credentials: they are stored, never folded.
    enrolment = models.ForeignKey(
        Enrolment, null=True, blank=True, on_delete=models.CASCADE, related_name="statements", db_index=False
    )
    #: The verb's IRI, and the object's; of any length, as statements from outside have them.
    verb = models.TextField()
    object_id = models.TextField()
    timestamp = models.DateTimeField()
    stored = models.DateTimeField(default=timezone.now)
    disclosure = models.CharField(max_length=12, choices=Disclosure)
    raw = models.JSONField()
    #: Who, what, about what and on whose word. An object that is an agent is in ``mentions``, as are a group's members.
    actor_key = models.UUIDField(null=True, editable=False)
    verb_key = models.UUIDField(null=True, editable=False)
    object_key = models.UUIDField(null=True, editable=False)
    authority_key = models.UUIDField(null=True, editable=False)
    registration = models.UUIDField(null=True, editable=False)
    #: The id of the statement that is this one's object, and again if this one voids it.
    refers_to = models.UUIDField(null=True, editable=False)
    voids = models.UUIDField(null=True, editable=False)

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
            models.Index(fields=["municipality", "stored", "id"], condition=DISCLOSED, name="statements_disclosed"),
            models.Index(fields=["actor_key", "stored", "id"], condition=DISCLOSED, name="statements_of_an_actor"),
            models.Index(fields=["verb_key", "stored", "id"], condition=DISCLOSED, name="statements_of_a_verb"),
            models.Index(fields=["object_key", "stored", "id"], condition=DISCLOSED, name="statements_of_an_object"),
            models.Index(
                fields=["authority_key", "stored", "id"], condition=DISCLOSED, name="statements_of_an_authority"
            ),
            models.Index(
                fields=["registration", "stored", "id"],
                condition=DISCLOSED & models.Q(registration__isnull=False),
                name="statements_of_a_registration",
            ),
            models.Index(
                fields=["municipality", "stored", "id"],
                condition=models.Q(refers_to__isnull=False),
                name="statements_on_statements",
            ),
            models.Index(
                fields=["municipality", "voids"], condition=models.Q(voids__isnull=False), name="statements_that_void"
            ),
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
