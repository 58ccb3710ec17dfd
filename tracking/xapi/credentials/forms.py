"""What the screen about a new access asks for; the action decides what is let through."""

from __future__ import annotations

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracking.xapi.credentials.wording import SCOPES
from tracking.xapi.resources.call import Scope


class CredentialForm(forms.Form):
    name = forms.CharField(
        label=_("The system's name"),
        max_length=80,
        help_text=_("So that you know it again here and in the log: »Plan2learn«."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("The system may"),
        choices=[(str(scope), label) for scope, label in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose no more than it needs. What a learner answers and writes is shown to no system."),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: until you revoke the access."),
    )

    def chosen_scopes(self) -> list[Scope]:
        return [Scope(name) for name in self.cleaned_data["scopes"]]

    def expires_at(self) -> datetime | None:
        """The end of the last day."""
        day = self.cleaned_data["last_day"]
        return None if day is None else timezone.make_aware(datetime.combine(day, time.max))
