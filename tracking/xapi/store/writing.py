"""Storing statements of other systems, all or none. DESIGN 6.

Whether an id is taken is decided in the request: the INSERT waits for whoever is storing the same id, then leaves out
what is there, and what it left out is compared. One statement is one query outside any transaction; many are copied
into a temporary table first (PostgreSQL), which takes a quarter of the time.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connections, router, transaction

from tracking.models import Statement
from tracking.xapi.spec.canonical import same
from tracking.xapi.spec.versions import Rules
from tracking.xapi.store import on_postgresql, on_sqlite
from tracking.xapi.store.incoming import Incoming, incoming


class Conflict(Exception):
    """The municipality has another statement with this id; nothing of the request is stored."""

    def __init__(self, statement_id: object) -> None:
        super().__init__(f"Another statement is stored with the id {statement_id}.")


class NotTheirs(Exception):
    """A statement would void one of the site's own; nothing of the request is stored."""

    def __init__(self, statement_id: object) -> None:
        super().__init__(f"The statement {statement_id} is this store's own record and cannot be voided.")


def write(
    statements: Sequence[dict[str, Any]], *, municipality: int, authority: Mapping[str, Any], rules: Rules
) -> tuple[list[str], list[Incoming]]:
    """Store statements that have been checked (``check_batch``).

    Returns their ids, in order, and those that were new. Raises ``Conflict`` and ``NotTheirs``.
    """
    rows = [incoming(one, municipality=municipality, authority=authority, rules=rules) for one in statements]
    _refuse_to_void_our_own(rows, municipality)
    on = on_postgresql if connections[router.db_for_write(Statement)].vendor == "postgresql" else on_sqlite
    if len(rows) == 1:
        new = on.insert_one(rows[0], municipality)
        _compare(rows, new, municipality, rules)
    elif rows:
        with transaction.atomic():
            new = on.insert_many(rows, municipality)
            _compare(rows, new, municipality, rules)
    else:
        new = set()
    return [row.raw["id"] for row in rows], [row for row in rows if row.statement_id in new]


def _refuse_to_void_our_own(rows: Sequence[Incoming], municipality: int) -> None:
    if targets := {row.found.voids for row in rows if row.found.voids}:
        ours = Statement.objects.for_municipality(municipality).filter(enrolment__isnull=False)
        if taken := ours.filter(statement_id__in=targets).values_list("statement_id", flat=True).first():
            raise NotTheirs(taken)


def _compare(rows: Sequence[Incoming], new: set[uuid.UUID], municipality: int, rules: Rules) -> None:
    left_out = {row.statement_id: row for row in rows if row.statement_id not in new}
    if not left_out:
        return
    there = Statement.objects.for_municipality(municipality).filter(statement_id__in=left_out)
    stored = dict(there.values_list("statement_id", "raw"))
    for statement_id, row in left_out.items():
        if statement_id not in stored or not same(dict(row.given), stored[statement_id], rules):
            raise Conflict(row.raw["id"])
