"""What the screens about forwarding ask for; the actions decide what is let through."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracking.actions.relays import RelaySettings
from tracking.models import Relay

_DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class RelayForm(forms.Form):
    endpoint = forms.CharField(
        label=_("Address"),
        max_length=600,
        help_text=_("Of the record store (LRS), as those who run it write it: »https://lrs.example.dk/xapi/«."),
    )
    user_name = forms.CharField(label=_("User name (key)"), max_length=255)
    secret = forms.CharField(
        label=_("Password (secret)"),
        required=False,
        max_length=1000,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
        help_text=_("Stored encrypted and never shown again. Empty keeps the one that is stored."),
    )
    version = forms.ChoiceField(
        label=_("Version"),
        choices=Relay.Version.choices,
        initial=Relay.Version.V1,
        help_text=_("Most record stores speak 1.0.3."),
    )
    since = forms.DateField(
        label=_("Send from"),
        required=False,
        help_text=_("Empty: everything that has been completed so far."),
        **_DAY,  # type: ignore[arg-type]
    )

    def __init__(self, *args: Any, relay: Relay | None, **kwargs: Any) -> None:
        if relay is not None:
            names = ("endpoint", "user_name", "version")
            kwargs.setdefault("initial", {name: getattr(relay, name) for name in names})
        super().__init__(*args, **kwargs)
        if relay is not None:
            # Once something is sent there is a screen of its own for that.
            del self.fields["since"]

    def given(self) -> RelaySettings:
        return RelaySettings(**{"since": None, **self.cleaned_data})


class ReplayForm(forms.Form):
    day = forms.DateField(
        label=_("Send from"),
        help_text=_("What the record store has already, it keeps once. A later day passes over what lies before it."),
        **_DAY,  # type: ignore[arg-type]
    )
