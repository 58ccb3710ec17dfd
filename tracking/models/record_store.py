"""What the record store keeps beside the statements. DESIGN 6; ``tracking.xapi.store``."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.municipalities.models import Municipality
from elearning.municipalities.scoping import ScopedQuerySet
from tracking.models.statements import Statement


class MentionQuerySet(ScopedQuerySet["Mention"]):
    """Mentions are reached by their statement's municipality."""

    municipality_path = "statement__municipality"


class Mention(models.Model):
    """An agent or activity in a disclosed statement that is not its actor, object or authority.

    ``related`` ones are found only where the filter is to be applied broadly (1.0.3 Communication 2.1.3).
    ``stored`` is the statement's, for the index that gives them in order.
    """

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="mentions")
    key = models.UUIDField()
    related = models.BooleanField()
    stored = models.DateTimeField()

    wagtail_reference_index_ignore = True
    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        indexes: ClassVar = [models.Index(fields=["key", "stored", "statement"], name="mentions_of_a_key")]

    def __str__(self) -> str:
        return str(self.key)


class StatementAttachmentQuerySet(ScopedQuerySet["StatementAttachment"]):
    """Attachments are reached by municipality."""


class StatementAttachment(models.Model):
    """The data of attachments, once a municipality: whichever of its statements have the hash have the data."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    #: SHA-224, -256, -384 or -512, in small hexadecimal digits.
    sha2 = models.CharField(max_length=128)
    size = models.PositiveBigIntegerField()
    #: When a statement that has it was last stored; it is kept as long as that one.
    named_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True
    objects = StatementAttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment of statements")
        verbose_name_plural = _("attachments of statements")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "sha2"], name="attachment_once_a_municipality")
        ]

    def __str__(self) -> str:
        return self.sha2


class ActivityDefinitionQuerySet(ScopedQuerySet["ActivityDefinition"]):
    """Definitions are reached by municipality."""


class ActivityDefinition(models.Model):
    """What a municipality's systems have said of an activity, added up: the canonical definition."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    #: ``tracking.xapi.store.keys.activity_key``, in which the municipality is.
    key = models.UUIDField(unique=True, editable=False)
    activity_id = models.TextField()
    definition = models.JSONField()

    wagtail_reference_index_ignore = True
    objects = ActivityDefinitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("definition of an activity")
        verbose_name_plural = _("definitions of activities")

    def __str__(self) -> str:
        return self.activity_id
