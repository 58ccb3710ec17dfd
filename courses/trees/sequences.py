"""What order two lists have in common."""

from bisect import bisect_left
from collections.abc import Sequence


def longest_increasing(numbers: Sequence[int]) -> set[int]:
    """Indexes of one longest increasing subsequence (patience sorting), always the same for the same numbers."""
    tails: list[int] = []
    tail_index: list[int] = []
    previous: list[int] = []
    for n, number in enumerate(numbers):
        at = bisect_left(tails, number)
        previous.append(tail_index[at - 1] if at else -1)
        tails[at : at + 1] = [number]
        tail_index[at : at + 1] = [n]
    kept: set[int] = set()
    n = tail_index[-1] if tail_index else -1
    while n >= 0:
        kept.add(n)
        n = previous[n]
    return kept


def moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """What stands elsewhere in ``after``, where both lists hold the same things: as few as possible."""
    position = {item: n for n, item in enumerate(before)}
    kept = longest_increasing([position[item] for item in after])
    return {item for n, item in enumerate(after) if n not in kept}
