"""Spreadsheets as they come, and as somebody would make them to do harm."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from elearning.commissions.waves import sheets
from elearning.commissions.waves.reading import read_entries
from elearning.commissions.waves.sheets import UnreadableSheet, read_lines
from tests.elearning.commissions.waves import lists

PEOPLE = [("Åse Ærø", "aase@kommune.dk", "Leder", "Børn; unge"), ("Bo", "BO@kommune.dk", "", "")]


def read(data: bytes) -> list[tuple[int, str, str, str, str]]:
    return [(it.number, it.name, it.email, it.level, it.unit) for it in read_entries(read_lines(data))]


EXPECTED = [(2, "Åse Ærø", "aase@kommune.dk", "manager", "Børn; unge"), (3, "Bo", "bo@kommune.dk", "", "")]


def test_a_spreadsheet_is_read():
    assert read(lists.xlsx(PEOPLE)) == EXPECTED


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_whatever_saved_it(encoding, delimiter):
    assert read(lists.csv_file(PEOPLE, encoding=encoding, delimiter=delimiter)) == EXPECTED


def test_an_instruction_to_the_spreadsheet_is_no_row():
    assert read(b"sep=;\n" + lists.csv_file(PEOPLE)) == EXPECTED


def test_headings_may_stand_lower_and_in_any_order_and_empty_rows_are_passed_over():
    rows = [("Deltagere 2027",), (), ("Efternavn", "Mail:", "Fornavn"), ("Holm", "k@kommune.dk", "Kirsten"), ()]
    assert read(lists.xlsx(rows, head=None)) == [(4, "Kirsten Holm", "k@kommune.dk", "", "")]


def test_without_headings_the_address_is_found_and_the_name_beside_it():
    assert read(lists.xlsx([("Kirsten", "k@kommune.dk")], head=None)) == [(1, "Kirsten", "k@kommune.dk", "", "")]


def test_numbers_dates_and_formulas_are_texts():
    [(_number, name, *_rest)] = read(lists.csv_file([('=HYPERLINK("http://ond.example")', "k@kommune.dk", "", "")]))
    assert name == '=HYPERLINK("http://ond.example")'
    assert read(lists.xlsx([(4711, "k@kommune.dk", "", 12.0)]))[0][1:] == ("4711", "k@kommune.dk", "", "12")


def test_what_cannot_be_seen_is_left_out_of_a_name():
    [(_number, name, *_rest)] = read(lists.csv_file([("Kir\u202esten\u200b\n Holm", "k@kommune.dk", "", "")]))
    assert name == "Kirsten Holm"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Der er ingen på listen."),
        (b"\n\n;;\n", "Der er ingen på listen."),
        (b"Navn;E-mail\n", "Der er ingen på listen."),
        (b"Navn;Alder\nBo;4\n", "Ingen kolonne hedder »E-mail«."),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "Det er en gammel eller beskyttet Excel-fil."),
        (b"%PDF-1.7\0\0", "Filen er hverken et regneark eller en tekst."),
        (b"PK\x03\x04" + b"x" * 200, "Filen er beskadiget."),
        (b"x" * (sheets.LARGEST_FILE + 1), "Filen er større end 2 MB."),
        (b'E-mail\n"' + b"x" * 200_000, "Filen er beskadiget."),
        (b"E-mail\n" + b"a@kommune.dk\n" * 5001, "Listen har mere end 5000 rækker."),
        (b"E-mail\n" + b"\n" * 20_001, "Arket fortsætter under række 20000."),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data, why):
    with pytest.raises(UnreadableSheet, match=why.replace(".", r"\.?")):
        read(data)


def package(**parts: bytes) -> bytes:
    """A real spreadsheet in which some parts are others, by the last word of their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(lists.xlsx(PEOPLE))) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            stem = entry.filename.rsplit("/", 1)[-1].partition(".")[0]
            target.writestr(entry.filename, parts.get(stem, source.read(entry)), zipfile.ZIP_DEFLATED)
    return out.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    "data",
    [
        package(sheet1=BOMB),
        package(workbook=BOMB.decode().encode("utf-16")),
        package(sheet1=b"<worksheet>" + b" " * 21_000_000),
        package(sheet1=b"<worksheet><sheetData><row"),
    ],
    ids=["entities", "entities in UTF-16", "twenty megabytes of nothing", "broken off"],
)
def test_hostile_and_damaged_packages_are_refused(data):
    assert len(data) < sheets.LARGEST_FILE
    with pytest.raises(UnreadableSheet):
        read(data)


def test_a_size_that_the_table_of_contents_lies_about_is_found_out():
    data = package(sheet1=b"<worksheet>" + b" " * 21_000_000)
    lie = data.replace((21_000_011).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lie != data
    with pytest.raises(UnreadableSheet):
        read(lie)


def test_a_row_at_the_bottom_and_a_cell_far_right_cost_nothing():
    book = Workbook()
    sheet = book.active
    sheet.append(lists.HEAD)
    sheet.append(PEOPLE[0])
    sheet.cell(2, 16_384, "langt ude")
    sheet.cell(1_048_576, 1, "bunden")
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(UnreadableSheet, match="Slet de tomme rækker"):
        read(out.getvalue())


@given(st.binary(max_size=400))
def test_whatever_is_uploaded_is_read_or_refused(data):
    for start in (b"", b"PK\x03\x04", b"E-mail;Navn\n"):
        try:
            entries = read_entries(read_lines(start + data))
        except UnreadableSheet:
            continue
        assert all(len(it.email) <= 254 and len(it.name) <= 150 and len(it.unit) <= 100 for it in entries)
        assert all("\0" not in it.email + it.name + it.unit for it in entries)
