"""From a spreadsheet's rows to people, each with what is wrong with it. Nothing here asks the database."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from elearning.commissions.waves.sheets import MOST_ROWS, Line, UnreadableSheet
from elearning.municipalities.models import Membership

LONGEST_NAME = 150
LONGEST_UNIT = 100
LONGEST_EMAIL = 254
#: The rows in which the headings are looked for.
_TOP = 10

_Level = Membership.Level
_HEADINGS = {
    "email": "e-mail, email, mail, e-mailadresse, emailadresse, mailadresse, e-post, arbejdsmail, e-mail address",
    "name": "navn, name, fulde navn, deltager, deltagernavn, medarbejder",
    "first": "fornavn, first name",
    "last": "efternavn, last name",
    "level": "niveau, ledelsesniveau, lederniveau, level, leadership level",
    "unit": "forvaltning, enhed, afdeling, center, organisationsenhed, organisatorisk enhed, unit, organisation unit",
}
_COLUMN = {word: kind for kind, words in _HEADINGS.items() for word in words.split(", ")}
_LEVEL = {
    **{value: value for value in _Level.values},
    **dict.fromkeys(("politiker", "byråd", "byrådsmedlem", "kommunalbestyrelse"), _Level.POLITICIAN.value),
    **dict.fromkeys(("topledelse", "topleder", "direktion", "direktør", "top management"), _Level.TOP.value),
    **dict.fromkeys(("chef", "centerchef", "områdechef", "chefniveau"), _Level.HEAD.value),
    **dict.fromkeys(("leder", "teamleder", "institutionsleder", "afdelingsleder"), _Level.MANAGER.value),
    **dict.fromkeys(("medarbejder", "ansat", "medarbejderniveau"), _Level.EMPLOYEE.value),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row. ``column`` is the spreadsheet's letter, or "" for the row as a whole."""

    column: str
    message: str


@dataclass
class Entry:
    """A person in the list. ``level`` is one of ``Membership.Level``, ``unit`` a name as it was written."""

    number: int
    email: str = ""
    name: str = ""
    level: str = ""
    unit: str = ""
    faults: list[Fault] = field(default_factory=list)
    #: Where in the sheet each of them stood.
    columns: dict[str, str] = field(default_factory=dict)

    def fault(self, kind: str, message: str) -> None:
        self.faults.append(Fault(self.columns.get(kind, ""), message))


def read_entries(lines: Sequence[Line]) -> list[Entry]:
    """The people, in the list's order. Raises :class:`UnreadableSheet` where no column holds e-mail addresses."""
    start, columns = _layout(lines)
    people = lines[start:]
    if not people:
        raise UnreadableSheet(_("There is nobody in the list."))
    if len(people) > MOST_ROWS:
        raise UnreadableSheet(_("The list has more than %(count)d rows. Divide it.") % {"count": MOST_ROWS})
    entries = [_entry(number, cells, columns) for number, cells in people]
    _mark_repeated(entries)
    return entries


def _layout(lines: Sequence[Line]) -> tuple[int, dict[str, int]]:
    """Where the people begin, and which column holds what."""
    for place, (_number, cells) in enumerate(lines[:_TOP]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            kind = _COLUMN.get(" ".join(cell.casefold().rstrip(":* ").split()))
            if kind is not None:
                columns.setdefault(kind, column)
        if "email" in columns:
            return place + 1, columns
    cells = lines[0][1]
    email = next((column for column, cell in enumerate(cells) if "@" in cell), None)
    if email is None:
        raise UnreadableSheet(_("No column is called »E-mail«. Write what each column holds in the first row."))
    others = [column for column, cell in enumerate(cells) if cell and column != email]
    return 0, {"email": email, **({"name": others[0]} if others else {})}


def _entry(number: int, cells: list[str], columns: dict[str, int]) -> Entry:
    def cell(kind: str) -> str:
        column = columns.get(kind)
        return tidy(cells[column]) if column is not None and column < len(cells) else ""

    letters = {kind: get_column_letter(column + 1) for kind, column in columns.items()}
    letters.setdefault("name", letters.get("first", ""))
    email = cell("email").removeprefix("mailto:").casefold()
    name = cell("name") or " ".join(filter(None, [cell("first"), cell("last")]))
    entry = Entry(number, email, name, unit=cell("unit"), columns=letters)
    _check_email(entry)
    if len(name) > LONGEST_NAME:
        entry.fault("name", _("The name is longer than %(count)d characters.") % {"count": LONGEST_NAME})
        entry.name = name[:LONGEST_NAME]
    if len(entry.unit) > LONGEST_UNIT:
        message = _("The name of the unit is longer than %(count)d characters.")
        entry.fault("unit", message % {"count": LONGEST_UNIT})
        entry.unit = entry.unit[:LONGEST_UNIT]
    if level := cell("level"):
        entry.level = _LEVEL.get(level.casefold(), "")
        if not entry.level:
            entry.fault("level", _("»%(level)s« is no leadership level.") % {"level": level[:40]})
    return entry


def _check_email(entry: Entry) -> None:
    if not entry.email:
        entry.fault("email", _("There is no e-mail address."))
    elif len(entry.email) > LONGEST_EMAIL:
        entry.fault("email", _("The address is longer than %(count)d characters.") % {"count": LONGEST_EMAIL})
        entry.email = entry.email[:LONGEST_EMAIL]
    else:
        try:
            validate_email(entry.email)
        except ValidationError:
            entry.fault("email", _("%(email)s is not an e-mail address.") % {"email": entry.email[:80]})


def _mark_repeated(entries: Sequence[Entry]) -> None:
    first: dict[str, int] = {}
    for entry in entries:
        if entry.email and first.setdefault(entry.email, entry.number) != entry.number:
            entry.fault("email", _("The address is in row %(row)d too.") % {"row": first[entry.email]})


def tidy(text: str) -> str:
    """As people write, without what cannot be seen: line breaks, controls, marks that turn the direction of text."""
    spaced = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    return " ".join("".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cf", "Cs")).split())
