"""Relaying a municipality's completions to its own record store. ``tracking.xapi.forwarding``; docs/decisions/0024."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearning.municipalities.models import Municipality
from elearning.municipalities.scoping import ScopedQuerySet
from tracking.models.statements import Statement


class RelayQuerySet(ScopedQuerySet["Relay"]):
    """Relays are reached by municipality."""


class Relay(models.Model):
    """Where a municipality's completions go, how far they have come, and what is in the way.

    Everything before the cursor has been sent or refused; ``cursor_stored`` is null before anything has. ``claim``
    names the worker that is at it, until ``claimed_until``; whatever an operator changes takes the claim away.
    """

    class Version(models.TextChoices):
        V1 = "1.0.3", "xAPI 1.0.3"
        V2 = "2.0.0", "xAPI 2.0"

    municipality = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    #: The address before ``statements``; ends with a slash.
    endpoint = models.CharField(_("address"), max_length=500)
    user_name = models.CharField(_("user name"), max_length=255)
    encrypted_secret = models.TextField(editable=False)
    version = models.CharField(_("version"), max_length=5, choices=Version, default=Version.V1)
    enabled = models.BooleanField(_("in use"), default=False)
    cursor_stored = models.DateTimeField(null=True, editable=False)
    cursor_pk = models.BigIntegerField(default=0, editable=False)
    #: What was refused is to be sent once more, before anything else.
    retries_refused = models.BooleanField(default=False, editable=False)
    claim = models.CharField(max_length=36, blank=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    last_success_at = models.DateTimeField(null=True, editable=False)
    #: Of ``tracking.xapi.forwarding.answers.Trouble``, with the status if there was an answer.
    last_error = models.CharField(max_length=20, blank=True, editable=False)
    last_status = models.PositiveSmallIntegerField(null=True, editable=False)
    last_error_at = models.DateTimeField(null=True, editable=False)
    #: In a row.
    failures = models.PositiveIntegerField(default=0, editable=False)
    next_try_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True
    objects = RelayQuerySet.as_manager()

    class Meta:
        verbose_name = _("forwarding")
        verbose_name_plural = _("forwardings")

    def __str__(self) -> str:
        return self.endpoint

    @property
    def cursor(self) -> tuple[datetime, int] | None:
        return None if self.cursor_stored is None else (self.cursor_stored, self.cursor_pk)

    def is_waiting(self, now: datetime | None = None) -> bool:
        return self.next_try_at is not None and self.next_try_at > (now or timezone.now())


class RefusedStatementQuerySet(ScopedQuerySet["RefusedStatement"]):
    """Refusals are reached by their relay's municipality."""

    municipality_path = "relay__municipality"


class RefusedStatement(models.Model):
    """A statement that the municipality's record store would not have. It goes when the store takes it after all."""

    relay = models.ForeignKey(Relay, on_delete=models.CASCADE, related_name="refused")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="+")
    status = models.PositiveSmallIntegerField(_("status"))
    #: The beginning of what the store said.
    said = models.CharField(_("answer"), max_length=300, blank=True)
    refused_at = models.DateTimeField(_("refused"), default=timezone.now)

    wagtail_reference_index_ignore = True
    objects = RefusedStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("refused statement")
        verbose_name_plural = _("refused statements")
        constraints: ClassVar = [models.UniqueConstraint(fields=["relay", "statement"], name="refused_once_a_relay")]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.status}"
