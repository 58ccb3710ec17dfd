from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes.written import comparable, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3,5", "3.5"),
        ("1.200", "1200"),
        ("1.200,5", "1200.5"),
        ("1 200", "1200"),
        ("1\u00a0200,25", "1200.25"),
        ("12.345.678", "12345678"),
        ("3.5", "3.5"),
        ("0.125", "0.125"),
        ("1200", "1200"),
        (",5", "0.5"),
        ("-4", "-4"),
        ("−4,5", "-4.5"),
        ("+4", "4"),
        ("  75 pct. ", "75"),
        ("75 %", "75"),
        ("75%", "75"),
        ("75 Procent", "75"),
        ("007", "7"),
    ],
)
def test_a_danish_number_is_understood(text, number):
    assert parse_number(text, "pct.") == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ",",
        "-",
        "NaN",
        "inf",
        "1e5",
        "0x10",
        "1,200.5",
        "1.2.3",
        "1.20.300",
        "٣",
        "3,5,5",
        "75 kr.",
        "pct.",
    ],
)
def test_what_is_no_number_is_none(text):
    assert parse_number(text, "pct.") is None


def test_the_questions_unit_may_follow_with_or_without_its_stop():
    assert parse_number("1.200 kr", "kr.") == parse_number("1.200kr.", "kr.") == 1200


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_number_written_the_danish_way_is_read_back(number):
    danish = f"{number:,.3f}".translate(str.maketrans(",.", ".,"))

    assert parse_number(danish) == number


@pytest.mark.parametrize(
    "same",
    ["Nulpunkt", "  nulpunkt. ", "NULPUNKT", "nul\u00adpunkt", "nulpunkt\u200b"],
)
def test_case_spaces_and_a_final_stop_make_no_difference(same):
    assert comparable(same) == "nulpunkt"


def test_composed_and_decomposed_letters_are_the_same():
    assert comparable("a\u030a  BLE") == comparable("Å ble")


@given(st.text())
def test_a_comparable_text_is_stable_but_for_stops(text):
    assert comparable(comparable(text).rstrip(". ")) == comparable(text).rstrip(". ")
