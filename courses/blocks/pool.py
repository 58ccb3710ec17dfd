"""A reference from a lesson to a question in the course's pool."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import FieldBlock


class QuestionReferenceWidget(forms.TextInput):
    """A text field that the editor's script (pool-question.js) turns into a list of the course's pool questions."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-controller": "pool-question", "autocomplete": "off", **(attrs or {})})


class QuestionReferenceBlock(FieldBlock):
    """The id of a question in the pool of the course the lesson is in.

    That the question exists is checked where the course is known: when the lesson is saved, and on release.
    """

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = forms.CharField(
            required=required, help_text=help_text, max_length=36, widget=QuestionReferenceWidget()
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        cleaned: str = super().clean(value)
        if not cleaned:
            return ""
        try:
            return str(uuid.UUID(cleaned))
        except ValueError:
            raise ValidationError(_("Choose a question from the course's pool.")) from None

    class Meta:
        icon = "help"
