"""Putting statements of other systems into SQLite, whose writers take turns: plain rows, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction

from tracking.models import Disclosure, Mention, Statement
from tracking.xapi.store.clock import moments_of
from tracking.xapi.store.extracting import COLUMNS
from tracking.xapi.store.incoming import Incoming
from tracking.xapi.store.rows import insert


def insert_one(row: Incoming, municipality: int) -> set[uuid.UUID]:
    with transaction.atomic():
        return insert_many([row], municipality)


def insert_many(rows: Sequence[Incoming], municipality: int) -> set[uuid.UUID]:
    """The ids of those that went in."""
    moments = moments_of(len(rows))
    new = insert(
        [
            Statement(
                municipality_id=municipality,
                statement_id=row.statement_id,
                verb=row.found.verb,
                object_id=row.found.object_id,
                timestamp=row.timestamp or stored,
                stored=stored,
                disclosure=Disclosure.COMPLETION,
                raw=row.raw,
                **{name: getattr(row.found, name) for name in COLUMNS},
            )
            for row, stored in zip(rows, moments, strict=True)
        ]
    )
    Mention.objects.bulk_create(
        Mention(statement_id=new[row.statement_id], key=key, related=related, stored=stored)
        for row, stored in zip(rows, moments, strict=True)
        if row.statement_id in new
        for key, related in row.found.mentions.items()
    )
    return set(new)
