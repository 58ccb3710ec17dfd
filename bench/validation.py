"""What it costs to read and check a statement (bar: at most 60 microseconds to check one)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import process_time
from typing import Any

from bench.report import Bar
from bench.statements import ACTIVITIES, statement

_ROUNDS = 7


@dataclass(frozen=True)
class Checked:
    """Microseconds of CPU; the statement's bytes."""

    bytes: int
    loads: float
    reading: float
    checking: float

    def lines(self) -> list[str]:
        return [
            f"a statement of {self.bytes} bytes, of which json.loads makes an object in {self.loads:.1f} µs:",
            f"  checking it: {self.checking:.1f} µs, {self.checking / self.loads:.1f} x json.loads",
            f"  reading it strictly: {self.reading:.1f} µs, {self.reading / self.loads:.1f} x json.loads",
        ]

    def bar(self) -> Bar:
        return Bar("checking a statement", self.checking, 60, "µs")


def measure(many: int) -> Checked:
    from tracking.xapi.spec.reading import parse
    from tracking.xapi.spec.validation import check_statement
    from tracking.xapi.spec.versions import V2

    statements = [statement(number, number % ACTIVITIES, uuid.UUID(int=number)) for number in range(many)]
    texts = [json.dumps(one) for one in statements]
    bodies = [text.encode() for text in texts]
    return Checked(
        bytes=len(bodies[0]),
        loads=_microseconds(json.loads, texts),
        reading=_microseconds(parse, bodies),
        checking=_microseconds(lambda one: check_statement(one, V2), statements),
    )


def _microseconds(work: Callable[[Any], Any], of: Sequence[Any]) -> float:
    """Of one, in the round that was disturbed least."""
    found = []
    for _ in range(_ROUNDS):
        start = process_time()
        for one in of:
            work(one)
        found.append((process_time() - start) / len(of) * 1e6)
    return min(found)
