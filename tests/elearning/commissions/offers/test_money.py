"""Prices are whole øre, read and written as Danish does."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.commissions.offers.money import (
    MOST_OERE,
    NotAPrice,
    NotAQuantity,
    amount,
    plain,
    priced,
    read_price,
    read_quantity,
    said,
    said_quantity,
    vat,
)


@pytest.mark.parametrize(
    ("text", "oere"),
    [
        ("12.500,00", 1_250_000),
        ("12.500", 1_250_000),
        ("12500", 1_250_000),
        ("12 500,5 kr.", 1_250_050),
        (" 0,05 ", 5),
        ("-500,00", -50_000),
        ("−500", -50_000),
        ("1.234.567,89", 123_456_789),
        ("100,-", 10_000),
    ],
)
def test_a_price_is_read_as_danish_writes_it(text: str, oere: int) -> None:
    assert read_price(text) == oere


@pytest.mark.parametrize(
    "text", ["", "12.50", "12,500,00", "1.25,00", "12,345", "to", "1e9", "١٢", "12.5000", "99999999999", "kr.", "--1"]
)
def test_what_is_no_danish_price_is_refused(text: str) -> None:
    with pytest.raises(NotAPrice):
        read_price(text)


@pytest.mark.parametrize("text", ["", "0", "0,00", "-1", "1.5", "1,555", "en", "9999999", "NaN", "1e3"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(NotAQuantity):
        read_quantity(text)


@given(st.integers(-MOST_OERE, MOST_OERE))
def test_what_is_written_is_read_as_it_was(oere: int) -> None:
    assert read_price(plain(oere)) == read_price(said(oere)) == oere


@given(st.integers(1, 9_999_999))
def test_a_quantity_is_read_as_it_was_written(hundredths: int) -> None:
    quantity = Decimal(hundredths) / 100
    assert read_quantity(said_quantity(quantity)) == quantity


@given(st.integers(1, 9_999_999), st.integers(-100_000_000, 100_000_000))
def test_a_line_comes_to_within_half_an_oere_of_quantity_times_price(hundredths: int, price: int) -> None:
    assert abs(amount(Decimal(hundredths) / 100, price) * 100 - hundredths * price) <= 50


@given(st.integers(0, MOST_OERE))
def test_vat_is_a_quarter_to_the_nearest_oere(total: int) -> None:
    assert abs(vat(total) * 4 - total) <= 2


def test_lines_are_whole_oere_and_text() -> None:
    lines = priced([{"text": "Dag", "quantity": "1.5", "unit_price": 333_333}])

    assert lines == [{"text": "Dag", "quantity": "1.5", "unit_price": 333_333, "amount": 500_000}]
    assert said(1_250_000) == "12.500,00 kr."
