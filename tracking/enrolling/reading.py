"""Lists of people as they come: pasted, or a CSV file from whatever spreadsheet. Nothing here asks the database."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

LARGEST_FILE = 1_000_000
MOST_ROWS = 5_000
LONGEST_NAME = 200

_BRACKETED = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>]*)>[;,]?")
_HEADERS = frozenset({"e-mail", "email", "mail", "e-mailadresse", "mailadresse", "e-post", "navn", "name"})


class UnreadableList(ValueError):
    """The list as a whole cannot be read; ``str(error)`` is for whoever gave it."""


@dataclass(frozen=True)
class Row:
    """``line`` counts from 1 in the list as given; ``error`` says what is wrong with it, or nothing.

    ``level`` and ``unit``, a unit's key, are for whoever is new in the municipality.
    """

    line: int
    name: str
    email: str
    error: str = ""
    level: str = ""
    unit: int | None = None


def read_file(data: bytes) -> list[Row]:
    """The rows of an uploaded list. Raises ``UnreadableList``."""
    if len(data) > LARGEST_FILE:
        raise UnreadableList(_("The file is larger than 1 MB. Divide it."))
    return read_text(_decoded(data))


def read_text(text: str) -> list[Row]:
    """One person a line: »Name <address>«, or name and address in either order with ``;``, ``,`` or a tab between.

    A first line of headings is passed over; so are empty lines. An address met before is an error of its line.
    Raises ``UnreadableList``.
    """
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for line, cells in _lines(text):
        if not rows and _HEADERS.issuperset(cell.casefold() for cell in cells):
            continue
        if len(rows) == MOST_ROWS:
            raise UnreadableList(_("The list has more than %(count)d rows. Divide it.") % {"count": MOST_ROWS})
        row = _row(line, cells)
        if not row.error and (first := seen.setdefault(row.email, line)) != line:
            message = _("The address is in line %(line)d too.") % {"line": first}
            row = Row(line, row.name, row.email, message)
        rows.append(row)
    if not rows:
        raise UnreadableList(_("There is nobody in the list."))
    return rows


def as_text(rows: list[Row]) -> str:
    """Rows that can be read again to be the same."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\n").writerows((row.name, row.email) for row in rows)
    return stream.getvalue()


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise UnreadableList(_("This is not a text file. Save the spreadsheet as CSV."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for line, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        stripped = raw.strip()
        if not stripped or stripped.casefold().startswith("sep="):
            continue
        cells = [cell.strip() for cell in _cells(stripped)]
        if any(cells):
            yield line, [cell for cell in cells if cell]


def _cells(line: str) -> list[str]:
    if bracketed := _BRACKETED.fullmatch(line):
        return [bracketed["name"].strip(' "'), bracketed["email"]]
    separator = next((one for one in ";\t," if one in line), ";")
    try:
        return next(csv.reader([line], delimiter=separator))
    except (csv.Error, StopIteration):
        return [line]


def _row(line: int, cells: list[str]) -> Row:
    """Of the cells one holds an address; the others before and after it are the name."""
    found = [cell for cell in cells if "@" in cell]
    name = " ".join(" ".join(cell for cell in cells if "@" not in cell).split())
    if not found:
        return Row(line, name, "", _("There is no e-mail address."))
    if len(found) > 1:
        return Row(line, name, found[0], _("There are several e-mail addresses."))
    email = found[0].casefold()
    if len(name) > LONGEST_NAME:
        return Row(line, name[:LONGEST_NAME], email, _("The name is too long."))
    try:
        validate_email(email)
    except ValidationError:
        return Row(line, name, email, _("%(email)s is not an e-mail address.") % {"email": email})
    return Row(line, name, email)
