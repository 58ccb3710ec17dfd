"""When somebody is reminded."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.reminding.rules import GRACE, MOST, next_reminder

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def after(silence, **given):
    return next_reminder(START + timedelta(days=silence), silent_since=START, **given)


@pytest.mark.parametrize(("silence", "number"), [(6.9, None), (7, 1), (30, 1)])
def test_the_first_is_due_when_the_rhythm_has_passed(silence, number):
    assert after(silence, days=7) == number


def test_without_a_rhythm_there_are_none():
    assert after(1000, days=0) is None


def test_the_next_waits_for_the_rhythm_from_the_one_before_however_late_that_was():
    sent = [START + timedelta(days=20)]
    assert after(26.9, days=7, sent=sent) is None
    assert after(27, days=7, sent=sent) == 2


def test_who_does_not_come_back_is_left_in_peace():
    sent = [START + timedelta(days=7 * number) for number in range(1, MOST + 1)]
    assert after(365, days=7, sent=sent) is None


@pytest.mark.parametrize(("late", "number"), [(GRACE, 1), (GRACE + 1, None)])
def test_reminders_end_some_days_after_the_deadline(late, number):
    deadline = date(2026, 4, 1)
    assert after(60, days=7, deadline=deadline, today=deadline + timedelta(days=late)) == number


@given(days=st.integers(1, 180), hours=st.lists(st.integers(1, 5000), max_size=60))
def test_no_two_reminders_are_closer_than_the_rhythm(days, hours):
    sent = []
    for moment in sorted(START + timedelta(hours=hour) for hour in hours):
        if next_reminder(moment, silent_since=START, days=days, sent=sent):
            sent.append(moment)
    moments = [START, *sent]
    assert all(later - earlier >= timedelta(days=days) for earlier, later in pairwise(moments))
    assert len(sent) <= MOST
