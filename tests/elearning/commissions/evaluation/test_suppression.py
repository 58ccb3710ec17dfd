"""What is shown of groups never tells of fewer than five, however figures are taken from each other."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from elearning.commissions.evaluation.suppression import FEWEST, REST, breakdowns, merged, so_far

SIZES = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 12))
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {"wave": st.sampled_from("AB"), "level": st.sampled_from("xyz"), "unit": st.sampled_from("12345")}
    ),
    max_size=80,
)


@given(SIZES)
def test_whatever_stands_in_a_breakdown_is_five_or_all_there_are(sizes):
    shown = Counter()
    for name, under in merged(sizes).items():
        shown[under] += sizes[name]

    assert shown.total() == sum(sizes.values())
    assert all(count >= FEWEST for count in shown.values()) or set(shown) == {REST}


@given(SIZES)
def test_no_more_groups_are_put_together_than_it_takes(sizes):
    small = [name for name, size in sizes.items() if 0 < size < FEWEST]
    hidden = [name for name, under in merged(sizes).items() if under == REST]

    assert set(hidden) >= set(small)
    assert len(hidden) <= len(small) + 1 if small else not hidden


def test_the_smallest_of_the_large_goes_with_one_who_would_be_left():
    assert merged({"A": 12, "B": 5, "C": 4}) == {"A": "A", "B": REST, "C": REST}
    assert merged({"A": 12, "B": 3, "C": 4}) == {"A": "A", "B": REST, "C": REST}
    assert merged({"A": 12, "B": 5}) == {"A": "A", "B": "B"}


@given(PEOPLE)
def test_nothing_that_two_breakdowns_have_in_common_or_not_is_under_five(people):
    shown = breakdowns(people, ("wave", "level", "unit"))
    groups = [
        {place for place, person in enumerate(people) if shown[dimension][person[dimension]] == name}
        for dimension in shown
        for name in set(shown[dimension].values())
    ]
    groups.append(set(range(len(people))))

    for one, other in combinations(groups, 2) if shown else ():
        for rest in (one & other, one - other, other - one):
            assert not 0 < len(rest) < FEWEST


def test_a_second_breakdown_that_differs_by_one_person_is_left_out():
    people = [{"wave": "A", "level": "x"}] * 6 + [{"wave": "B", "level": "y"}] * 6 + [{"wave": "B", "level": "x"}]

    assert list(breakdowns(people, ("wave", "level"))) == ["wave"]
    assert list(breakdowns(people[:-1], ("wave", "level"))) == ["wave", "level"]


@given(st.integers(0, 60), st.integers(0, 60))
def test_previews_and_the_whole_differ_by_five_or_not_at_all(earlier, later):
    seen = {so_far(earlier), so_far(max(earlier, later)), max(earlier, later)}

    for one, other in combinations(seen, 2):
        assert abs(one - other) >= FEWEST or (min(one, other) == 0 and max(one, other) < FEWEST)
