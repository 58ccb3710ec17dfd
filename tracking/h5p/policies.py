"""Which of several results counts, and when an activity is done. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean


def counting(scores: Sequence[float], policy: str) -> float | None:
    """Of the scores in order, the one that counts: best, last, first or average; None where there is none."""
    if not scores:
        return None
    match policy:
        case "last":
            return scores[-1]
        case "first":
            return scores[0]
        case "average":
            return fmean(scores)
        case _:
            return max(scores)


def is_done(policy: str, *, viewed: bool, ended: bool, score: float | None, pass_mark: int) -> bool:
    """``viewed``, ``ended`` (the content has said so) or ``score``: at least ``pass_mark`` per cent."""
    match policy:
        case "viewed":
            return viewed
        case "score":
            # A rounding error of the content's own division is no reason to fail anybody.
            return score is not None and round(score * 100, 6) >= pass_mark
        case _:
            return ended
