"""Letting other systems in to a municipality's part of the record store, and shutting them out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from elearning.municipalities.models import Municipality
from elearning.municipalities.roles import is_operator
from tracking.models import Credential
from tracking.xapi.credentials import secrets
from tracking.xapi.resources.call import Scope

_LONGEST_NAME = 80


class CredentialError(Exception):
    """Nothing has been changed; ``str(error)`` says why."""


@dataclass(frozen=True)
class Opened:
    """A credential with its secret, which is told this once."""

    credential: Credential
    secret: str


class CreateCredential:
    """Let a system in. Raises ``PermissionDenied`` and :class:`CredentialError`."""

    def __init__(
        self,
        municipality: Municipality,
        name: str,
        scopes: Iterable[Scope],
        *,
        user: Any,
        expires_at: datetime | None = None,
    ) -> None:
        self.municipality = municipality
        self.name = " ".join(name.split())
        self.scopes = sorted(set(scopes))
        self.user = user
        self.expires_at = expires_at

    def execute(self, *, skip_permission_checks: bool = False) -> Opened:
        if not skip_permission_checks:
            check_may_let_in(self.user)
        self._check()
        return self._create()

    def _check(self) -> None:
        if not self.name or len(self.name) > _LONGEST_NAME or "\0" in self.name:
            raise CredentialError(_("Write what the system is called, in at most 80 characters."))
        if not self.scopes:
            raise CredentialError(_("Choose at least one thing that the system may do."))
        if self.expires_at is not None and self.expires_at <= timezone.now():
            raise CredentialError(_("The access would have expired already. Choose a later day."))

    @transaction.atomic
    def _create(self) -> Opened:
        key, secret = secrets.new_key(), secrets.new_secret()
        credential = Credential.objects.for_municipality(self.municipality).create(
            municipality=self.municipality,
            name=self.name,
            key=key,
            secret_hash=secrets.hashed(secret, key),
            scopes=[str(scope) for scope in self.scopes],
            expires_at=self.expires_at,
        )
        _log("create", credential, self.user, scopes=credential.scopes)
        return Opened(credential, secret)


class RotateSecret:
    """A new secret: the old one and all tokens stop at once. Raises as :class:`CreateCredential` does."""

    def __init__(self, credential: Credential, *, user: Any) -> None:
        self.credential = credential
        self.user = user

    @transaction.atomic
    def execute(self) -> Opened:
        check_may_let_in(self.user)
        credential = _held(self.credential)
        if credential.revoked_at is not None:
            raise CredentialError(_("The access is revoked. Make a new one."))
        secret = secrets.new_secret()
        credential.secret_hash = secrets.hashed(secret, credential.key)
        _changed(credential, "secret_hash")
        _log("rotate", credential, self.user)
        return Opened(credential, secret)


class RevokeCredential:
    """Shut the system out, at once and for good. Revoking again changes nothing. Raises ``PermissionDenied``."""

    def __init__(self, credential: Credential, *, user: Any) -> None:
        self.credential = credential
        self.user = user

    @transaction.atomic
    def execute(self) -> Credential:
        check_may_let_in(self.user)
        credential = _held(self.credential)
        if credential.revoked_at is None:
            credential.revoked_at = timezone.now()
            _changed(credential, "revoked_at")
            _log("revoke", credential, self.user)
        return credential


def may_let_in(user: Any) -> bool:
    """Those who run the site, as with municipalities' own sign-in: a key opens what learners have done."""
    return is_operator(user)


def check_may_let_in(user: Any) -> None:
    if not may_let_in(user):
        raise PermissionDenied


def _held(credential: Credential) -> Credential:
    rows = Credential.objects.for_municipality(credential.municipality_id)
    return rows.select_for_update().get(pk=credential.pk)


def _changed(credential: Credential, *fields: str) -> None:
    """What processes remember of it no longer counts (``tracking.xapi.credentials.checking``)."""
    credential.revision = F("revision") + 1
    credential.save(update_fields=[*fields, "revision"])
    credential.refresh_from_db(fields=["revision"])
    credential.tokens.all().delete()


def _log(verb: str, credential: Credential, user: Any, **data: Any) -> None:
    log(
        instance=credential.municipality,
        action=f"tracking.credential.{verb}",
        user=user,
        data={"credential": credential.pk, "name": credential.name, "key": credential.key, **data},
    )
