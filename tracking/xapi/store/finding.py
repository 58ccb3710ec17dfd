"""Finding statements: the filters of the Statement Resource (1.0.3 Communication 2.1.3; 2.0, 4.1.6.1).

Each way in which a filter can be met is a branch that reads one index in order and stops at the page's end; a page is
the first of their union. What refers to a statement that meets the filters meets them too, and is looked for from
those that refer: there are few of them, and only those within the page's time count.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from tracking.models import Disclosure, Mention, Statement

#: How far a statement on a statement on a statement ... is followed.
DEEPEST = 16

_S, _M = Statement._meta.db_table, Mention._meta.db_table
# ruff: noqa: S608 - our own names only


@dataclass(frozen=True)
class Reader:
    """What may be read: the municipality's disclosed statements, or of them those on one authority's word."""

    municipality: int
    authority_key: uuid.UUID | None = None


@dataclass(frozen=True)
class Filters:
    """Keys are ``tracking.xapi.store.keys``; ``after`` is where the page before ended."""

    agent_key: uuid.UUID | None = None
    verb_key: uuid.UUID | None = None
    activity_key: uuid.UUID | None = None
    registration: uuid.UUID | None = None
    related_agents: bool = False
    related_activities: bool = False
    since: datetime | None = None
    until: datetime | None = None
    ascending: bool = False
    after: tuple[datetime, int] | None = None

    @property
    def any(self) -> bool:
        return any((self.agent_key, self.verb_key, self.activity_key, self.registration))


@dataclass(frozen=True)
class _Sql:
    text: str
    values: tuple[Any, ...] = ()


def find(reader: Reader, filters: Filters, most: int) -> list[int]:
    """The keys of no more than ``most`` statements in the order of their storing, the latest first unless ascending."""
    query = _Query(reader, filters, most)
    found = query.run(query.direct())
    if filters.any:
        full = found[-1] if len(found) == most else None
        found = sorted({*found, *query.run(query.referring(full))}, reverse=not filters.ascending)[:most]
    return [pk for _stored, pk in found]


class _Query:
    def __init__(self, reader: Reader, filters: Filters, most: int) -> None:
        self.reader, self.filters, self.most = reader, filters, most
        self.connection: BaseDatabaseWrapper = connections[router.db_for_read(Statement)]
        self.order, self.beyond = ("ASC", ">") if filters.ascending else ("DESC", "<")

    def run(self, query: _Sql) -> list[tuple[Any, int]]:
        with self.connection.cursor() as cursor:
            cursor.execute(query.text, query.values)
            return [(stored, pk) for stored, pk in cursor.fetchall()]

    def direct(self) -> _Sql:
        """Those that meet the filters themselves."""
        branches = [self._branch(chosen) for chosen in product(*self._ways())]
        union = " UNION ".join(f"SELECT * FROM ({branch.text}) b{place}" for place, branch in enumerate(branches))
        return self._first(union, [value for branch in branches for value in branch.values])

    def referring(self, until: tuple[Any, int] | None) -> _Sql:
        """Those that refer to one that meets them, no further than ``until`` if the page is full without."""
        from_, values = self._conditions("s.stored", "s.id")
        if until:
            opposite = "<" if self.filters.ascending else ">"
            from_ += f" AND (s.stored, s.id) {opposite} (%s, %s)"
            values += until
        target, target_values = self._target()
        text = f"""
            WITH RECURSIVE chain (id, stored, target, depth) AS (
                SELECT s.id, s.stored, s.refers_to, 1 FROM {_S} s WHERE s.refers_to IS NOT NULL AND {from_}
                UNION ALL
                SELECT c.id, c.stored, t.refers_to, c.depth + 1
                FROM chain c JOIN {_S} t ON t.municipality_id = %s AND t.statement_id = c.target
                WHERE t.refers_to IS NOT NULL AND c.depth < {DEEPEST}
            )
            SELECT c.stored, c.id AS id FROM chain c
            JOIN {_S} t ON t.municipality_id = %s AND t.statement_id = c.target
            WHERE {target}
        """
        municipality = self.reader.municipality
        text = f"SELECT DISTINCT stored, id FROM ({text}) r ORDER BY stored {self.order}, id {self.order} LIMIT %s"
        return _Sql(text, (*values, municipality, municipality, *target_values, self.most))

    def _first(self, union: str, values: Iterable[Any]) -> _Sql:
        text = f"SELECT stored, id FROM ({union}) u ORDER BY stored {self.order}, id {self.order} LIMIT %s"
        return _Sql(text, (*values, self.most))

    def _ways(self) -> list[list[_Sql]]:
        """For each filter the ways to meet it: a condition on ``s``, or on what it mentions."""
        filters = self.filters
        ways = []
        if filters.agent_key:
            agent = [_Sql("s.actor_key = %s", (self._uuid(filters.agent_key),))]
            if filters.related_agents:
                agent.append(_Sql("s.authority_key = %s", (self._uuid(filters.agent_key),)))
            ways.append([*agent, self._mentioned(filters.agent_key, related=filters.related_agents)])
        if filters.activity_key:
            activity = [_Sql("s.object_key = %s", (self._uuid(filters.activity_key),))]
            if filters.related_activities:
                activity.append(self._mentioned(filters.activity_key, related=True))
            ways.append(activity)
        if filters.verb_key:
            ways.append([_Sql("s.verb_key = %s", (self._uuid(filters.verb_key),))])
        if filters.registration:
            ways.append([_Sql("s.registration = %s", (self._uuid(filters.registration),))])
        return ways

    def _mentioned(self, key: uuid.UUID, *, related: bool) -> _Sql:
        only = "" if related else " AND NOT m.related"
        return _Sql(f"m.statement_id = s.id AND m.key = %s{only}", (self._uuid(key),))

    def _branch(self, chosen: Sequence[_Sql]) -> _Sql:
        """In the order of the index that the first mention has, if one is among what is chosen, else of ``s``."""
        joins: list[str] = []
        wheres: list[str] = []
        values: list[Any] = []
        stored, pk = "s.stored", "s.id"
        for place, way in enumerate(chosen):
            text = way.text
            if text.startswith("m."):
                text = text.replace("m.", f"m{place}.")
                if not joins:
                    stored, pk = f"m{place}.stored", f"m{place}.statement_id"
                joins.append(f"JOIN {_M} m{place} ON TRUE")
            wheres.append(text)
            values += way.values
        conditions, condition_values = self._conditions(stored, pk)
        text = (
            f"SELECT {stored} AS stored, {pk} AS id FROM {_S} s {' '.join(joins)} "
            f"WHERE {' AND '.join([*wheres, conditions])} ORDER BY {stored} {self.order}, {pk} {self.order} LIMIT %s"
        )
        return _Sql(text, (*values, *condition_values, self.most))

    def _conditions(self, stored: str, pk: str) -> tuple[str, list[Any]]:
        """What holds of every statement given: it may be read, is not voided, and lies within the time."""
        visible, values = self._visible("s")
        parts = [
            visible,
            # Our own record cannot be voided, nor can what voids.
            f"(s.voids IS NOT NULL OR s.enrolment_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM {_S} v "
            "WHERE v.municipality_id = s.municipality_id AND v.voids = s.statement_id AND v.voids IS NOT NULL))",
        ]
        for moment, sign in ((self.filters.since, ">"), (self.filters.until, "<=")):
            if moment:
                parts.append(f"{stored} {sign} %s")
                values.append(self._moment(moment))
        if self.filters.after:
            parts.append(f"({stored}, {pk}) {self.beyond} (%s, %s)")
            values += [self._moment(self.filters.after[0]), self.filters.after[1]]
        return " AND ".join(parts), values

    def _visible(self, alias: str) -> tuple[str, list[Any]]:
        """With the words of the partial indexes' condition."""
        text = f"{alias}.municipality_id = %s AND {alias}.disclosure = '{Disclosure.COMPLETION}'"
        values: list[Any] = [self.reader.municipality]
        if self.reader.authority_key:
            text += f" AND {alias}.authority_key = %s"
            values.append(self._uuid(self.reader.authority_key))
        return text, values

    def _target(self) -> tuple[str, list[Any]]:
        """That ``t`` meets the filters, apart from those on time."""
        text, values = self._visible("t")
        parts = [text]
        for ways in self._ways():
            either = []
            for way in ways:
                if way.text.startswith("m."):
                    either.append(f"EXISTS (SELECT 1 FROM {_M} m WHERE {way.text.replace('s.id', 't.id')})")
                else:
                    either.append(way.text.replace("s.", "t."))
                values += way.values
            parts.append(f"({' OR '.join(either)})")
        return " AND ".join(parts), values

    def _uuid(self, value: uuid.UUID) -> Any:
        return Statement._meta.get_field("statement_id").get_db_prep_value(value, self.connection)

    def _moment(self, value: datetime) -> Any:
        return self.connection.ops.adapt_datetimefield_value(value)
