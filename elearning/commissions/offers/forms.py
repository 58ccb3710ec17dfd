"""The offer while it is written: words and dates, and the lines with their prices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from elearning.commissions.models import Commission, OfferDraft
from elearning.commissions.offers.money import NotAPrice, NotAQuantity, plain, read_price, read_quantity, said_quantity
from elearning.commissions.workdays import after

MOST_LINES = 40
#: Working days a new offer is valid for where nothing else is said.
VALID_DAYS = 20


def _date(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget, required=False)


def _text(label: Any, help_text: Any, rows: int, longest: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=longest,
        required=False,
    )


class OfferForm(forms.Form):
    introduction = _text(_("Introduction"), _("A few words to the municipality."), 3, 2000)
    scope = _text(
        _("What is included besides"),
        _("Meetings, gatherings, material. The course's own content is added by itself."),
        5,
        5000,
    )
    starts = _date(_("Begins"))
    ends = _date(_("Ends"))
    schedule = _text(_("Dates in words"), _("Waves, gatherings, deadlines."), 3, 2000)
    valid_until = _date(_("Valid until"), _("The last day on which it can be approved."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] < cleaned["starts"]:
            self.add_error("ends", _("The end is before the beginning."))
        return cleaned


class LineForm(forms.Form):
    text = forms.CharField(label=_("What"), max_length=200, required=False)
    quantity = forms.CharField(
        label=_("Quantity"), max_length=12, required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    unit_price = forms.CharField(
        label=_("Unit price in kroner"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    def clean_quantity(self) -> Any:
        text = str(self.cleaned_data["quantity"])
        try:
            return read_quantity(text) if text.strip() else None
        except NotAQuantity as error:
            raise ValidationError(_("Write a quantity such as 1 or 2,5.")) from error

    def clean_unit_price(self) -> Any:
        text = str(self.cleaned_data["unit_price"])
        try:
            return read_price(text) if text.strip() else None
        except NotAPrice as error:
            raise ValidationError(_("Write a price such as 12.500,00. A discount has a minus before it.")) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["text"] = " ".join(str(cleaned.get("text") or "").split())
        given = {name for name in ("text", "quantity", "unit_price") if cleaned.get(name) not in (None, "")}
        if (not given and not self.errors) or self.is_dropped:
            return cleaned
        needed = {
            "text": _("Write what the line is for."),
            "quantity": _("Write a quantity such as 1 or 2,5."),
            "unit_price": _("Write a price such as 12.500,00. A discount has a minus before it."),
        }
        for name, message in needed.items():
            if name not in given and name not in self.errors:
                self.add_error(name, message)
        return cleaned

    @property
    def is_dropped(self) -> bool:
        return bool(self.data.get(f"{self.prefix}-DELETE"))

    @property
    def line(self) -> dict[str, Any] | None:
        """None for a line left empty, or taken away."""
        cleaned = getattr(self, "cleaned_data", {})
        if self.is_dropped or not cleaned.get("text"):
            return None
        return {
            "text": cleaned["text"],
            "quantity": str(cleaned["quantity"]),
            "unit_price": cleaned["unit_price"],
        }


LineFormSet = forms.formset_factory(
    LineForm, extra=3, max_num=MOST_LINES, absolute_max=MOST_LINES, can_delete=True, validate_max=True
)


class OfferForms:
    """Both together. ``valid`` and then ``values``, or with what was typed and what is wrong of it."""

    def __init__(self, commission: Commission, draft: OfferDraft | None, today: Any, data: Any = None) -> None:
        self.form = OfferForm(data, initial=_initial(commission, draft, today))
        lines = [
            {
                "text": line["text"],
                "quantity": said_quantity(line["quantity"]),
                "unit_price": plain(line["unit_price"]),
            }
            for line in (draft.lines if draft else [])
        ]
        # What is posted stands for itself: a line equal to one that a colleague has saved meanwhile is no empty one.
        self.lines = LineFormSet(data, initial=None if data is not None else lines, prefix="linje")

    @property
    def valid(self) -> bool:
        right = self.form.is_valid()
        return self.lines.is_valid() and right and not any(each.errors for each in self._kept())

    def values(self) -> dict[str, Any]:
        return {**self.form.cleaned_data, "lines": [each.line for each in self._kept() if each.line is not None]}

    def _kept(self) -> list[LineForm]:
        return [each for each in self.lines.forms if not each.is_dropped]


def _initial(commission: Commission, draft: OfferDraft | None, today: Any) -> dict[str, Any]:
    if draft is not None:
        return {name: getattr(draft, name) for name in OfferForm.base_fields}
    return {"starts": commission.starts, "ends": commission.ends, "valid_until": after(today, VALID_DAYS)}
