"""What a municipality's editor says about its process, and the designer about its locks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.admin.variant_selectors import Setting
from courses.models import ProcessOverrides

LOCK_CHOICES = (("lock", _("Lock")), ("unlock", _("Unlock")))


class ProcessForm(forms.Form):
    """One field a setting; left empty it is as the course says. A locked setting has none."""

    def __init__(self, data: Any = None, *, settings: list[Setting]) -> None:
        super().__init__(data, initial={setting.name: setting.own for setting in settings})
        self.settings = settings
        for setting in settings:
            if setting.lock is None:
                self.fields[setting.name] = _field(setting)

    def overrides(self, posted: Any) -> dict[str, Any]:
        """What to hand to ``ChangeProcess``: also a locked setting that somebody sent all the same."""
        sent = {setting.name: posted[setting.name] for setting in self.settings if posted.get(setting.name)}
        own = {name: value if value != "" else None for name, value in self.cleaned_data.items()}
        return {**{name: value for name, value in sent.items() if name not in self.fields}, **own}

    def add_errors(self, error: ValidationError) -> None:
        for name, messages in error.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)


def _field(setting: Setting) -> forms.Field:
    model_field: Any = ProcessOverrides._meta.get_field(setting.name)
    as_course = _("As the course: %(value)s") % {"value": setting.of_course_label}
    if model_field.flatchoices:
        choices = [("", as_course), *((value, str(text).capitalize()) for value, text in model_field.flatchoices)]
        return forms.ChoiceField(label=setting.label, choices=choices, required=False)
    field: forms.Field = model_field.formfield(required=False, label=setting.label)
    field.help_text = _HELP.get(setting.name, "")
    field.widget.attrs.update(placeholder=as_course, inputmode="numeric")
    return field


_HELP = {
    "deadline_days": _("From enrolment. 0 means no deadline. Empty means as the course."),
    "reminder_days": _("0 means no reminders. Empty means as the course."),
    "pass_mark": _("Empty means as the course."),
}


class LockForm(forms.Form):
    key = forms.ChoiceField(label=_("What"))
    state = forms.ChoiceField(label=_("Lock or unlock"), choices=LOCK_CHOICES, widget=forms.RadioSelect, initial="lock")
    reason = forms.CharField(
        label=_("Why"),
        max_length=250,
        help_text=_("The municipality reads it where it meets the lock."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, groups: list[tuple[str, list[tuple[str, str]]]]) -> None:
        super().__init__(data)
        field = self.fields["key"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = [("", _("Choose")), *groups]
