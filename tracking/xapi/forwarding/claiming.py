"""One worker at a time: a relay is claimed for some minutes, and what it has come to is written by who has the claim.

A row lock would do on PostgreSQL, but would hold a transaction open while another server makes up its mind; on SQLite
nobody could write meanwhile. A worker that dies is missed when its claim has run out.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import random
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from tracking.models import RefusedStatement, Relay, Statement
from tracking.xapi.forwarding.answers import Outcome
from tracking.xapi.forwarding.reading import Cursor
from tracking.xapi.forwarding.waiting import wait

logger = logging.getLogger(__name__)

#: Longer than one request may take.
HELD = timedelta(minutes=3)
_WELL: Mapping[str, Any] = {"last_error": "", "last_status": None, "failures": 0, "next_try_at": None}


class Lost(Exception):
    """An operator has changed the relay, or another worker has it: what was found out meanwhile no longer counts."""


def due(now: datetime) -> QuerySet[Relay]:
    """Those that are in use, that nobody is at, and whose time to wait is over."""
    relays = Relay.objects.unscoped(reason="a worker relays for every municipality").filter(enabled=True)
    return relays.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lt=now), Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)
    )


@dataclass(frozen=True)
class Claim:
    pk: int
    name: str

    @classmethod
    def take(cls, pk: int) -> Claim | None:
        """None if it is not due, or another worker was first."""
        now, claim = timezone.now(), cls(pk, str(uuid.uuid4()))
        taken = due(now).filter(pk=pk).update(claim=claim.name, claimed_until=now + HELD)
        return claim if taken else None

    def relay(self) -> Relay:
        """As it is now. Holds the claim anew. Raises :class:`Lost`, as the others do."""
        self._write()
        relay = self._row().first()
        if relay is None:
            raise Lost
        return relay

    def advance(self, cursor: Cursor | None, *, stored: list[int], refused: Mapping[int, Outcome]) -> None:
        """Past what was sent (its keys are ``stored``) and what was refused. Without a cursor it stays."""
        where: dict[str, Any] = {} if cursor is None else {"cursor_stored": cursor[0], "cursor_pk": cursor[1]}
        with transaction.atomic():
            self._write(**where, **_WELL, last_success_at=timezone.now())
            self._note(stored, refused)

    def reach(self, horizon: datetime, relay: Relay) -> None:
        """There is nothing between the cursor and the horizon, and nothing in the way: the next look begins there."""
        if relay.cursor_stored is None or relay.cursor_stored < horizon:
            self._write(cursor_stored=horizon, cursor_pk=0, **_WELL)

    def refused_are_retried(self) -> None:
        self._write(retries_refused=False)

    def fail(self, outcome: Outcome, relay: Relay) -> None:
        now, failures = timezone.now(), relay.failures + 1
        pause = wait(failures, spread=random(), retry_after=outcome.retry_after, now=now)  # noqa: S311 - no secret
        self._write(
            last_error=outcome.trouble or "",
            last_status=outcome.status,
            last_error_at=now,
            failures=failures,
            next_try_at=now + pause,
        )
        logger.warning(
            "forwarding_failed municipality=%s trouble=%s status=%s failures=%s",
            *(relay.municipality_id, outcome.trouble, outcome.status, failures),
        )

    def release(self) -> None:
        """For the next one; harmless if it is lost."""
        self._row().update(claim="", claimed_until=None)

    def _row(self) -> QuerySet[Relay]:
        relays = Relay.objects.unscoped(reason="a worker relays for every municipality")
        return relays.filter(pk=self.pk, claim=self.name, enabled=True)

    def _write(self, **columns: Any) -> None:
        if not self._row().update(claimed_until=timezone.now() + HELD, **columns):
            raise Lost

    def _note(self, stored: list[int], refused: Mapping[int, Outcome]) -> None:
        rows = RefusedStatement.objects.unscoped(reason="of the relay that was claimed").filter(relay=self.pk)
        rows.filter(statement__in=[*stored, *refused]).delete()
        # Held, so that none of them is erased before the refusal that hangs on it is there.
        statements = Statement.objects.unscoped(reason="of the relay that was claimed").filter(pk__in=list(refused))
        there = list(statements.select_for_update().values_list("pk", flat=True))
        RefusedStatement.objects.bulk_create(
            RefusedStatement(relay_id=self.pk, statement_id=pk, status=refused[pk].status or 0, said=refused[pk].said)
            for pk in there
        )
