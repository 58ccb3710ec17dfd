"""The list of municipalities that a new installation starts from."""

import csv
from collections import Counter
from pathlib import Path

import pytest

FILE = Path(__file__).parents[3] / "elearning" / "municipalities" / "data" / "municipalities.csv"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_98_municipalities_with_codes_and_names_of_their_own(rows: list[dict[str, str]]) -> None:
    assert len(rows) == 98
    for column in ("code", "name", "official_name"):
        assert len({row[column] for row in rows}) == 98, column


def test_every_cell_is_filled_and_a_code_has_three_digits(rows: list[dict[str, str]]) -> None:
    assert all(cell.strip() == cell != "" for row in rows for cell in row.values())
    assert all(len(row["code"]) == 3 and row["code"].isdigit() for row in rows)


def test_the_genitive_is_that_of_the_official_name(rows: list[dict[str, str]]) -> None:
    assert all(row["genitive"] == row["official_name"] + "s" for row in rows)
    genitives = {row["code"]: row["genitive"] for row in rows}
    assert genitives["751"] == "Aarhus Kommunes"
    assert genitives["101"] == "Københavns Kommunes"
    assert genitives["400"] == "Bornholms Regionskommunes"


def test_the_municipalities_are_spread_over_the_five_regions(rows: list[dict[str, str]]) -> None:
    assert Counter(row["region"] for row in rows) == {
        "Hovedstaden": 29,
        "Sjælland": 17,
        "Syddanmark": 22,
        "Midtjylland": 19,
        "Nordjylland": 11,
    }
