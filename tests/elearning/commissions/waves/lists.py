"""Lists of people as they come from a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

HEAD = ("Navn", "E-mail", "Niveau", "Forvaltning")


def xlsx(rows: Iterable[Sequence[Any]], head: Sequence[str] | None = HEAD) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Deltagere")
    for row in [head, *rows] if head else rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_file(rows: Iterable[Sequence[Any]], *, encoding: str = "utf-8", delimiter: str = ";") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEAD, *rows])
    return out.getvalue().encode(encoding)


def somebody(number: int) -> tuple[str, str, str, str]:
    return (f"Leder {number}", f"leder{number}@lilleroed.example", "leder", "")


def bad(number: int) -> tuple[str, str, str, str]:
    """One of the ways in which a row can be wrong, in turn."""
    good = somebody(number)
    return (
        (good[0], f"leder{number}(at)lilleroed.example", "", ""),
        (good[0], "", "", ""),
        (good[0], f"leder{number}@storeroed.example", "", ""),
        (good[0], good[1], "kejser", ""),
        (good[0], good[1], "", "Månekontoret"),
        ("L" * 151, good[1], "", ""),
        (good[0], "leder0@lilleroed.example", "", ""),
        (good[0], f"{'l' * 250}@lilleroed.example", "", ""),
    )[number % 8]


def two_thousand() -> tuple[list[tuple[str, str, str, str]], list[int]]:
    """The rows, and the numbers of the forty wrong ones as the spreadsheet counts them."""
    wrong = [25 + 50 * number for number in range(40)]
    rows = [bad(index) if index in wrong else somebody(index) for index in range(2000)]
    return rows, [index + 2 for index in wrong]
