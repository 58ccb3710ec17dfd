"""Putting statements of other systems into PostgreSQL as fast as it takes them (``make bench``).

Both ways take the lock of ``clock`` before they read the time, and insert what a statement mentions with it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from django.db import connections, router

from tracking.models import Disclosure, Mention, Statement
from tracking.xapi.store.clock import LOCK_SQL, moments_of
from tracking.xapi.store.extracting import COLUMNS
from tracking.xapi.store.incoming import Incoming

_STATEMENTS, _MENTIONS = Statement._meta.db_table, Mention._meta.db_table
_KEYS = ", ".join(COLUMNS)
_OURS = f"municipality_id, statement_id, verb, object_id, disclosure, raw, {_KEYS}"
#: Made once; and a statement that came as JSON has no circles.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
#: Django turns preparing off (``prepare_threshold`` None); so many runs are never reached without being asked for.
_ONLY_IF_ASKED = 1_000_000_000

# ruff: noqa: S608 - our own names only
_INSERT_ONE = f"""
    WITH locked AS MATERIALIZED (SELECT {LOCK_SQL}),
    moment AS MATERIALIZED (SELECT clock_timestamp() AS stored FROM locked),
    new AS (
        INSERT INTO {_STATEMENTS} ({_OURS}, stored, timestamp)
        SELECT %s, %s, %s, %s, '{Disclosure.COMPLETION}', %s::jsonb, {", ".join(["%s::uuid"] * len(COLUMNS))},
               stored, coalesce(%s::timestamptz, stored)
        FROM moment
        ON CONFLICT (municipality_id, statement_id) DO NOTHING
        RETURNING id, stored
    ),
    mentions AS (
        INSERT INTO {_MENTIONS} (statement_id, key, related, stored)
        SELECT new.id, mention.key, mention.related, new.stored
        FROM new, unnest(%s::uuid[], %s::boolean[]) AS mention (key, related)
    )
    SELECT id FROM new
"""
_TEMPORARY = "xapi_incoming"
_CREATE = f"""
    CREATE TEMPORARY TABLE IF NOT EXISTS {_TEMPORARY} (
        stored timestamptz, statement_id uuid, verb text, object_id text, raw jsonb, timestamp timestamptz,
        {", ".join(f"{name} uuid" for name in COLUMNS)}
    ) ON COMMIT DELETE ROWS
"""
#: Of a batch before in the same transaction. TRUNCATE would make a new file each time.
_EMPTY = f"DELETE FROM {_TEMPORARY}"
_COPY = f"COPY {_TEMPORARY} (stored, statement_id, verb, object_id, raw, timestamp, {_KEYS}) FROM STDIN"
_INSERT_MANY = f"""
    INSERT INTO {_STATEMENTS} ({_OURS}, stored, timestamp)
    SELECT %s, statement_id, verb, object_id, '{Disclosure.COMPLETION}', raw, {_KEYS}, stored, timestamp
    FROM {_TEMPORARY} ORDER BY statement_id
    ON CONFLICT (municipality_id, statement_id) DO NOTHING
    RETURNING statement_id, id
"""
_COPY_MENTIONS = f"COPY {_MENTIONS} (statement_id, key, related, stored) FROM STDIN"


def insert_one(row: Incoming, municipality: int) -> set[uuid.UUID]:
    """One prepared query; its own transaction where none is open."""
    found = row.found
    values = (
        municipality,
        row.statement_id,
        found.verb,
        found.object_id,
        _json(row),
        *(getattr(found, name) for name in COLUMNS),
        row.timestamp,
        list(found.mentions),
        list(found.mentions.values()),
    )
    with _cursor() as cursor:
        cursor.execute(_INSERT_ONE, values, prepare=True)
        return {row.statement_id} if cursor.fetchone() else set()


def insert_many(rows: Sequence[Incoming], municipality: int) -> set[uuid.UUID]:
    """The ids of those that went in. In a transaction."""
    moments = moments_of(len(rows))
    with _cursor() as cursor:
        cursor.execute(_CREATE)
        cursor.execute(_EMPTY)
        with cursor.copy(_COPY) as copy:
            for row, stored in zip(rows, moments, strict=True):
                copy.write_row(_copied(row, stored))
        # In the order of their ids: two batches that have the same ones wait for each other only one way.
        cursor.execute(_INSERT_MANY, (municipality,), prepare=True)
        new: dict[uuid.UUID, int] = dict(cursor.fetchall())
        with cursor.copy(_COPY_MENTIONS) as copy:
            for row, stored in zip(rows, moments, strict=True):
                if (pk := new.get(row.statement_id)) is not None:
                    for key, related in row.found.mentions.items():
                        copy.write_row((pk, key, related, stored))
    return set(new)


def _copied(row: Incoming, stored: datetime) -> tuple[Any, ...]:
    found = row.found
    return (
        stored,
        row.statement_id,
        found.verb,
        found.object_id,
        _json(row),
        row.timestamp or stored,
        *(getattr(found, name) for name in COLUMNS),
    )


def _json(row: Incoming) -> str:
    return _ENCODER.encode(row.raw)


@contextmanager
def _cursor() -> Iterator[psycopg.Cursor[tuple[Any, ...]]]:
    """A cursor of psycopg's own: Django's can neither prepare nor copy. Errors are Django's all the same."""
    connection = connections[router.db_for_write(Statement)]
    connection.ensure_connection()
    raw: psycopg.Connection[tuple[Any, ...]] = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = _ONLY_IF_ASKED
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        yield cursor
