from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.testing.rules import COPENHAGEN, is_passed, opens_at

UTC = ZoneInfo("UTC")


def test_seven_of_ten_pass_at_seventy_per_cent():
    assert is_passed(7, 10, 70)
    assert not is_passed(6, 10, 70)


def test_no_questions_are_not_passed():
    assert not is_passed(0, 0, 0)


@given(st.integers(0, 60), st.integers(1, 60), st.integers(1, 100))
def test_the_mark_is_compared_exactly(right, total, mark):
    assert is_passed(right, total, mark) == (Fraction(right, total) >= Fraction(mark, 100))


@pytest.mark.parametrize(
    ("submitted", "opens"),
    [
        # Winter: Copenhagen is an hour ahead of UTC.
        ("2026-01-14T22:59+00:00", "2026-01-14T23:00+00:00"),
        ("2026-01-14T23:00+00:00", "2026-01-15T23:00+00:00"),
        # Summer: two hours.
        ("2026-07-14T21:59+00:00", "2026-07-14T22:00+00:00"),
        ("2026-07-14T22:00+00:00", "2026-07-15T22:00+00:00"),
        # The night summer time begins is an hour short, the one it ends an hour long.
        ("2026-03-28T12:00+00:00", "2026-03-28T23:00+00:00"),
        ("2026-03-29T12:00+00:00", "2026-03-29T22:00+00:00"),
        ("2026-10-24T12:00+00:00", "2026-10-24T22:00+00:00"),
        ("2026-10-25T12:00+00:00", "2026-10-25T23:00+00:00"),
        ("2026-10-25T00:30+00:00", "2026-10-25T23:00+00:00"),
    ],
)
def test_the_following_day_is_copenhagens(submitted, opens):
    assert opens_at(datetime.fromisoformat(submitted), "next_day").astimezone(UTC) == datetime.fromisoformat(opens)


def test_the_same_day_opens_at_once():
    moment = datetime(2026, 5, 1, 12, tzinfo=UTC)

    assert opens_at(moment, "same_day") == moment


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_the_next_attempt_is_always_on_the_next_date(moment):
    opening = opens_at(moment, "next_day")

    assert opening > moment
    assert (opening.astimezone(COPENHAGEN).date() - moment.astimezone(COPENHAGEN).date()).days == 1
    assert opening.astimezone(COPENHAGEN).strftime("%H:%M") == "00:00"
