"""Making, revoking and clearing away bearer tokens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tracking.models import AccessToken, Credential
from tracking.xapi.credentials import secrets
from tracking.xapi.resources.call import Refused, Scope

LIFETIME = timedelta(hours=1)
#: A system that asks for a token for every request is told to keep them.
_MOST = 1000


@dataclass(frozen=True)
class Given:
    token: str
    seconds: int


@transaction.atomic
def issue(credential: Credential, scopes: Iterable[Scope]) -> Given:
    """A new token; those of the credential's that have expired are cleared away. Raises ``Refused`` with 429."""
    now = timezone.now()
    own = AccessToken.objects.for_municipality(credential.municipality_id).filter(credential=credential)
    own.filter(expires_at__lte=now).delete()
    if own.count() >= _MOST:
        raise Refused(429, "The credential has too many tokens. Use each until it expires.", **{"Retry-After": "600"})
    expires_at = min(it for it in (now + LIFETIME, credential.expires_at) if it is not None)
    token = secrets.new_secret()
    AccessToken.objects.create(
        credential=credential,
        token_hash=secrets.token_hash(token),
        scopes=sorted(scopes),
        expires_at=expires_at,
    )
    return Given(token, int((expires_at - now).total_seconds()))


def revoke(credential: Credential, token: str) -> bool:
    """The token opens nothing from now on. False where it is another credential's, which keeps it."""
    every = AccessToken.objects.unscoped(reason="the token says which municipality it is")
    found = every.filter(token_hash=secrets.token_hash(token)).first()
    if found is not None and found.credential_id != credential.pk:
        return False
    if found is not None:
        found.delete()
    return True
