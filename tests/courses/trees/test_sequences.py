from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from courses.trees.sequences import longest_increasing, moved


@given(st.lists(st.integers(0, 9), max_size=9))
def test_what_is_kept_increases_and_could_not_be_longer(numbers: list[int]) -> None:
    kept = [numbers[n] for n in sorted(longest_increasing(numbers))]

    assert all(one < other for one, other in pairwise(kept))
    longest: list[int] = []
    for n, number in enumerate(numbers):
        longest.append(1 + max((longest[m] for m in range(n) if numbers[m] < number), default=0))
    assert len(kept) == max(longest, default=0)


def test_as_few_things_as_possible_have_moved() -> None:
    assert moved("abcdef", "fabcde") == {"f"}
    assert moved("abc", "abc") == set()
