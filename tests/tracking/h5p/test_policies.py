from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.h5p.policies import counting, is_done

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=8)


@given(SCORES)
def test_what_counts_lies_among_the_scores(scores):
    for policy in ("best", "last", "first", "average"):
        counted = counting(scores, policy)
        assert min(scores) <= counted <= max(scores) or isclose(counted, max(scores)) or isclose(counted, min(scores))
    assert counting(scores, "best") == max(scores)
    assert (counting(scores, "first"), counting(scores, "last")) == (scores[0], scores[-1])


@pytest.mark.parametrize("policy", ["best", "last", "first", "average"])
def test_without_scores_nothing_counts(policy):
    assert counting([], policy) is None


@pytest.mark.parametrize(
    ("policy", "ended", "score", "done"),
    [
        ("viewed", False, None, True),
        ("ended", False, 1.0, False),
        ("ended", True, None, True),
        ("score", True, None, False),
        ("score", True, 0.699, False),
        ("score", True, 7 / 10, True),
        ("score", True, 0.1 * 7, True),
    ],
)
def test_when_an_activity_is_done(policy, ended, score, done):
    assert is_done(policy, viewed=True, ended=ended, score=score, pass_mark=70) is done
