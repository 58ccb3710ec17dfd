"""Which step comes next, and which steps fit the minutes a learner has.

A step is a required lesson that is not done, or the final test's lesson while the test is not passed. `order`
is the ids of the release's pages in reading order. In a `sequential` course the steps come in that order; else
they begin where she was last, go on to the end and then from the beginning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracking.progress.criterion import Criterion
from tracking.progress.summary import is_done


@dataclass(frozen=True)
class Proposal:
    """Steps in the order to take them and their minutes together; `over` when not even one fits."""

    steps: tuple[str, ...]
    minutes: float
    over: bool


def next_node(
    state: Mapping[str, Any], criterion: Criterion, order: Sequence[str], *, sequential: bool = False
) -> str | None:
    """The step she was in the middle of, else the one that follows; None when nothing is left."""
    return next(iter(_steps(state, criterion, order, sequential)), None)


def fits(
    minutes: float,
    state: Mapping[str, Any],
    criterion: Criterion,
    order: Sequence[str],
    *,
    sequential: bool = False,
) -> Proposal:
    """Steps that fit, from the next one on, passing over what is too long; if none fits, the shortest.

    In a sequential course nothing can be passed over: the steps end before the first that is too long, and if
    that is the next one, it is what is proposed.
    """
    waiting = _steps(state, criterion, order, sequential)
    chosen: list[str] = []
    taken = 0.0
    for step in waiting:
        if taken + criterion.minutes[step] <= minutes:
            chosen.append(step)
            taken += criterion.minutes[step]
        elif sequential:
            break
    if chosen or not waiting:
        return Proposal(tuple(chosen), taken, over=False)
    step = waiting[0] if sequential else min(waiting, key=lambda step: criterion.minutes[step])
    return Proposal((step,), criterion.minutes[step], over=True)


def _steps(state: Mapping[str, Any], criterion: Criterion, order: Sequence[str], sequential: bool) -> list[str]:
    start = 0 if sequential else _place(state, order)
    return _undone(state, criterion, [*order[start:], *order[:start]])


def _undone(state: Mapping[str, Any], criterion: Criterion, order: Sequence[str]) -> list[str]:
    untested = criterion.test is not None and not is_done(state, criterion, criterion.test)
    return [
        page
        for page in order
        if (page in criterion.required and not is_done(state, criterion, page))
        or (untested and page == criterion.test_lesson)
    ]


def _place(state: Mapping[str, Any], order: Sequence[str]) -> int:
    """Where in the order she was last: the page of the last event or, was that about something inside a page
    that it does not name, the page touched last."""
    last = state.get("last") or {}
    for page in (last.get("node"), last.get("parent")):
        if page in order:
            return order.index(page)
    nodes = state.get("nodes", {})
    touched = [(nodes[page]["touched"], place) for place, page in enumerate(order) if page in nodes]
    return max(touched, default=("", 0))[1]
