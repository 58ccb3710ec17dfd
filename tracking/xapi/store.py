"""Storing statements: one idempotent INSERT, which says what of it was new."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from tracking.models import Statement

_FIELDS = [field for field in Statement._meta.concrete_fields if not field.primary_key]


def insert_new(statements: Sequence[Statement]) -> list[Statement]:
    """Store those whose id the municipality has not used, and return them, with their keys, in the order given.

    A statement that is there already is left as it is: sending again is no error (xAPI 2.0, 4.1.11). Django's own
    ``bulk_create(ignore_conflicts=True)`` does not say which rows went in, hence the SQL, which PostgreSQL and
    SQLite (3.35) share.
    """
    new: dict[uuid.UUID, int] = {}
    for batch in _batches(statements):
        new |= _insert(batch)
    inserted = []
    for statement in statements:
        if (pk := new.pop(statement.statement_id, None)) is not None:
            statement.pk = pk
            statement._state.adding = False
            inserted.append(statement)
    return inserted


def _batches(statements: Sequence[Statement]) -> Iterator[Sequence[Statement]]:
    size = max(1, _connection().ops.bulk_batch_size(_FIELDS, list(statements)))
    for start in range(0, len(statements), size):
        yield statements[start : start + size]


def _insert(statements: Sequence[Statement]) -> dict[uuid.UUID, int]:
    connection = _connection()
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in _FIELDS)
    row = "(" + ", ".join(["%s"] * len(_FIELDS)) + ")"
    values = [
        field.get_db_prep_save(field.pre_save(statement, add=True), connection)
        for statement in statements
        for field in _FIELDS
    ]
    sql = (
        f"INSERT INTO {quote(Statement._meta.db_table)} ({columns}) "  # noqa: S608 - our own names only
        f"VALUES {', '.join([row] * len(statements))} "
        "ON CONFLICT (municipality_id, statement_id) DO NOTHING RETURNING statement_id, id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {uuid.UUID(str(statement_id)): pk for statement_id, pk in cursor.fetchall()}


def _connection() -> BaseDatabaseWrapper:
    return connections[router.db_for_write(Statement)]
