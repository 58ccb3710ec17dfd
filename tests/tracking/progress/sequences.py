"""What happened in a course by chance, and how a network might deliver it: quicker to make than ``strategies``."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass

from tracking.progress.criterion import Criterion
from tracking.progress.events import VERBS, Event
from tracking.progress.fold import State, fold
from tracking.progress.summary import summarise

NODES = ("l1", "l2", "l3", "test", "h5p", "h5p?chapter=1", "course")
CRITERION = Criterion(("l1", "l2"), {"l1": 5, "l2": 5, "l3": 5}, "test", "l3", 70)
_VERBS = sorted(VERBS)


@dataclass(frozen=True)
class Sequence:
    """``sent`` is in the order of time, each once; ``batches`` is what arrived, all of it at least once."""

    sent: list[Event]
    batches: list[list[Event]]


def sequence(chance: random.Random) -> Sequence:
    """Some of it doubled, out of order, or dropped and sent again later."""
    events = [_event(chance, number) for number in range(chance.randint(1, 14))]
    arriving = events[:]
    chance.shuffle(arriving)
    dropped = [event for event in arriving if chance.random() < 0.2]
    arriving = [event for event in arriving if event not in dropped]
    arriving += chance.choices(events, k=chance.randint(0, 6))
    chance.shuffle(arriving)
    arriving += dropped
    batches = []
    while arriving:
        size = chance.randint(1, len(arriving))
        batches.append(arriving[:size])
        arriving = arriving[size:]
    return Sequence(sorted(events, key=lambda event: (event.timestamp, event.id)), batches)


def progress_as_delivered(given: Sequence) -> str:
    state: State = {}
    for batch in given.batches:
        # Between two batches it is in the database.
        state = json.loads(json.dumps(fold(state, batch)))
    return _progress(state)


def progress_as_sent(given: Sequence) -> str:
    return _progress(fold({}, given.sent))


def _progress(state: State) -> str:
    return f"{json.dumps(state, sort_keys=True)} {summarise(state, CRITERION)}"


def _event(chance: random.Random, number: int) -> Event:
    node = chance.choice(NODES)
    completes = node == "course" and chance.random() < 0.5
    return Event(
        # Several may be of the same moment; no two have the same id.
        id=f"{number:02}{chance.randrange(100):02}",
        verb="completed" if completes else chance.choice(_VERBS),  # type: ignore[arg-type]
        node=node,
        timestamp=f"2026-03-01T12:{chance.randrange(3):02}:{chance.randrange(20):02}Z",
        parent="l1" if node.startswith("h5p") and chance.random() < 0.5 else None,
        score=chance.choice([None, 0, 0.4, 0.7, 1.0]),
        success=chance.choice([None, True, False]),
        release=chance.choice([1, 2]),
        pass_mark=70,
        criterion={"required": ["l1"]} if completes else None,
    )
