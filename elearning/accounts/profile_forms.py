"""What a person may say about herself."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from elearning.accounts.models import User


class ProfileForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["first_name", "last_name", "language"]
        widgets: ClassVar[dict[str, Any]] = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }
        help_texts: ClassVar[dict[str, Any]] = {"last_name": _("Your name is put on the certificate.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = True
        self.fields["last_name"].required = True
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), required=False, choices=[("", _("The site's own")), *settings.LANGUAGES]
        )


class CodeForm(forms.Form):
    """A six-digit code from a mail."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
