"""What is to be relayed, in the order of its storing: our own completions of one municipality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from tracking.models import Disclosure, RefusedStatement, Relay, Statement
from tracking.xapi.spec.timestamps import instant_text
from tracking.xapi.spec.versions import V1

Cursor = tuple[datetime, int]


@dataclass(frozen=True)
class Outgoing:
    """A statement as it is sent."""

    pk: int
    stored: datetime
    id: str
    statement: dict[str, Any]

    @property
    def cursor(self) -> Cursor:
        return self.stored, self.pk


def next_ones(relay: Relay, *, before: datetime, most: int) -> list[Outgoing]:
    """The first after the relay's cursor; ``before`` is up to when everything stored can be read."""
    return _outgoing(relay, waiting(relay, before=before).order_by("stored", "pk")[:most])


def still_there(relay: Relay, pk: int) -> bool:
    """Whether a statement has not been erased since it was read."""
    return _own(relay).filter(pk=pk).exists()


def refused_ones(relay: Relay, *, after: int, most: int) -> list[Outgoing]:
    """Those that were refused, by key."""
    refused = RefusedStatement.objects.for_municipality(relay.municipality_id).filter(relay=relay)
    keys = refused.filter(statement__gt=after).order_by("statement").values("statement")[:most]
    return _outgoing(relay, _own(relay).filter(pk__in=list(keys.values_list("statement", flat=True))).order_by("pk"))


def waiting(relay: Relay, *, before: datetime | None = None) -> QuerySet[Statement]:
    """Everything after the relay's cursor."""
    found = _own(relay)
    if relay.cursor is not None:
        stored, pk = relay.cursor
        found = found.filter(Q(stored__gt=stored) | Q(stored=stored, pk__gt=pk), stored__gte=stored)
    return found if before is None else found.filter(stored__lt=before)


def _own(relay: Relay) -> QuerySet[Statement]:
    """With the words of the partial index's condition. What other systems have stored is theirs to relay."""
    statements = Statement.objects.for_municipality(relay.municipality_id)
    return statements.filter(disclosure=Disclosure.COMPLETION, enrolment__isnull=False)


def _outgoing(relay: Relay, rows: QuerySet[Statement]) -> list[Outgoing]:
    columns: Sequence[tuple[int, datetime, datetime, dict[str, Any]]] = list(
        rows.values_list("pk", "stored", "timestamp", "raw")
    )
    return [
        Outgoing(pk, stored, raw["id"].lower(), _rendered(raw, timestamp, relay.version))
        for pk, stored, timestamp, raw in columns
    ]


def _rendered(raw: dict[str, Any], timestamp: datetime, version: str) -> dict[str, Any]:
    """Who vouches for it there and when it was stored there, the other store sets (1.0.3 Data 2.4.8, 2.4.9)."""
    statement = {name: value for name, value in raw.items() if name not in ("authority", "stored")}
    statement["timestamp"] = instant_text(timestamp)
    if version == V1.version:
        statement["version"] = V1.statement_version
    return statement
