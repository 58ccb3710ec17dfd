"""What the designer says when she makes a version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import CourseRelease
from courses.releasing.plan import ReleasePlan


class ReleaseForm(forms.Form):
    notes = forms.CharField(
        label=_("What has changed"),
        help_text=_("Read by the municipalities that decide whether to take the version."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    importance = forms.ChoiceField(
        label=_("Importance"),
        choices=CourseRelease.Importance.choices,
        initial=CourseRelease.Importance.RECOMMENDED,
        help_text=_("Mandatory: a mistake or a rule that everybody must have. Use it seldom."),
    )
    leave_drafts = forms.BooleanField(
        label=_("Let the drafts wait"),
        help_text=_("The version is made of what is published; the drafts come with a later one."),
        required=False,
    )
    expected_sha256 = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, plan: ReleasePlan) -> None:
        super().__init__(data, initial={"expected_sha256": plan.sha256})
        if plan.number > 1:
            self.fields["notes"].required = True
        if not plan.drafts:
            del self.fields["leave_drafts"]
