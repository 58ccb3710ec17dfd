from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.enrolling.reading import MOST_ROWS, Row, UnreadableList, as_text, read_file, read_text


@pytest.mark.parametrize(
    "line",
    [
        "Åse Holm <aase@by.dk>",
        '"Åse Holm" <aase@by.dk>;',
        "aase@by.dk;Åse Holm",
        "Åse Holm;aase@by.dk",
        "Åse,Holm,aase@by.dk",
        "Åse\tHolm\taase@by.dk",
        "  Åse   Holm ; AASE@by.dk ; ",
    ],
)
def test_a_person_is_read_however_she_is_written(line):
    assert read_text(line) == [Row(1, "Åse Holm", "aase@by.dk")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
def test_a_file_is_read_in_the_usual_encodings(encoding):
    assert read_file("Navn;E-mail\r\nÅse Holm;aase@by.dk\r\n".encode(encoding)) == [Row(2, "Åse Holm", "aase@by.dk")]


def test_headings_and_empty_lines_are_passed_over():
    assert read_text("sep=;\nNavn;E-mail\n\n;;\nÅse;aase@by.dk") == [Row(5, "Åse", "aase@by.dk")]


def test_every_line_has_its_own_error():
    rows = read_text("Åse\nBo <bo@>\nCy;a@by.dk;b@by.dk\nDa;a@by.dk\nEj;A@BY.DK")

    assert [bool(row.error) for row in rows] == [True, True, True, False, True]
    assert "4" in rows[4].error


@pytest.mark.parametrize("text", ["", "\n\n", "Navn;E-mail"])
def test_an_empty_list_is_refused(text):
    with pytest.raises(UnreadableList):
        read_text(text)


def test_a_list_that_is_too_long_is_refused():
    people = [f"p{number}@by.dk" for number in range(MOST_ROWS + 1)]

    assert len(read_text("\n".join(people[:-1]))) == MOST_ROWS
    with pytest.raises(UnreadableList):
        read_text("\n".join(people))


@pytest.mark.parametrize("data", [b"x" * 1_000_001, b"PK\x03\x04\0\0", b"\xff\xfea\0"])
def test_what_is_no_list_is_refused(data):
    with pytest.raises(UnreadableList):
        read_file(data)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader_and_what_it_read_reads_the_same_again(text):
    try:
        rows = read_text(text)
    except UnreadableList:
        return
    good = [row for row in rows if not row.error]
    if good:
        again = read_text(as_text(good))
        assert [row.email for row in again] == [row.email for row in good]
        assert not any(row.error for row in again)


@given(st.binary(max_size=200))
def test_no_file_breaks_the_reader(data):
    with suppress(UnreadableList):
        read_file(data)
