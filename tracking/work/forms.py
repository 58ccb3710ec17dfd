"""One form a kind of work: what may be written in it, and how it is kept.

A form reads the block's own field names (templates/courses/blocks/<kind>.html) and gives with ``to_json`` what
``WorkItem.data`` holds. Everything is optional, since work saves itself while it is being written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.trees.nodes import Node
from tracking.work.fields import PlainDate, PlainText

LONGEST_TEXT = 10_000
MOST_ROWS = 30
MOST_PLANS = 2
PILES = ("locked", "influence", "own")
ANSWERS = ("1", "2", "3", "4", "5", "unknown")


class WorkForm(forms.Form):
    """``node`` is the block, ``tree`` the course it is in, ``before`` what is saved already."""

    def __init__(self, node: Node, tree: Node, data: Any = None, before: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.node, self.tree, self.before = node, tree, before or {}
        self.build()

    def build(self) -> None:
        """Add the fields that depend on the block."""

    def to_json(self) -> dict[str, Any]:
        return {name: _plain(value) for name, value in self.cleaned_data.items()}

    @property
    def messages(self) -> dict[str, str]:
        """The first error of each field; "form" for the whole block."""
        return {"form" if name == "__all__" else name: str(errors[0]) for name, errors in self.errors.items()}

    def shown_again(self) -> dict[str, Any]:
        """What was written in a form that could not be saved, in the shape the block's template shows."""
        return {name: self.data.get(name, "") for name in self.base_fields}

    def sent(self, pattern: str) -> Iterator[re.Match[str]]:
        """The names the form was sent with that match."""
        return filter(None, (re.fullmatch(pattern, name) for name in self.data))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value or ""


class TextForm(WorkForm):
    """A reflection, or an exercise in writing: {"text"}."""

    text = PlainText(LONGEST_TEXT)


class DilemmaForm(WorkForm):
    """{"option": id of the one chosen}."""

    option = forms.CharField(required=False)

    def clean_option(self) -> str:
        option: str = self.cleaned_data["option"]
        if not option:
            raise ValidationError(_("Choose one of the options."))
        if option not in {child["id"] for child in self.node["children"]["options"]}:
            raise ValidationError(_("That option is not there any more. Choose one of those shown."))
        return option

    def shown_again(self) -> dict[str, Any]:
        return {}


class ThreePilesForm(WorkForm):
    """{"rows": [{"text", "pile"}]}, the empty ones left out; a row may wait for its pile."""

    def build(self) -> None:
        self.numbers = sorted({int(found[1]) for found in self.sent(r"(?:item|pile)-(\d{1,4})")})
        for number in self.numbers:
            self.fields[f"item-{number}"] = PlainText(200)
            self.fields[f"pile-{number}"] = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        rows = []
        for number in self.numbers:
            text, pile = (self.cleaned_data.get(f"{name}-{number}", "") for name in ("item", "pile"))
            if pile and pile not in PILES:
                self.add_error(f"pile-{number}", _("Choose one of the three piles."))
            elif text:
                rows.append({"text": text, "pile": pile})
        if len(rows) > MOST_ROWS:
            raise ValidationError(_("There is room for %(most)d lines.") % {"most": MOST_ROWS})
        self.rows = rows
        return self.cleaned_data

    def shown_again(self) -> dict[str, Any]:
        numbers = range(1, 2 * MOST_ROWS)
        rows = [{"text": self.data.get(f"item-{n}", ""), "pile": self.data.get(f"pile-{n}", "")} for n in numbers]
        return {"rows": [row for row in rows if any(row.values())]}

    def to_json(self) -> dict[str, Any]:
        return {"rows": self.rows}


class IfThenPlanForm(WorkForm):
    """{"plans": [{"situation", "action", "date"}]}; a plan that is left empty keeps its place before a filled one."""

    def build(self) -> None:
        self.count = min(int(self.node["fields"].get("plans") or 1), MOST_PLANS)
        for number in range(1, self.count + 1):
            self.fields[f"situation-{number}"] = PlainText(300)
            self.fields[f"action-{number}"] = PlainText(300)
            self.fields[f"date-{number}"] = PlainDate()

    def clean(self) -> dict[str, Any]:
        if any(int(found[1]) > self.count for found in self.sent(r"(?:situation|action|date)-(\d{1,4})")):
            raise ValidationError(_("There is room for %(most)d plans.") % {"most": self.count})
        return self.cleaned_data

    def shown_again(self) -> dict[str, Any]:
        names = ("situation", "action", "date")
        numbers = range(1, MOST_PLANS + 1)
        return {"plans": [{name: self.data.get(f"{name}-{number}", "") for name in names} for number in numbers]}

    def to_json(self) -> dict[str, Any]:
        plans = [
            {name: _plain(self.cleaned_data[f"{name}-{number}"]) for name in ("situation", "action", "date")}
            for number in range(1, self.count + 1)
        ]
        while plans and not any(plans[-1].values()):
            plans.pop()
        return {"plans": plans}


class FollowUpForm(WorkForm):
    """{"partner", "dates": {days: date}}."""

    partner = PlainText(100)

    def build(self) -> None:
        self.days = [str(days) for days in self.node["fields"].get("days") or []]
        for days in self.days:
            self.fields[f"date-{days}"] = PlainDate()

    def shown_again(self) -> dict[str, Any]:
        dates = {str(days): self.data.get(f"date-{days}", "") for days in self.node["fields"].get("days") or []}
        return {"partner": self.data.get("partner", ""), "dates": dates}

    def to_json(self) -> dict[str, Any]:
        dates = {days: _plain(self.cleaned_data[f"date-{days}"]) for days in self.days}
        return {"partner": self.cleaned_data["partner"], "dates": {days: day for days, day in dates.items() if day}}


class BenefitCardForm(WorkForm):
    """{"benefit", "owner", "baseline", "target", "date", "change"}."""

    benefit = PlainText(1000)
    owner = PlainText(100)
    baseline = PlainText(300)
    target = PlainText(300)
    date = PlainDate()
    change = PlainText(2000)


class MaturityCheckForm(WorkForm):
    """{"answers": {statement id: "1" to "5" or "unknown"}}: what is sent is added to what is saved."""

    def build(self) -> None:
        themes = self.tree["children"].get("maturity", [])
        self.known = {statement["id"] for theme in themes for statement in theme["children"]["statements"]}

    def clean(self) -> dict[str, Any]:
        self.answers: dict[str, str] = {}
        for found in self.sent(r"s-(.*)"):
            statement, value = found[1], self.data[found[0]]
            if statement not in self.known:
                raise ValidationError(_("One of the statements is not there any more. Load the page again."))
            if value not in ANSWERS:
                raise ValidationError(_("Answer each statement with 1 to 5, or »do not know«."))
            self.answers[statement] = value
        return self.cleaned_data

    def shown_again(self) -> dict[str, Any]:
        return {"answers": {name.removeprefix("s-"): self.data[name] for name in self.data if name.startswith("s-")}}

    def to_json(self) -> dict[str, Any]:
        kept = {id_: value for id_, value in self.before.get("answers", {}).items() if id_ in self.known}
        return {"answers": {**kept, **self.answers}}


FORMS: Mapping[str, type[WorkForm]] = {
    "reflection": TextForm,
    "exercise": TextForm,
    "dilemma": DilemmaForm,
    "three_piles": ThreePilesForm,
    "if_then_plan": IfThenPlanForm,
    "follow_up": FollowUpForm,
    "benefit_card": BenefitCardForm,
    "maturity_check": MaturityCheckForm,
}
