"""The order of what stands in one slot, or of the paragraphs of one text. See docs/algorithms/merge.md, »Order«."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import product

from courses.trees.sequences import longest_increasing, moved


def combined(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """Three orders of the same things in one; None where both moved something, differently.

    The result is stable: combined with base and theirs again, it is itself.
    """
    if list(ours) in (list(theirs), list(base)):
        return list(theirs)
    if list(theirs) == list(base):
        return list(ours)
    if not _agree(base, ours, theirs):
        return None
    if _is_stable(base, list(ours), theirs):
        return list(ours)
    stable = (order for order in _candidates(base, ours, theirs) if _is_stable(base, order, theirs))
    return next(stable, None)


def _is_stable(base: Sequence[str], order: list[str], theirs: Sequence[str]) -> bool:
    return _agree(base, order, theirs) and order in _candidates(base, order, theirs)


def _candidates(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[list[str]]:
    """Orders with the moves of both, the plainest first."""
    united = _united(base, ours, theirs)
    if united:
        yield united
    for by_us, by_them in product(_readings(base, ours), _readings(base, theirs)):
        left = [n for n in ours if n in by_us or n not in by_them]
        # What only we have moved shows nobody the way, unless nothing else does.
        yield inserted(left, [n for n in theirs if n not in by_us or n in by_them])
        yield inserted(left, theirs)


def _agree(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether what both have moved has come to the same place among what neither has moved.

    Where two neighbours have changed places either may be the one that moved: every reading must agree.
    """
    for by_us, by_them in product(_readings(base, ours), _readings(base, theirs)):
        compared = {item for item in base if (item in by_us) == (item in by_them)}
        if [n for n in ours if n in compared] != [n for n in theirs if n in compared]:
            return False
    return True


def _readings(base: Sequence[str], order: Sequence[str]) -> list[set[str]]:
    backwards = moved(base[::-1], order[::-1])
    forwards = moved(base, order)
    return [forwards] if forwards == backwards else [forwards, backwards]


def _united(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """The order in which two things have changed places if they have on either side; None if there is no such order.

    Of any two things one goes before the other, so there is an order exactly if no two have equally many before them.
    """
    before_base, before_ours, before_theirs = (_before(order, base) for order in (base, ours, theirs))
    by_count: dict[int, str] = {}
    for item in base:
        then, mine, released = before_base[item], before_ours[item], before_theirs[item]
        by_count[((then & mine & released) | (~then & (mine | released))).bit_count()] = item
    return [by_count[n] for n in range(len(base))] if len(by_count) == len(base) else None


def _before(order: Sequence[str], base: Sequence[str]) -> dict[str, int]:
    """What stands before each, as a set of bits."""
    bit = {item: 1 << n for n, item in enumerate(base)}
    before: dict[str, int] = {}
    so_far = 0
    for item in order:
        before[item] = so_far
        so_far |= bit[item]
    return before


def inserted(order: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """The order with what else is in theirs, each after the nearest that stands before it there."""
    following: dict[str | None, list[str]] = {}
    there = set(order)
    last: str | None = None
    for item in theirs:
        if item in there:
            last = item
        else:
            following.setdefault(last, []).append(item)
    result = list(following.get(None, []))
    for item in order:
        result.append(item)
        result.extend(following.get(item, []))
    return result


def rearranged(ours: Sequence[str], shared: Sequence[str]) -> list[str]:
    """Our order, with the shared things in the order given; what only we have stays beside what it follows."""
    among = set(shared)
    steps = moved([n for n in ours if n in among], shared)
    return inserted([n for n in ours if n not in steps], shared)


def following_locks(order: Sequence[str], theirs: Sequence[str], locked: Collection[str]) -> list[str]:
    """The order, with what is locked and out of step put after what stands before it in theirs."""
    position = {item: n for n, item in enumerate(theirs)}
    shared = [item for item in order if item in position]
    kept = longest_increasing([position[item] for item in shared])
    loose = {item for n, item in enumerate(shared) if n not in kept and item in locked}
    if not loose:
        return list(order)
    present = set(order)
    return inserted([n for n in order if n not in loose], [n for n in theirs if n in present])
