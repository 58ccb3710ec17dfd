"""Instants and durations of ISO 8601 (1.0.3 Data 4.5 and 4.6; 2.0, 4.2.7)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.xapi.spec.timestamps import comparable_duration, instant, instant_text, is_duration


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-05-04T12:00:00-05:00", "2023-05-04T17:00:00.000Z"),
        ("2008-09-15 15:53:00.601+00:00", "2008-09-15T15:53:00.601Z"),
        ("2008-09-15T15:53:00.6011239Z", "2008-09-15T15:53:00.601123Z"),
        ("2008-09-15t15:53:00,5z", "2008-09-15T15:53:00.500Z"),
        ("2008-09-15T15:53:00+0200", "2008-09-15T13:53:00.000Z"),
        ("2008-09-15T15:53:00-02", "2008-09-15T17:53:00.000Z"),
        ("2008-09-15T15:53-05:30", "2008-09-15T21:23:00.000Z"),
        ("2008-09-15T15:53:00.601", "2008-09-15T15:53:00.601Z"),
        ("20080915T155300.601Z", "2008-09-15T15:53:00.601Z"),
        ("20080915T1553+0100", "2008-09-15T14:53:00.000Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
        ("2016-12-31T23:59:60.25Z", "2017-01-01T00:00:00.250Z"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
    ],
)
def test_a_timestamp_is_a_point_in_time(text, moment):
    assert instant_text(instant(text)) == moment


NO_TIMESTAMPS = [
    "",
    "should fail",
    "01/011/2015",
    "2008-09-15",
    "20080915",
    "15:53:00Z",
    "2008-09-15T15:53:00.601-00",
    "2008-09-15T15:53:00.601-0000",
    "2008-09-15T15:53:00.601-00:00",
    "2008-09-15T15:53:00-00:00",
    "2023-02-29T00:00:00Z",
    "2023-13-01T00:00:00Z",
    "2023-00-01T00:00:00Z",
    "2023-01-01T24:00:00Z",
    "2023-01-01T23:60:00Z",
    "2023-01-01T23:59:61Z",
    "2023-01-01T23:59:00+24:00",
    "2023-01-01T23:59:00+01:60",
    "2023-01-01T23:59:00.Z",
    "2023-01-01T23Z",
    "2023-W01-1T00:00:00Z",
    "2023-1-1T00:00:00Z",
    "2023-01-01T00:00:00Z ",
    "2023-01-01T00:00:00Z\n",
    "２０２３-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "9999-12-31T23:59:60Z",
    "0000-01-01T00:00:00Z",
    "-2023-01-01T00:00:00Z",
    "Mon, 15 Sep 2008 15:53:00 GMT",
]


def test_nothing_else_is():
    for text in NO_TIMESTAMPS:
        with pytest.raises(ValueError, match=r".+"):
            instant(text)


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31)),
    st.integers(-14 * 60, 14 * 60),
)
def test_every_moment_survives_being_written_and_read(naive, minutes):
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert instant(instant_text(moment)) == moment
    assert instant(moment.isoformat()) == moment
    assert instant_text(moment).endswith("Z")
    assert instant(moment.isoformat()).tzinfo is UTC


@given(st.text("0123456789-+:TZtz .,", max_size=30))
def test_a_text_is_a_moment_or_no_timestamp(text):
    try:
        assert instant(text).tzinfo is UTC
    except ValueError:
        return


DURATIONS = """PT4H35M59.14S PT16559.14S P3Y1M29DT4H35M59.14S P3Y P4W PT1H0M0.1S P1DT12H36M0.12567S P0.5Y PT0,5S P1.5W
P1M PT1M P1Y1D PT0S"""
NO_DURATIONS = """P PT P1 PA1H0M0S P4W1D P1DT P1H PT1D P1D1Y -P1D P-1D P1S 1D P1.D P.5D P1.5Y1M PT1.5H1.5M P1.5DT1H
P1.2.3D P0003-06-04T12:30:05 P20080915 P１D P16559.14S p1d"""


def test_a_duration_is_designators_and_numbers():
    assert [text for text in [*DURATIONS.split(), "P" + "9" * 100_000 + "D"] if not is_duration(text)] == []


def test_nothing_else_is_a_duration():
    others = [*NO_DURATIONS.split(), "", "P1D ", "P1D\n", "P" + "9" * 100_000, "P" + "1." * 100_000]
    assert [text for text in others if is_duration(text)] == []


@pytest.mark.parametrize(
    ("text", "compared"),
    [("P1DT12H36M0.1237S", "P1DT12H36M0.12S"), ("PT0.12S", "PT0.12S"), ("PT0.1S", "PT0.1S"), ("PT60S", "PT60S")],
)
def test_a_duration_is_compared_to_hundredths_of_a_second(text, compared):
    assert comparable_duration(text) == compared
