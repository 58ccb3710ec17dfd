"""How often an H5P activity or a part of it was got right: counts that can be added, shown of five and more. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from courses.quizzes.analysis import FEWEST_ANSWERS

#: What a part is called that is the whole activity.
WHOLE = ""


@dataclass(frozen=True)
class Counts:
    """``known`` of the answers say whether they were right, ``scored`` have a score; ``points`` is the sum of these."""

    answers: int = 0
    known: int = 0
    right: int = 0
    scored: int = 0
    points: float = 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.answers + other.answers,
            self.known + other.known,
            self.right + other.right,
            self.scored + other.scored,
            self.points + other.points,
        )


def one(score: float | None, success: bool | None) -> Counts:
    """Of one answer. A content that gives points without saying right or wrong means right by all of them."""
    if success is None and score is not None:
        success = score >= 1
    return Counts(1, int(success is not None), int(success is True), int(score is not None), score or 0.0)


def of_attempt(results: Iterable[Mapping[str, Any]], parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Counts]:
    """What one learner's first attempt counts for, by part: the whole by the first result that says how it went."""
    found = {part: one(result["score"], result["success"]) for part, result in parts.items()}
    whole = list(results)
    if whole:
        telling = (one for one in whole if (one["score"], one["success"]) != (None, None))
        first = next(telling, whole[0])
        found[WHOLE] = one(first["score"], first["success"])
    return found


@dataclass(frozen=True)
class H5PFigures:
    """Whole per cents; ``right`` or ``mean`` is None where fewer than five answers say it."""

    answers: int
    right: int | None
    mean: int | None


def figures(counts: Counts) -> H5PFigures | None:
    """None with fewer than five answers."""
    if counts.answers < FEWEST_ANSWERS:
        return None
    return H5PFigures(
        counts.answers,
        round(100 * counts.right / counts.known) if counts.known >= FEWEST_ANSWERS else None,
        round(100 * counts.points / counts.scored) if counts.scored >= FEWEST_ANSWERS else None,
    )
