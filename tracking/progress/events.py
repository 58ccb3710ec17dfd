"""What the fold reads of a statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Any, Literal, get_args

Verb = Literal["launched", "experienced", "answered", "passed", "failed", "completed", "progressed"]
VERBS = frozenset(get_args(Verb))


class InvalidEvent(ValueError):
    """The statement cannot be folded; it must be refused before it is stored."""


@dataclass(frozen=True)
class Event:
    """One statement about one node, as progress needs it.

    `timestamp` is ISO 8601 with an offset and is kept in UTC with microseconds, so that two of them compare
    as texts. `score` is xAPI's scaled score, -1 to 1; 0 and -0.0 become 0.0, so that equal scores look alike.
    `parent` is the node an H5P chapter or the like belongs to; an event with a parent says nothing about that
    parent. The course's own `completed` event is the one with a `criterion`, written by the server with the
    release and pass mark that applied. Raises `InvalidEvent`.
    """

    id: str
    verb: Verb
    node: str
    timestamp: str
    parent: str | None = None
    score: float | None = None
    success: bool | None = None
    release: int | None = None
    pass_mark: int | None = None
    criterion: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        if self.verb not in VERBS:
            raise InvalidEvent(f"unknown verb {self.verb}")
        if self.parent == self.node:
            raise InvalidEvent("a node cannot be its own parent")
        if self.score is not None and not (isfinite(self.score) and -1 <= self.score <= 1):
            raise InvalidEvent(f"the score {self.score} is not between -1 and 1")
        object.__setattr__(self, "timestamp", _in_utc(self.timestamp))
        if self.score is not None:
            object.__setattr__(self, "score", float(self.score) + 0.0)

    @property
    def completes_the_course(self) -> bool:
        return self.verb == "completed" and self.parent is None and self.criterion is not None


def _in_utc(timestamp: str) -> str:
    try:
        moment = datetime.fromisoformat(timestamp)
        if moment.tzinfo is None:
            raise ValueError("no offset")
        in_utc = moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise InvalidEvent(f"{timestamp} is no timestamp with an offset") from error
    return in_utc.isoformat(timespec="microseconds") + "Z"
