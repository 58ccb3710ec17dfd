"""The questions as a form. It takes a draft as it comes; what is missing when it is sent the action says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from elearning.commissions.evaluation.questionnaire import TEXT_LENGTH, Kind, Question, Questionnaire


class EvaluationForm(forms.Form):
    def __init__(self, questionnaire: Questionnaire, answers: Mapping[str, Any], errors: Mapping[str, str]) -> None:
        """With ``errors``, by the question's key, it is what was posted; else it shows what there is."""
        super().__init__(data=dict(answers) if errors else None, initial=dict(answers))
        for question in questionnaire.questions:
            self.fields[question.key] = _field(question)
        for name, message in errors.items():
            self.add_error(name, message)

    def summary(self) -> list[dict[str, str]]:
        """For components/error_summary.html: a question that is missing, and the first of its answers."""
        return [{"id": f"{self[name].auto_id}_0", "message": str(self[name].label)} for name in self.errors]


def _field(question: Question) -> forms.Field:
    if question.kind is Kind.TEXT:
        return forms.CharField(
            label=question.text,
            required=False,
            max_length=TEXT_LENGTH,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("You may leave it empty. Write no names."),
        )
    return forms.ChoiceField(label=question.text, required=False, choices=question.options, widget=forms.RadioSelect)
