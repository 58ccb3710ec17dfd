"""What it costs to check a statement, as part of ``make bench`` (issue: at most 60 microseconds a statement)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import Any

PROFILE = Path(__file__).resolve().parents[1] / "docs" / "xapi-profile.md"
#: Microseconds of CPU.
VALIDATION_BAR = 60.0
_ROUNDS, _STATEMENTS = 7, 5_000


def bench(calibration: float) -> bool:
    """Prints what it costs; whether the bar holds."""
    from tracking.xapi.spec.reading import parse
    from tracking.xapi.spec.validation import check_statement
    from tracking.xapi.spec.versions import V2

    statements = [of_somebody(number) for number in range(_STATEMENTS)]
    texts = [json.dumps(statement) for statement in statements]
    bodies = [text.encode() for text in texts]
    loads = microseconds(json.loads, texts)
    checked = microseconds(lambda statement: check_statement(statement, V2), statements)
    parsed = microseconds(parse, bodies)
    print(f"a statement of {len(bodies[0])} bytes, of which json.loads makes an object in {loads:.1f} µs:")
    print(f"  checking it: {checked:.1f} µs (bar {VALIDATION_BAR:.0f}), {checked / loads:.1f} x json.loads, ", end="")
    print(f"{checked / 1e6 / calibration:.1e} x the calibration loop")
    print(f"  reading it strictly: {parsed:.1f} µs, {parsed / loads:.1f} x json.loads")
    return checked <= VALIDATION_BAR


def of_somebody(number: int) -> dict[str, Any]:
    """The example of our profile, with another learner, registration and lesson."""
    statement: dict[str, Any] = json.loads(PROFILE.read_text().partition("```json\n")[2].partition("```")[0])
    statement["id"] = str(uuid.UUID(int=number))
    statement["actor"]["account"]["name"] = f"{number:032x}"
    statement["object"]["id"] += f"-{number}"
    statement["context"]["registration"] = str(uuid.UUID(int=number // 10))
    statement["context"]["contextActivities"]["parent"][0]["id"] += f"-{number}"
    return statement


def microseconds(work: Callable[[Any], Any], of: Sequence[Any]) -> float:
    """CPU of one, in the round that was disturbed least."""
    rounds = []
    for _ in range(_ROUNDS):
        start = process_time()
        for one in of:
            work(one)
        rounds.append((process_time() - start) / len(of) * 1e6)
    return min(rounds)
