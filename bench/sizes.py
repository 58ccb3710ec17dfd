"""What the large store takes on disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from bench.loading import MENTIONS, STATEMENTS
from bench.servers import conninfo


@dataclass(frozen=True)
class Size:
    name: str
    bytes: int


def of(url: str) -> list[Size]:
    """The tables, then their indexes, the largest first."""
    with psycopg.connect(conninfo(url)) as connection:
        found = connection.execute(
            "SELECT c.relname, pg_relation_size(c.oid) + coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0) "
            "FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid "
            "WHERE coalesce(i.indrelid, c.oid) IN (%s::regclass, %s::regclass) ORDER BY c.relkind DESC, 2 DESC",
            (STATEMENTS, MENTIONS),
        ).fetchall()
    return [Size(name, size) for name, size in found]


def lines(sizes: Sequence[Size]) -> list[str]:
    return ["", "the large store on disk:", *(f"  {size.name:64}{size.bytes / 1e6:10.1f} MB" for size in sizes)]
