"""How long is waited after failures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.xapi.forwarding.waiting import LONGEST, MOST_ASKED, SHORTEST, asked, wait

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def minutes(failures, spread=0.0, retry_after=""):
    return wait(failures, spread=spread, retry_after=retry_after, now=NOW).total_seconds() / 60


def test_the_wait_doubles_from_a_minute_to_six_hours():
    assert [minutes(many) for many in range(1, 11)] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360]
    assert minutes(10**9) == 360


@given(st.integers(0, 10**6), st.floats(0, 1), st.text(max_size=40))
def test_it_is_never_shorter_than_a_minute_nor_longer_than_what_may_be_asked(failures, spread, retry_after):
    found = wait(failures, spread=spread, retry_after=retry_after, now=NOW)
    assert SHORTEST <= found <= max(LONGEST * 1.25, MOST_ASKED)


def test_not_all_come_back_at_once():
    assert len({minutes(3, spread / 10) for spread in range(10)}) == 10


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120), (" 7 ", 7), ("Sun, 22 Nov 2026 12:05:00 GMT", 300), ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ("99999999999999999999", 86_400), ("Fri, 22 Nov 2999 12:00:00 GMT", 86_400),
        ("", 0), ("-5", 0), ("1.5", 0), ("soon", 0), ("²", 0), ("Sun, 99 Nov 2026 99:00:00 GMT", 0),
    ],
)  # fmt: skip
def test_a_store_may_ask_for_more(text, seconds):
    assert asked(text, NOW) == timedelta(seconds=seconds)


def test_what_it_asks_for_is_the_least():
    assert minutes(1, retry_after="600") == 10
    assert minutes(5, retry_after="60") == 16
