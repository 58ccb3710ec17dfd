"""Many statements of other systems at once, by COPY: the rows that the record store itself would have made."""

from __future__ import annotations

import json
import random
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from bench.servers import conninfo
from bench.statements import ACTIVITIES, EACH, actor_of, registration_of, statement
from tracking.models import Mention, Statement
from tracking.xapi.spec.versions import V2
from tracking.xapi.store.extracting import COLUMNS
from tracking.xapi.store.incoming import Incoming, incoming
from tracking.xapi.store.keys import agent_key

STATEMENTS, MENTIONS = Statement._meta.db_table, Mention._meta.db_table
FIELDS = (
    "id",
    "municipality_id",
    "statement_id",
    "verb",
    "object_id",
    "disclosure",
    "raw",
    "timestamp",
    "stored",
    *COLUMNS,
)
COPY = f"COPY {STATEMENTS} ({', '.join(FIELDS)}) FROM STDIN"
COPY_MENTIONS = f"COPY {MENTIONS} (statement_id, key, related, stored) FROM STDIN"
_CHUNK = 2_000


def load(url: str, many: int, *, municipality: int, authority: dict[str, Any]) -> None:
    """Statements of ``many / EACH`` learners, mixed as if they had all been at it at the same time.

    The indexes are made afterwards, and no foreign key is looked up: it takes a fifth of the time.
    """
    with psycopg.connect(conninfo(url), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '512MB'")
        indexes = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN (%s, %s) AND indexdef NOT LIKE '%%UNIQUE%%'",
            (STATEMENTS, MENTIONS),
        ).fetchall()
        for name, _definition in indexes:
            connection.execute(f'DROP INDEX "{name}"')
        with connection.cursor().copy(COPY) as copy:
            for chunk in lines(url, many, municipality, authority):
                copy.write(chunk)
        _mentions(connection, municipality, authority)
        for _name, definition in indexes:
            connection.execute(definition)
        for table in (STATEMENTS, MENTIONS):
            connection.execute(f"VACUUM (ANALYZE, FREEZE) {table}")


def lines(url: str, many: int, municipality: int, authority: dict[str, Any]) -> Iterator[bytes]:
    chance = random.Random(1)
    learners = max(many // EACH, 1)
    order = [number % learners for number in range(many)]
    chance.shuffle(order)
    templates = [_template(activity, municipality, authority) for activity in range(ACTIVITIES)]
    keys = [str(agent_key(municipality, actor_of(learner))) for learner in range(learners)]
    first = take_keys(url, many)
    beginning = datetime.now(UTC) - timedelta(seconds=many)
    texts: list[str] = []
    for number, learner in enumerate(order):
        stored = (beginning + timedelta(seconds=number)).isoformat()
        values = {
            "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            "name": f"{learner:032x}",
            "registration": str(registration_of(learner)),
            "actor_key": keys[learner],
            "stored": stored,
            "key": first + number,
        }
        texts.append(templates[chance.randrange(ACTIVITIES)] % values)
        if len(texts) == _CHUNK:
            yield "".join(texts).encode()
            texts.clear()
    yield "".join(texts).encode()


def take_keys(url: str, many: int) -> int:
    """So many keys of statements that nobody else will take: the first of them."""
    with psycopg.connect(conninfo(url), autocommit=True) as connection:
        sequence = f"pg_get_serial_sequence('{STATEMENTS}', 'id')"
        ((last,),) = connection.execute(f"SELECT setval({sequence}, nextval({sequence}) + {many})").fetchall()
    return int(last) - many


def line(row: Incoming, municipality: int, stored: datetime, key: int | str) -> str:
    """A row as COPY has it."""
    found = row.found
    raw = json.dumps(row.raw, ensure_ascii=False, separators=(",", ":"))
    if "\\" in raw:
        raise SystemExit("A statement of the measurement needs escaping.")
    values = [key, municipality, row.statement_id, found.verb, found.object_id, "completion", raw, stored, stored]
    values += [getattr(found, name) for name in COLUMNS]
    return "\t".join(r"\N" if value is None else str(value) for value in values) + "\n"


def _template(activity: int, municipality: int, authority: dict[str, Any]) -> str:
    """The line of a statement about the activity, with places for what is another's in each."""
    learner, marked, stored = 123_456_789, uuid.UUID(int=2**127 + 1), datetime(1999, 1, 1, tzinfo=UTC)
    row = _row(learner, activity, marked, municipality, authority)
    text = line(row, municipality, stored, "KEY").replace("%", "%%")
    places = {
        str(marked): "id",
        f"{learner:032x}": "name",
        str(registration_of(learner)): "registration",
        str(row.found.actor_key): "actor_key",
        str(stored): "stored",
        "KEY": "key",
    }
    return re.sub("|".join(map(re.escape, places)), lambda match: f"%({places[match[0]]})s", text)


def _row(learner: int, activity: int, id_: uuid.UUID, municipality: int, authority: dict[str, Any]) -> Incoming:
    return incoming(statement(learner, activity, id_), municipality=municipality, authority=authority, rules=V2)


def _mentions(connection: psycopg.Connection[Any], municipality: int, authority: dict[str, Any]) -> None:
    connection.execute("CREATE TEMPORARY TABLE of_activity (object_key uuid, key uuid, related boolean)")
    for activity in range(ACTIVITIES):
        found = _row(0, activity, uuid.uuid4(), municipality, authority).found
        for key, related in found.mentions.items():
            connection.execute("INSERT INTO of_activity VALUES (%s, %s, %s)", (found.object_key, key, related))
    connection.execute("ANALYZE of_activity")
    connection.execute(
        f"INSERT INTO {MENTIONS} (statement_id, key, related, stored) "
        "SELECT s.id, o.key, o.related, s.stored "
        f"FROM {STATEMENTS} s JOIN of_activity o USING (object_key) ORDER BY s.id"
    )
