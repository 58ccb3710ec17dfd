"""The municipalities of Denmark, from the list kept with the code."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from elearning.municipalities.models import OPEN_CODE, Municipality

DATA = Path(__file__).resolve().parents[1] / "data" / "municipalities.csv"
COLUMNS = ("code", "name", "official_name", "genitive", "region")


class SeedError(ValueError):
    """The list of municipalities cannot be used; nothing has been stored."""


@dataclass(frozen=True)
class Seeded:
    created: int
    updated: int
    unchanged: int


class SeedMunicipalities:
    """Makes the list's municipalities, and corrects what the list says otherwise.

    What only the database knows (domains, members, branding) is never touched, and a municipality
    that is not in the list stays.
    """

    def __init__(self, source: Path = DATA) -> None:
        self.source = source

    def execute(self) -> Seeded:
        listed = list(self._read())
        counts = {"created": 0, "updated": 0, "unchanged": 0}
        with transaction.atomic():
            known = {it.code: it for it in Municipality.objects.filter(code__in=[it["code"] for it in listed])}
            for row in listed:
                counts[self._store(known.get(row["code"]), row)] += 1
        return Seeded(**counts)

    def _read(self) -> Iterable[dict[str, str]]:
        try:
            with self.source.open(encoding="utf-8-sig", newline="") as file:
                yield from self._rows(csv.DictReader(file))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise SeedError(_("The list %(path)s cannot be read.") % {"path": self.source}) from error

    def _rows(self, reader: csv.DictReader[str]) -> Iterable[dict[str, str]]:
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
        if missing:
            raise SeedError(_("The list lacks the columns %(columns)s.") % {"columns": ", ".join(missing)})
        seen: set[str] = set()
        for row in reader:
            values = {column: (row[column] or "").strip() for column in COLUMNS}
            code = values["code"]
            if len(code) != 3 or not code.isdecimal() or code == OPEN_CODE or code in seen:
                message = _("Line %(line)s: %(code)s is not a municipality code, or is listed twice.")
                raise SeedError(message % {"line": reader.line_num, "code": code})
            seen.add(code)
            yield values

    def _store(self, municipality: Municipality | None, row: dict[str, str]) -> str:
        created = municipality is None
        municipality = municipality or Municipality(code=row["code"])
        if not created and all(getattr(municipality, column) == row[column] for column in COLUMNS):
            return "unchanged"
        for column in COLUMNS:
            setattr(municipality, column, row[column])
        try:
            municipality.clean_fields()
        except ValidationError as error:
            raise SeedError(f"{row['code']}: {error.messages}") from error
        municipality.save()
        return "created" if created else "updated"
