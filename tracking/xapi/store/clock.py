"""When a statement is stored, and up to when all that is stored can be read.

``stored`` must not run ahead: a transaction that is still open will make statements visible which were stored before
now. On PostgreSQL whoever stores first takes a shared advisory lock that carries the second in which it began and lets
it go when the transaction ends; the statement's time is read after the lock is held. So what a reader may promise is
the time at which its look at the locks began, or the earliest second that one of them carries. A lock goes after its
transaction is visible, never before. On SQLite writers take turns: who has the turn knows that nobody else writes.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic

from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from tracking.models import Statement

#: Our number among the database's advisory locks, and from when their seconds count (they have 31 bits).
LOCKS = 0x78415049
BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)
#: The second of now, as the locks count.
SECOND_SQL = f"floor(extract(epoch FROM clock_timestamp()) - {int(BEGINNING.timestamp())})::int"
LOCK_SQL = f"pg_advisory_xact_lock_shared({LOCKS}, {SECOND_SQL})"
_OPEN = f"""
    SELECT statement_timestamp(), min(objid::bigint)
    FROM pg_locks
    WHERE locktype = 'advisory' AND classid = {LOCKS} AND objsubid = 2 AND pid <> pg_backend_pid()
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""  # noqa: S608 - our own number only

#: What was last found, and when by this process's clock. What was true once stays true.
_remembered: tuple[float, datetime] | None = None


def moment() -> datetime:
    """The time to store under, for the rest of the open transaction. One query on PostgreSQL."""
    connection = _connection()
    if not connection.in_atomic_block:
        raise RuntimeError("Statements are stored within a transaction.")
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {LOCK_SQL}, clock_timestamp()")  # from left to right
        found: datetime = cursor.fetchone()[1]
    return found


def moments_of(many: int) -> list[datetime]:
    """``moment`` for the statements of a batch: a microsecond apart, so that their order stays."""
    first = moment()
    return [first + timedelta(microseconds=place) for place in range(many)]


def consistent_through(*, within: timedelta = timedelta(0)) -> datetime:
    """Everything that has or will have a ``stored`` before this can be read by a query that begins now.

    (1.0.3 Communication 2.1.3.) ``within`` lets an answer do that this process found so short a time ago.
    """
    global _remembered
    now = monotonic()
    if _remembered is not None and now - _remembered[0] < within.total_seconds():
        return _remembered[1]
    found = _found()
    _remembered = (now, found)
    return found


def _found() -> datetime:
    connection = _connection()
    if connection.vendor != "postgresql":
        with transaction.atomic():
            return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_OPEN)
        now, second = cursor.fetchone()
    earliest: datetime = now if second is None else min(now, BEGINNING + timedelta(seconds=second))
    return earliest


def _connection() -> BaseDatabaseWrapper:
    return connections[router.db_for_write(Statement)]
