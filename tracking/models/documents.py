"""The documents other systems keep in the record store: states and profiles. ``tracking.xapi.documents``."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.municipalities.models import Municipality
from elearning.municipalities.scoping import ScopedQuerySet


class DocumentQuerySet(ScopedQuerySet["Document"]):
    """Documents are reached by municipality."""


class Document(models.Model):
    """One document (1.0.3 Communication 2.2; 2.0, 4.1.6). Names may be of any length, so hashes of them are indexed.

    ``key`` is of all that names it and unique in a municipality, ``context`` of what lists of names are asked for by,
    ``agent_key`` of the agent. See ``tracking.xapi.documents.places``.
    """

    class Kind(models.TextChoices):
        STATE = "state", _("state")
        ACTIVITY_PROFILE = "activity", _("profile of an activity")
        AGENT_PROFILE = "agent", _("profile of a person")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    #: The activity's IRI, and the agent's identifier; empty where the kind has none.
    activity = models.TextField(blank=True)
    agent = models.TextField(blank=True)
    registration = models.UUIDField(null=True, blank=True)
    document_id = models.TextField()
    key = models.CharField(max_length=64)
    context = models.CharField(max_length=64)
    agent_key = models.CharField(max_length=64, blank=True)
    content = models.BinaryField()
    content_type = models.CharField(max_length=255)
    #: The SHA-1 of the content, in hexadecimal digits.
    etag = models.CharField(max_length=40)
    updated_at = models.DateTimeField()

    wagtail_reference_index_ignore = True
    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of another system")
        verbose_name_plural = _("documents of other systems")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "key"], name="document_once_a_municipality")
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "context"]),
            models.Index(fields=["agent_key"]),
            models.Index(fields=["updated_at"]),
        ]

    def __str__(self) -> str:
        return self.document_id
