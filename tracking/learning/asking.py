"""What others ask a learner beside a course she has completed. They say so here: tracking knows none of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tracking.models import Enrolment


@dataclass(frozen=True)
class Ask:
    """``text`` says in a sentence what for, ``button`` what she does."""

    title: str
    text: str
    button: str
    url: str


Asker = Callable[[Sequence[Enrolment]], Mapping[uuid.UUID, Ask]]
_askers: list[Asker] = []


def ask_beside(asker: Asker) -> None:
    """From now on ``asker`` is given a learner's completed enrolments, and tells of which she is asked something."""
    if asker not in _askers:
        _askers.append(asker)


def asks_for(completed: Sequence[Enrolment]) -> dict[uuid.UUID, Ask]:
    """At most one an enrolment, and no query for somebody who has completed nothing."""
    found: dict[uuid.UUID, Ask] = {}
    for asker in _askers if completed else ():
        found = {**asker(completed), **found}
    return found
