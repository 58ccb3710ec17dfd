"""What of a stored statement is given: what the columns know is put where the specification has it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from tracking.models import Disclosure, Statement
from tracking.xapi.spec.timestamps import instant_text
from tracking.xapi.store.finding import Reader


@dataclass(frozen=True)
class Stored:
    pk: int
    stored: datetime
    statement: dict[str, Any]


def by_keys(reader: Reader, keys: Sequence[int]) -> list[Stored]:
    """In the order of the keys; what is gone meanwhile is left out."""
    rows = {row[0]: _stored(*row) for row in _columns(_readable(reader).filter(pk__in=keys))}
    return [rows[pk] for pk in keys if pk in rows]


def by_id(reader: Reader, statement_id: uuid.UUID, *, voided: bool) -> Stored | None:
    """The statement with the id, if it is voided or not as is wanted."""
    with_id = _readable(reader).filter(statement_id=statement_id)
    row = _columns(with_id.filter(_voided()) if voided else with_id.exclude(_voided())).first()
    return _stored(*row) if row else None


def _readable(reader: Reader) -> QuerySet[Statement]:
    readable = Statement.objects.for_municipality(reader.municipality).filter(disclosure=Disclosure.COMPLETION)
    return readable.filter(authority_key=reader.authority_key) if reader.authority_key else readable


def _voided() -> Q:
    """Voided is what a voiding statement refers to, whichever came first; no voiding statement, and none of our own."""
    voiding = Statement._base_manager.filter(
        municipality=OuterRef("municipality"), voids=OuterRef("statement_id"), voids__isnull=False
    )
    return Q(Exists(voiding), voids__isnull=True, enrolment__isnull=True)


def _columns(rows: QuerySet[Statement]) -> Any:
    return rows.values_list("pk", "stored", "timestamp", "raw")


def _stored(pk: int, stored: datetime, timestamp: datetime, raw: dict[str, Any]) -> Stored:
    return Stored(pk, stored, {"timestamp": instant_text(timestamp)} | raw | {"stored": instant_text(stored)})
