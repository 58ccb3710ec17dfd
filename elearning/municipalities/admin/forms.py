"""What the screens about municipalities ask for. The actions decide what is let through."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.images.widgets import AdminImageChooser

from elearning.municipalities.actions.change_municipality import CHANGEABLE
from elearning.municipalities.actions.members import Place
from elearning.municipalities.admin.selectors import unit_choices
from elearning.municipalities.managing import grantable_roles
from elearning.municipalities.models import Membership, Municipality, OrganisationUnit

ROLE_HELP = _(
    "An editor makes the municipality's own courses, an approver approves them, a facilitator sees who has begun "
    "and completed. All of them can take the courses."
)


def _capitalised(first: Any, choices: Iterable[tuple[Any, Any]]) -> Callable[[], list[tuple[Any, str]]]:
    """Choices as a list begins them; asked for when they are shown, in the language of the moment."""
    return lambda: [("", first), *((value, capfirst(str(label))) for value, label in choices)]


class LinesField(forms.CharField):
    """A list, one entry a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]


class MunicipalityForm(forms.Form):
    """Fields as ``Municipality``'s own; what is wrong with them is said by the action."""

    hostnames = LinesField()
    email_domains = LinesField()

    def __init__(self, data: Any = None, *, municipality: Municipality) -> None:
        super().__init__(data, initial={name: getattr(municipality, name) for name in CHANGEABLE})
        fields: dict[str, Any] = {name: Municipality._meta.get_field(name) for name in CHANGEABLE}
        for name, field in fields.items():
            if name not in self.fields:
                # A person who writes no scheme means https; Django 6 says so by itself.
                more = {"assume_scheme": "https"} if isinstance(field, models.URLField) else {}
                self.fields[name] = field.formfield(**more)
            self.fields[name].label, self.fields[name].help_text = capfirst(field.verbose_name), field.help_text
        # Which fields these are is told by the model; whether they are right by its validation, in the action.
        self.fields["logo"] = forms.ModelChoiceField(
            get_image_model()._default_manager.all(),
            required=False,
            widget=AdminImageChooser,
            label=capfirst(fields["logo"].verbose_name),
            help_text=fields["logo"].help_text,
        )
        self.order_fields(CHANGEABLE)


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=_capitalised(_("All"), Membership.Role.choices))
    unit = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(self, data: Any, *, municipality: Municipality) -> None:
        super().__init__(data)
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            ("none", _("No unit")),
            *unit_choices(municipality),
        ]


class MemberForm(forms.Form):
    """``user`` fills it in: the roles she cannot give are not there."""

    role = forms.ChoiceField(label=_("Role"), help_text=ROLE_HELP)
    level = forms.ChoiceField(
        label=_("Leadership level"),
        required=False,
        choices=_capitalised(_("Not told"), Membership.Level.choices),
    )
    unit = forms.ChoiceField(label=_("Organisation unit"), required=False)
    digitalisation = forms.BooleanField(label=_("Works with digitalisation"), required=False)

    def __init__(
        self, data: Any = None, *, municipality: Municipality, user: Any, membership: Membership | None = None
    ) -> None:
        initial: dict[str, Any] = {"role": Membership.Role.LEARNER}
        if membership is not None:
            initial = {name: getattr(membership, name) for name in ("role", "level", "digitalisation")}
            initial["unit"] = str(membership.unit_id or "")
        super().__init__(data, initial=initial)
        self.municipality = municipality
        labels = {value: capfirst(str(label)) for value, label in Membership.Role.choices}
        roles = [(role, labels[role]) for role in grantable_roles(user, municipality)]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("No unit")), *unit_choices(municipality)]  # type: ignore[attr-defined]

    def place(self) -> Place:
        return Place(
            role=self.cleaned_data["role"],
            level=self.cleaned_data["level"],
            unit=_unit(self.municipality, self.cleaned_data["unit"]),
            digitalisation=self.cleaned_data["digitalisation"],
        )


class NewMemberForm(MemberForm):
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput,
        help_text=_("Who has no account gets one, and signs in with a code by e-mail."),
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=200, help_text=_("Only used where the account is new.")
    )
    field_order = ("email", "name")


class UnitForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("Blocks say by name whom they are for: after a new name, look through the municipality's courses."),
    )
    parent = forms.ChoiceField(label=_("Part of"), required=False)

    def __init__(self, data: Any = None, *, municipality: Municipality, unit: OrganisationUnit | None = None) -> None:
        super().__init__(data, initial={"name": unit.name, "parent": str(unit.parent_id or "")} if unit else None)
        self.municipality = municipality
        own = str(unit.pk) if unit else ""
        others = [choice for choice in unit_choices(municipality) if choice[0] != own]
        self.fields["parent"].choices = [("", _("The municipality itself")), *others]  # type: ignore[attr-defined]

    def chosen_parent(self) -> OrganisationUnit | None:
        return _unit(self.municipality, self.cleaned_data["parent"])


class RemoveUnitForm(forms.Form):
    successor = forms.ChoiceField(label=_("Move people and units to"), required=False)

    def __init__(self, data: Any = None, *, unit: OrganisationUnit) -> None:
        super().__init__(data)
        self.municipality = unit.municipality
        others = [choice for choice in unit_choices(unit.municipality) if choice[0] != str(unit.pk)]
        above = str(unit.parent) if unit.parent else _("The municipality itself")
        self.fields["successor"].choices = [("", above), *others]  # type: ignore[attr-defined]

    def chosen_successor(self) -> OrganisationUnit | None:
        return _unit(self.municipality, self.cleaned_data["successor"])


def _unit(municipality: Municipality, key: str) -> OrganisationUnit | None:
    return OrganisationUnit.objects.for_municipality(municipality).filter(pk=key).first() if key else None
