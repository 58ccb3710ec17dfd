"""A spreadsheet as it comes, as rows of texts: XLSX, or CSV in whatever encoding. What it holds is not trusted."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

LARGEST_FILE = 2_000_000
#: Of an XLSX file, unpacked: ten times what five thousand people need.
LARGEST_UNPACKED = 20_000_000
MOST_ENTRIES = 300
MOST_ROWS = 5_000
#: Rows looked at, empty ones too: formatting to the bottom of the sheet is no reason to read a million.
MOST_LINES = 20_000
MOST_COLUMNS = 30
LONGEST_CELL = 1_000

_PACKED, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DECLARATIONS = (b"<!doctype", b"<!entity")

#: (row as the spreadsheet counts them, its cells)
Line = tuple[int, list[str]]


class UnreadableSheet(ValueError):
    """The file as a whole cannot be read; ``str(error)`` is for whoever uploaded it."""


def read_lines(data: bytes) -> list[Line]:
    """The rows that hold something. Raises :class:`UnreadableSheet`."""
    if len(data) > LARGEST_FILE:
        raise UnreadableSheet(_("The file is larger than 2 MB. Divide it."))
    if data.startswith(_OLD_EXCEL):
        raise UnreadableSheet(_("This is an old or a protected Excel file. Save it as .xlsx without a password."))
    lines = _xlsx(data) if data.startswith(_PACKED) else _csv(_decoded(data))
    found: list[Line] = []
    for number, cells in lines:
        if any(cells):
            found.append((number, cells))
        if len(found) > MOST_ROWS + 1:
            raise UnreadableSheet(_("The list has more than %(count)d rows. Divide it.") % {"count": MOST_ROWS})
    if not found:
        raise UnreadableSheet(_("There is nobody in the list."))
    return found


def _xlsx(data: bytes) -> Iterator[Line]:
    _check_package(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise UnreadableSheet(_("There is nobody in the list."))
        sheet = sheets[0]
        # What the file says of its own size may be anything.
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
            _check_length(number)
            yield number, [_text(value) for value in row]
    except UnreadableSheet:
        raise
    except Exception as error:
        # Whatever a damaged file makes of a parser.
        raise UnreadableSheet(_("The file is damaged. Open it in the spreadsheet and save it again.")) from error


def _check_package(data: bytes) -> None:
    """Before anything is unpacked: how large it would be, and that no part declares entities."""
    damaged = _("The file is damaged. Open it in the spreadsheet and save it again.")
    too_large = _("The spreadsheet is too large. Keep only the sheet with the participants.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise UnreadableSheet(too_large)
            left = LARGEST_UNPACKED
            for entry in entries:
                if entry.flag_bits & 1:
                    raise UnreadableSheet(_("The file is protected. Save it without a password."))
                # What the table of contents says may be a lie: no more than is left is unpacked.
                with package.open(entry) as part:
                    content = part.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise UnreadableSheet(too_large)
                if entry.filename.lower().endswith((".xml", ".rels")) and _declares(content):
                    raise UnreadableSheet(damaged)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        if isinstance(error, UnreadableSheet):
            raise
        raise UnreadableSheet(damaged) from error
    except Exception as error:
        # zlib and lzma have errors of their own.
        raise UnreadableSheet(damaged) from error


def _declares(content: bytes) -> bool:
    """Whether a part could declare entities; UTF-16, in which it could hide them, no spreadsheet writes."""
    return b"\0" in content or any(each in content.lower() for each in _DECLARATIONS)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)[: LONGEST_CELL + 1].strip()


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        raise UnreadableSheet(_("The file is neither a spreadsheet nor a text. Save it as .xlsx or CSV."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _csv(text: str) -> Iterator[Line]:
    """With ``;``, a tab or ``,`` between: the one there is most of in the first line that holds something."""
    text = text.lstrip("\ufeff")
    first, _newline, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep="):
        # An instruction to the spreadsheet, which does not count it.
        text = rest
    heading = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";\t,", key=heading.count)
    try:
        for number, cells in enumerate(_records(text, separator), 1):
            _check_length(number)
            yield number, [cell[: LONGEST_CELL + 1].strip() for cell in cells[:MOST_COLUMNS]]
    except csv.Error as error:
        raise UnreadableSheet(_("The file is damaged. Open it in the spreadsheet and save it again.")) from error


def _records(text: str, separator: str) -> Iterable[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _check_length(number: int) -> None:
    if number > MOST_LINES:
        message = _("The sheet goes on below row %(count)d. Delete the empty rows at the bottom.")
        raise UnreadableSheet(message % {"count": MOST_LINES})
