"""What an editor chose on the review page, read from the form she sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import escape
from wagtail.admin.rich_text import DraftailRichTextArea

from courses.review.rows import Row
from courses.trees.identity import with_block_keys
from courses.variants.planning import Decision

CHOICES = ("ours", "theirs", "value")
#: What one's own rich text may have; links are kept, so that a text that has some does not lose them.
FEATURES = ["bold", "italic", "link", "document-link"]
LIST_FEATURES = [*FEATURES, "h3", "ol", "ul"]
_KEY = re.compile(r'\sdata-block-key="[^"]*"')
_PARAGRAPH = re.compile(r"<(p|h[2-6]|blockquote|li)\b")


def widget(row: Row) -> Any:
    """Where one's own text is written; None where the row has a plain input."""
    if row.writes != "rich":
        return None
    return DraftailRichTextArea(features=FEATURES if "#" in row.path else LIST_FEATURES)


def decisions(rows: Iterable[Row], data: Mapping[str, Any]) -> list[Decision]:
    """One decision for every row that was answered; a row left open, or emptied again, has none."""
    found = []
    for row in rows:
        choice = str(data.get(f"choice-{row.id}", ""))
        if choice not in CHOICES:
            continue
        decision: Decision = {"conflict": row.id, "choice": choice}
        if choice == "value":
            decision["value"] = _value(row, data)
        found.append(decision)
    return found


def pinned(rows: Iterable[Row], data: Mapping[str, Any]) -> set[str]:
    """The rows whose choice is to be made again; one's own text is not."""
    return {row.id for row in rows if data.get(f"pin-{row.id}") and data.get(f"choice-{row.id}") in ("ours", "theirs")}


def _value(row: Row, data: Mapping[str, Any]) -> Any:
    name = f"value-{row.id}"
    if row.writes == "number":
        return _number(str(data.get(name, "")))
    if row.writes != "rich":
        return str(data.get(name, "")).replace("\r\n", "\n")
    html = _html(widget(row), data, name)
    key = row.path.partition("#")[2]
    return _one_paragraph(html, key) if key else with_block_keys(html, row.id)


def _number(text: str) -> Any:
    """A number where it is one; else the text, for the check of the field to refuse."""
    plain = text.strip().replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        return text
    return int(number) if number.is_integer() and "." not in plain else number


def _html(editor: Any, data: Mapping[str, Any], name: str) -> str:
    """The editor's JSON as HTML; what no editor sent is taken as plain text."""
    try:
        return str(editor.value_from_datadict(data, {}, name) or "")
    except (ValueError, TypeError, KeyError, AttributeError):
        return f"<p>{escape(str(data.get(name, '')))}</p>"


def _one_paragraph(html: str, key: str) -> str:
    """The paragraph under the key of the one it stands for."""
    bare = _KEY.sub("", html)
    return _PARAGRAPH.sub(lambda found: f'{found[0]} data-block-key="{key}"', bare, count=1)
