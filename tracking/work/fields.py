"""Form fields for what learners write: plain text in one form of newline, dates a calendar can hold."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


def no_control_characters(text: str) -> None:
    """Refuses what cannot be shown or stored (PostgreSQL takes no NUL), but for newlines and tabs."""
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text if character not in "\t\n"):
        raise ValidationError(
            _("The text holds characters that cannot be saved. Copy it without formatting."), code="control_character"
        )


class PlainText(forms.CharField):
    """Optional text. A browser sends a newline as two characters; it counts, and is kept, as one."""

    default_error_messages: ClassVar = {
        "max_length": _("Write at most %(limit_value)d characters. You have %(show_value)d.")
    }

    def __init__(self, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, required=False, **kwargs)
        # The message of Django's own length validator is translated without the figures we want.
        for validator in self.validators:
            if getattr(validator, "code", "") == "max_length":
                setattr(validator, "message", self.error_messages["max_length"])  # noqa: B010
        self.validators = [v for v in self.validators if getattr(v, "code", "") != "null_characters_not_allowed"]
        self.validators.append(no_control_characters)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class PlainDate(forms.DateField):
    """An optional date, as ``<input type="date">`` sends it or as a Dane writes it."""

    default_error_messages: ClassVar = {"invalid": _("Write the date as in 28-09-2026.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y"],
            validators=[
                MinValueValidator(EARLIEST, _("Choose a date after the year 2000.")),
                MaxValueValidator(LATEST, _("Choose a date before the year 2100.")),
            ],
            **kwargs,
        )
