"""The order of what stands in one slot, or of the paragraphs of one text. See docs/algorithms/merge.md, »Order«."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from courses.trees.sequences import longest_increasing, moved

#: How often a combined order is combined once more before it counts as undecidable.
_ROUNDS = 4


def combined(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], locked: Collection[str] = ()
) -> list[str] | None:
    """Three orders of the same things in one; None where both moved something, differently.

    The result is stable: combined with base and theirs again, it is itself. What is locked moves as in theirs.
    """
    if list(ours) in (list(theirs), list(base)):
        return list(theirs)
    if list(theirs) == list(base):
        return list(ours)
    order: list[str] | None = list(ours)
    for _ in range(_ROUNDS):
        before, order = order, _once(base, order or [], theirs, locked)
        if order is None or order == before:
            return order
    return None


def _once(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], locked: Collection[str]) -> list[str] | None:
    by_us, by_them = moved(base, ours), moved(base, theirs)
    both = {item for item in by_us & by_them if item not in locked}
    fixed = {item for item in ours if item not in by_us and item not in by_them} | both
    if [n for n in ours if n in fixed] != [n for n in theirs if n in fixed]:
        return None
    return inserted([n for n in ours if n not in by_them - both], theirs)


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
