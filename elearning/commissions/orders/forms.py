"""The order's form. A draft may be half-written: nothing is required before it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import CatalogueIndexPage, CoursePage, CourseRelease
from elearning.commissions.actions.drafts import FIELDS
from elearning.commissions.models import Commission
from elearning.commissions.requirements import DATA_KINDS, MOST_MONTHS, is_cvr, is_gln
from elearning.municipalities.models import Membership, Municipality

if TYPE_CHECKING:
    CommissionForm = forms.ModelForm[Commission]
else:  # Django's own takes no parameter
    CommissionForm = forms.ModelForm


def starting_courses() -> Any:
    """The courses in the catalogue that have a version; a municipality's own are not among them."""
    released = CourseRelease.objects.values("course")
    shared = Q(pk__in=[])
    for catalogue in CatalogueIndexPage.objects.all():
        shared |= Q(path__startswith=catalogue.path)
    return CoursePage.objects.filter(shared, pk__in=released).live().public().order_by("title")


class OrderForm(CommissionForm):
    levels = forms.MultipleChoiceField(
        label=_("Leadership levels"), choices=Membership.Level, widget=forms.CheckboxSelectMultiple, required=False
    )

    people = forms.IntegerField(
        label=_("About how many people"),
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        required=False,
    )

    class Meta:
        model = Commission
        fields: ClassVar[list[str]] = list(FIELDS)
        widgets: ClassVar[dict[str, Any]] = {
            "audience": forms.Textarea(attrs={"rows": 2}),
            "content_wishes": forms.Textarea(attrs={"rows": 5}),
            "process_wishes": forms.Textarea(attrs={"rows": 4}),
            "systems": forms.Textarea(attrs={"rows": 3}),
            "starts": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "format": forms.RadioSelect,
            "contact_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "contact_email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "contact_phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
        }
        labels: ClassVar[dict[str, Any]] = {
            "course": _("Which course do you begin with"),
            "title": _("What do you call it"),
            "audience": _("Who is it for"),
            "content_wishes": _("What has to be in it"),
            "process_wishes": _("How you want to run it"),
            "systems": _("Own systems and cases in focus"),
            "starts": _("From"),
            "ends": _("To"),
            "format": _("Format"),
            "contact_name": _("Your name"),
            "contact_email": _("Your e-mail address"),
            "contact_phone": _("Your telephone number"),
            "call_back": _("Call me back"),
            "express": _("We take the course as it is"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "content_wishes": _("Examples: what your managers struggle with, what they must be able to do on Tuesday."),
            "process_wishes": _("Examples: how long a period, gatherings, who facilitates at your place."),
            "systems": _("Examples: your case system, a decision of your own to work with."),
            "express": _("The quick way for a small order: no co-design, straight to your approver."),
            "contact_email": _("Your work address, so that we can see where you are from."),
        }

    def __init__(self, *args: Any, municipalities: Iterable[Municipality] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [each.pk for each in municipalities]
        ordinary = Municipality.objects.ordinary()
        for field in self.fields.values():
            field.required = False
        municipality: Any = self.fields["municipality"]
        municipality.queryset = ordinary.filter(pk__in=own) if own else ordinary
        municipality.empty_label = _("Choose your municipality")
        course: Any = self.fields["course"]
        course.queryset, course.empty_label = starting_courses(), _("None: from scratch")
        formats: Any = self.fields["format"]
        formats.choices = Commission.Format.choices
        if self.instance.municipality_id and self.instance.municipality.is_open:
            self.initial["municipality"] = None

    def clean_contact_phone(self) -> str:
        phone = str(self.cleaned_data["contact_phone"])
        if phone and not set(phone) <= set("+0123456789 ()-"):
            raise ValidationError(_("Write the number with digits only."))
        return phone

    def kept(self) -> dict[str, Any]:
        """What is right of what was written; a municipality that is not chosen yet is left as it is."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        if not cleaned.get("municipality"):
            cleaned.pop("municipality", None)
        return cleaned

    def _post_clean(self) -> None:
        """The draft is stored by an action: the form itself changes nothing."""


class FactsForm(forms.Form):
    """What the invoice and the data processing agreement need. What is empty may be filled in later."""

    cvr = forms.CharField(label=_("CVR number"), max_length=12, required=False)
    ean = forms.CharField(label=_("EAN location number"), max_length=20, required=False)
    person_reference = forms.CharField(label=_("Person reference"), max_length=60, required=False)
    order_number = forms.CharField(label=_("Your order number"), max_length=60, required=False)
    data_controller = forms.CharField(label=_("Data controller"), max_length=120, required=False)
    data_contact_name = forms.CharField(label=_("Whom to ask about data protection"), max_length=120, required=False)
    data_contact_email = forms.EmailField(label=_("Their e-mail address"), required=False)
    sub_processors = forms.CharField(
        label=_("Sub-processors"),
        help_text=_("One a line, or »none«."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, data: Any = None, *, commission: Commission) -> None:
        initial = {name: getattr(commission, name) for name in FactsForm.base_fields}
        kept = commission.data_retention or {}
        initial.update({f"retention_{kind}": kept.get(kind) for kind in DATA_KINDS})
        super().__init__(data, initial=initial)
        for kind, label in DATA_KINDS.items():
            self.fields[f"retention_{kind}"] = forms.IntegerField(
                label=label, help_text=_("Months it is kept."), min_value=1, max_value=MOST_MONTHS, required=False
            )
        self.order_fields([*list(self.base_fields)[:-1], *(f"retention_{kind}" for kind in DATA_KINDS)])

    def clean_cvr(self) -> str:
        cvr = "".join(str(self.cleaned_data["cvr"]).split())
        if cvr and not is_cvr(cvr):
            raise ValidationError(_("That is no CVR number. Check the eight digits."))
        return cvr

    def clean_ean(self) -> str:
        ean = "".join(str(self.cleaned_data["ean"]).split())
        if ean and not is_gln(ean):
            raise ValidationError(_("That is no EAN location number. Check the thirteen digits."))
        return ean

    def values(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        months = {kind: cleaned.pop(f"retention_{kind}") for kind in DATA_KINDS}
        return {**cleaned, "data_retention": {kind: value for kind, value in months.items() if value}}
