"""Storing our own statements: what is there already stays as it is."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction

from tracking.models import Disclosure, Mention, Statement
from tracking.xapi.store.clock import moment
from tracking.xapi.store.extracting import COLUMNS, Found, found_in
from tracking.xapi.store.rows import insert


def insert_new(statements: Sequence[Statement]) -> list[Statement]:
    """Store those whose id the municipality has not used, and return them, with their keys, in the order given.

    A statement that is there already is left as it is: sending again is no error (xAPI 2.0, 4.1.11). When it was stored
    and by what it is found is set here.
    """
    if not statements:
        return []
    with transaction.atomic(savepoint=False):
        mentions = _complete(statements)
        new = insert(statements)
        inserted = []
        for statement in statements:
            if (pk := new.pop(statement.statement_id, None)) is not None:
                statement.pk = pk
                statement._state.adding = False
                inserted.append(statement)
        Mention.objects.bulk_create(
            Mention(statement=statement, key=key, related=related, stored=statement.stored)
            for statement in inserted
            for key, related in mentions[statement.statement_id].mentions.items()
            if statement.disclosure == Disclosure.COMPLETION
        )
    return inserted


def _complete(statements: Sequence[Statement]) -> dict[uuid.UUID, Found]:
    stored, found = moment(), {}
    for statement in statements:
        found[statement.statement_id] = columns = found_in(statement.raw, statement.municipality_id)
        statement.stored = stored
        statement.raw["stored"] = stored.isoformat()
        for name in COLUMNS:
            setattr(statement, name, getattr(columns, name))
    return found
