"""What a learner has done, and what is left, by her state and the criterion of her release."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracking.progress.criterion import Criterion


@dataclass(frozen=True)
class Summary:
    """`done` are the required lessons done, and the final test when passed; `total` counts what could be.

    `percent` counts them and is 100 only when nothing is left. The minutes are the required lessons'.
    `complete` is what has been recorded, and stays when a new release adds a lesson; `ripe` asks the caller
    to record it: the criterion is met and no completion stands. A course that requires nothing is never ripe.
    """

    done: frozenset[str]
    total: int
    percent: int
    minutes_done: float
    minutes_left: float
    test_passed: bool
    best_test_score: float | None
    complete: bool
    completed_at: str | None
    ripe: bool


def summarise(state: Mapping[str, Any], criterion: Criterion) -> Summary:
    wanted = {*criterion.required, *([criterion.test] if criterion.test else [])}
    done = frozenset(node for node in wanted if is_done(state, criterion, node))
    minutes_done = sum(criterion.minutes.get(lesson, 0) for lesson in criterion.required if lesson in done)
    minutes_all = sum(criterion.minutes.get(lesson, 0) for lesson in criterion.required)
    completion = state.get("completion")
    return Summary(
        done=done,
        total=len(wanted),
        percent=100 * len(done) // len(wanted) if wanted else 0,
        minutes_done=minutes_done,
        minutes_left=minutes_all - minutes_done,
        test_passed=criterion.test in done,
        best_test_score=_entry(state, criterion.test).get("score"),
        complete=completion is not None,
        completed_at=completion["timestamp"] if completion else None,
        ripe=bool(wanted) and len(done) == len(wanted) and completion is None,
    )


def is_done(state: Mapping[str, Any], criterion: Criterion, node: str) -> bool:
    """Whether a node is done: the final test by being passed, all else by its own completion."""
    return _entry(state, node).get("passed" if node == criterion.test else "done") is not None


def _entry(state: Mapping[str, Any], node: str | None) -> Mapping[str, Any]:
    entry: Mapping[str, Any] = state.get("nodes", {}).get(node, {})
    return entry
