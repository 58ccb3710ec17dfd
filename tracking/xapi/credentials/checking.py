"""From an ``Authorization`` header to what may be done with it.

What was found right is remembered by the process for a minute; whether it is still in force is asked of the database
every time, by one row's key. So a credential that is revoked stops at once, in every process, whatever the cache does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from time import monotonic

from django.db import DatabaseError, connections, router, transaction
from django.db.models import Q
from django.utils import timezone

from tracking.models import AccessToken, Credential
from tracking.xapi import iris
from tracking.xapi.credentials import header as headers
from tracking.xapi.credentials import secrets
from tracking.xapi.resources.call import Access, Refused, Scope

#: Seconds that the check of a secret is remembered, and for how many headers.
_REMEMBERED = 60.0
_MOST = 2000
#: How exact »last used« is.
COARSE = timedelta(minutes=10)

CHALLENGE = 'Basic realm="xAPI", charset="UTF-8", Bearer realm="xAPI"'


@dataclass(frozen=True)
class Known:
    """A header that was right, and the revision of the credential it was right for."""

    access: Access
    revision: int
    token: int | None
    expires_at: datetime | None
    used_at: datetime | None
    until: float = field(default_factory=lambda: monotonic() + _REMEMBERED)


_known: dict[bytes, Known] = {}


def access_for(header: str | None) -> Access:
    """Raises ``Refused`` with 401 where the header opens nothing."""
    if not header:
        raise unauthorised("The request carries no credential.")
    digest = sha256(header.encode("utf-8", "surrogatepass")).digest()
    known = _known.get(digest)
    if known is None or known.until < monotonic() or not _still_in_force(known):
        known = _found(header)
        if known is None:
            _known.pop(digest, None)
            raise unauthorised("The credential is unknown, wrong, revoked or expired.")
        _remember(digest, known)
    used = _used(known)
    if used is not known:
        _known[digest] = used
    return known.access


def unauthorised(message: str) -> Refused:
    return Refused(401, message, **{"WWW-Authenticate": CHALLENGE})


def credential_for(pair: headers.Pair | None) -> Credential | None:
    """The credential in force that a key and secret are; from the database, always."""
    if pair is None:
        return None
    every = Credential.objects.unscoped(reason="the key says which municipality it is")
    credential = every.select_related("municipality").filter(key=pair.key).first()
    if credential is None or not secrets.matches(pair.secret, credential.key, credential.secret_hash):
        return None
    return credential if credential.is_in_force() else None


def forget() -> None:
    """What this process remembers. Nothing is wrong without."""
    _known.clear()


def scopes_of(names: Iterable[str]) -> frozenset[Scope]:
    """Those that there are; what a later version has forgotten opens nothing."""
    known = set(Scope)
    return frozenset(Scope(name) for name in names if name in known)


def _found(header: str) -> Known | None:
    given = headers.read(header)
    if isinstance(given, headers.Bearer):
        return _by_token(given.token)
    credential = credential_for(given)
    if credential is None:
        return None
    return _known_of(credential, scopes_of(credential.scopes), token=None, expires_at=credential.expires_at)


def _by_token(token: str) -> Known | None:
    every = AccessToken.objects.unscoped(reason="the token says which municipality it is")
    found = (
        every.select_related("credential__municipality")
        .filter(token_hash=secrets.token_hash(token), expires_at__gt=timezone.now())
        .first()
    )
    if found is None or not found.credential.is_in_force():
        return None
    credential = found.credential
    expires_at = min(it for it in (found.expires_at, credential.expires_at) if it is not None)
    # What the credential has lost since, the token has lost too.
    held, scopes = scopes_of(credential.scopes), scopes_of(found.scopes)
    scopes = scopes if Scope.ALL in held else scopes & held
    return _known_of(credential, scopes, token=found.pk, expires_at=expires_at)


def _known_of(
    credential: Credential, scopes: frozenset[Scope], *, token: int | None, expires_at: datetime | None
) -> Known:
    access = Access(
        municipality=credential.municipality,
        credential=credential.pk,
        scopes=scopes,
        authority={
            "objectType": "Agent",
            "name": credential.name,
            "account": {"homePage": iris.systems(credential.municipality.code), "name": credential.key},
        },
    )
    return Known(access, credential.revision, token, expires_at, credential.last_used_at)


def _still_in_force(known: Known) -> bool:
    """In SQL, because every request asks: through the ORM this is six times the processor time, and storing one
    statement a quarter more (docs/performance.md)."""
    if known.expires_at is not None and known.expires_at <= timezone.now():
        return False
    connection = connections[router.db_for_read(Credential)]
    table = connection.ops.quote_name(Credential._meta.db_table)
    tokens = connection.ops.quote_name(AccessToken._meta.db_table)
    sql = f"SELECT 1 FROM {table} WHERE id = %s AND revision = %s AND revoked_at IS NULL"  # noqa: S608 - our own names
    values = [known.access.credential, known.revision]
    if known.token is not None:
        sql += f" AND EXISTS (SELECT 1 FROM {tokens} WHERE id = %s)"  # noqa: S608 - our own names
        values.append(known.token)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() is not None


def _remember(digest: bytes, known: Known) -> None:
    if len(_known) >= _MOST:
        # Rare enough that finding out which were used last would cost more than it gives.
        _known.clear()
    _known[digest] = known


def _used(known: Known) -> Known:
    """Once in ten minutes it is written down that the credential is in use. The request does not depend on it."""
    now = timezone.now()
    if known.used_at is not None and now - known.used_at < COARSE:
        return known
    rows = Credential.objects.unscoped(reason="the key has said whose it is").filter(pk=known.access.credential)
    try:
        with transaction.atomic():
            rows.filter(Q(last_used_at=None) | Q(last_used_at__lt=now - COARSE)).update(last_used_at=now)
    except DatabaseError:
        return known
    return replace(known, used_at=now)
