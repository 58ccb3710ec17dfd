"""What other systems sign in to the record store with. ``tracking.xapi.credentials``; docs/decisions/0023."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearning.municipalities.models import Municipality
from elearning.municipalities.scoping import ScopedQuerySet


class CredentialQuerySet(ScopedQuerySet["Credential"]):
    """Credentials are reached by municipality; only who signs in is found by key."""


class Credential(models.Model):
    """A system's way in to one municipality's part of the record store: a public key and a secret that is not kept.

    ``revision`` grows with every change: what a process remembers of an older one no longer counts.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    key = models.CharField(_("key"), max_length=40, unique=True)
    secret_hash = models.CharField(max_length=64)
    #: Of ``tracking.xapi.resources.call.Scope``.
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    #: To ten minutes or so.
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    revision = models.PositiveIntegerField(default=1)

    wagtail_reference_index_ignore = True
    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = _("access for a system")
        verbose_name_plural = _("access for systems")
        indexes: ClassVar = [models.Index(fields=["municipality", "name"])]

    def __str__(self) -> str:
        return self.name

    def is_in_force(self, now: datetime | None = None) -> bool:
        return self.revoked_at is None and not self.has_expired(now)

    def has_expired(self, now: datetime | None = None) -> bool:
        return self.expires_at is not None and self.expires_at <= (now or timezone.now())


class AccessTokenQuerySet(ScopedQuerySet["AccessToken"]):
    """Tokens are reached by their credential's municipality."""

    municipality_path = "credential__municipality"


class AccessToken(models.Model):
    """A bearer token of OAuth 2, for an hour; what is kept is its hash. It ends with its credential."""

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField()

    wagtail_reference_index_ignore = True
    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")

    def __str__(self) -> str:
        return f"{self.credential_id} {self.expires_at:%Y-%m-%d %H:%M}"
