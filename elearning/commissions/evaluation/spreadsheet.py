"""The report as a spreadsheet: the same content, a sheet a subject. What people have written is never a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from courses.spreadsheets import harmless
from elearning.commissions.evaluation.figures import FEW, NONE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = Sequence[Any]


def report_xlsx(content: Mapping[str, Any]) -> bytes:
    with translation.override(settings.LANGUAGE_CODE):
        book = Workbook()
        book.remove(book.active)
        _sheet(book, _("The report"), _about(content))
        _sheet(book, _("Who took part"), _participation(content["participation"]))
        _sheet(book, _("The wishes"), _wishes(content["wishes"]))
        _sheet(book, _("Answers"), _answers(content["answers"]))
        _sheet(book, _("By group"), _groups(content["answers"]))
        _sheet(book, _("In their own words"), _texts(content["answers"]))
        stream = io.BytesIO()
        book.save(stream)
    return stream.getvalue()


def _sheet(book: Workbook, title: str, rows: Iterable[Row]) -> None:
    sheet = book.create_sheet(title[:31])
    for number, row in enumerate(rows, start=1):
        sheet.append([_cell(value) for value in row])
        for cell in sheet[number]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for column in "ABCD":
        sheet.column_dimensions[column].width = 40
    sheet.freeze_panes = "A2"


def _cell(value: Any) -> Any:
    return harmless(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value


def _about(content: Mapping[str, Any]) -> Iterator[Row]:
    order = content["order"]
    yield [_("Evaluation"), order["title"]]
    yield [_("Order"), order["number"]]
    yield [_("Municipality"), order["municipality"]]
    yield [_("Course"), order["course"]]
    yield [_("Date"), content["made_on"]]
    yield [_("State"), _("Preview: not the report yet") if content["preview"] else _("Report")]
    yield [_("Figures"), _("Nothing is shown of fewer than five answers.")]


def _participation(told: Mapping[str, Any]) -> Iterator[Row]:
    yield ["", "", _("Invited"), _("Begun"), _("Completed")]
    if told["total"] is None:
        yield [_("All"), "", _few() if told["few"] else 0, "", ""]
        return
    yield [_("All"), "", *_counts(told["total"])]
    for table in told["tables"]:
        for row in table["rows"]:
            yield [table["title"], row["name"], *_counts(row)]


def _counts(row: Mapping[str, int]) -> list[int]:
    return [row["invited"], row["begun"], row["completed"]]


def _wishes(told: Mapping[str, Any]) -> Iterator[Row]:
    yield [_("Wish"), _("Place"), _("State"), _("What became of it")]
    for wish in told["rows"]:
        yield [wish["text"], wish["place"], wish["label"], wish["how"]]


def _answers(rounds: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    yield [_("Round"), _("Question"), _("Answer"), _("How many")]
    for round_ in rounds:
        if not round_["questions"]:
            yield [round_["title"], "", "", _number(round_["count"])]
        for question in round_["questions"]:
            if question["kind"] == "text":
                continue
            if not question["options"]:
                yield [round_["title"], question["text"], "", _number(question["count"])]
            for option in question["options"]:
                yield [round_["title"], question["text"], option["label"], option["count"]]


def _groups(rounds: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    yield [_("Round"), _("Divided by"), _("Group"), _("Question"), _("How many agree"), _("Answers")]
    for round_ in rounds:
        for table in round_["groups"]:
            for row in table["rows"]:
                for group, agree in zip(table["groups"], row["agree"], strict=True):
                    yield [round_["title"], table["title"], group["name"], row["text"], agree, group["count"]]


def _texts(rounds: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    yield [_("Round"), _("Question"), _("Answer")]
    for round_ in rounds:
        for question in round_["questions"]:
            for text in question.get("texts", ()):
                yield [round_["title"], question["text"], text]


def _number(count: Any) -> Any:
    return {NONE: 0, FEW: _few()}.get(count, count)


def _few() -> str:
    return _("fewer than five")
