"""One idempotent INSERT of statements, which says what of it was new.

Django's own ``bulk_create(ignore_conflicts=True)`` does not, hence the SQL, which PostgreSQL and SQLite (3.35) share.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from tracking.models import Statement

_FIELDS = [field for field in Statement._meta.concrete_fields if not field.primary_key]


def insert(statements: Sequence[Statement]) -> dict[uuid.UUID, int]:
    """The keys of those that went in, by statement id: those whose id their municipality had not used."""
    new: dict[uuid.UUID, int] = {}
    for batch in _batches(statements):
        new |= _insert(batch)
    return new


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
