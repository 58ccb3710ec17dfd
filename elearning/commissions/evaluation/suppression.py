"""What may be shown of a group of people who have answered, so that nobody can be worked out. Pure.

Nothing is shown of fewer than :data:`FEWEST` answers, and nothing from which something of fewer can be had by taking
figures from each other: neither the rest of a breakdown, nor what two breakdowns have not in common, nor what has
been added since the figures were last seen. See docs/evaluation.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from courses.quizzes.analysis import FEWEST_ANSWERS as FEWEST

#: The name of what is shown together because each part of it is too small; never a group's own.
REST = "\0rest"


def enough(count: int) -> bool:
    return count >= FEWEST


def merged(sizes: Mapping[str, int]) -> dict[str, str]:
    """For each group the name it is shown under: its own, or :data:`REST` for those too small to stand alone.

    The rest is itself at least five people, or nobody; where the small ones together are too few, the smallest of
    those that could stand alone goes with them. All in the rest: there is no breakdown.
    """
    people = {name: size for name, size in sizes.items() if size}
    small = {name for name, size in people.items() if not enough(size)}
    large = sorted((name for name in people if name not in small), key=lambda name: (people[name], name))
    while small and large and not enough(sum(people[name] for name in small)):
        small.add(large.pop(0))
    return {name: REST if name in small else name for name in people}


def breakdowns(people: Sequence[Mapping[str, str]], dimensions: Iterable[str]) -> dict[str, dict[str, str]]:
    """Which breakdowns may stand beside each other, each as group -> name it is shown under.

    ``people`` is each person's group by dimension. Dimensions are taken in order; one that would tell of fewer than
    five together with those before it is left out. Why that is enough: figures are sums over shown groups, so
    whatever is worked out from them by adding and subtracting weighs everybody in the same cell alike, a cell being
    those whom every shown breakdown puts together. With no cell under five, nothing is of fewer than five.
    """
    shown: dict[str, dict[str, str]] = {}
    for dimension in dimensions:
        names = merged(Counter(person[dimension] for person in people))
        if len(set(names.values())) < 2:
            continue
        tried = {**shown, dimension: names}
        cells = Counter(tuple(tried[each][person[each]] for each in tried) for person in people)
        if all(enough(size) for size in cells.values()):
            shown = tried
    return shown


def so_far(answers: int) -> int:
    """How many of the first answers a preview counts.

    A multiple of five, and always at least five behind: two previews, or a preview and the whole, never differ by
    fewer than five answers.
    """
    return max(0, (answers // FEWEST - 1) * FEWEST)
