"""Forms of the administration of enrolments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from elearning.municipalities.models import Municipality
from tracking.enrolling.reading import Row, UnreadableList, read_file, read_text
from tracking.enrolling.rules import EnrolmentRefused, offer


class CourseChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Courses that are offered; a municipality's own is marked with the municipality."""

    def __init__(self, **kwargs: Any) -> None:
        offered = Q(variant__isnull=True, releases__isnull=False) | Q(variant__current_release__isnull=False)
        courses = CoursePage.objects.live().filter(offered).distinct().order_by("title", "pk")
        super().__init__(courses.select_related("variant__municipality"), label=_("Course"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        variant = getattr(obj, "variant", None)
        return f"{obj.title} ({variant.municipality})" if variant else obj.title


class OfferForm(forms.Form):
    """A course and the municipality it is offered in; together they must be on offer.

    ``cleaned_data["course"]`` is the form of it that the municipality's people meet.
    """

    course = CourseChoice()
    municipality = forms.ModelChoiceField(Municipality.objects.all(), label=_("Municipality"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "course" in cleaned and "municipality" in cleaned:
            try:
                cleaned["course"] = offer(cleaned["course"], cleaned["municipality"]).course
            except EnrolmentRefused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return cleaned


class JoinLinkForm(OfferForm):
    expires_at = forms.DateTimeField(
        label=_("Expires"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Empty: the link works until it is revoked."),
    )

    def clean_expires_at(self) -> Any:
        expires_at = self.cleaned_data["expires_at"]
        if expires_at and expires_at <= timezone.now():
            raise ValidationError(_("The time has passed."))
        return expires_at


class PeopleForm(OfferForm):
    """One person, a pasted list or a file; ``rows`` are the people when the form is valid."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    people = forms.CharField(
        label=_("Several people"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line: »Name <address>« or »address;name«."),
    )
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("CSV with name and e-mail, at most 1 MB and 5,000 rows.")
    )

    rows: list[Row]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = [name for name in ("email", "people", "file") if cleaned.get(name)]
        if len(given) != 1:
            raise ValidationError(_("Give one person, or a list, or a file."))
        try:
            self.rows = self._read(given[0], cleaned)
        except UnreadableList as error:
            self.add_error(given[0], str(error))
        return cleaned

    def _read(self, source: str, cleaned: dict[str, Any]) -> list[Row]:
        if source == "file":
            return read_file(cleaned["file"].read(1_000_001))
        if source == "people":
            return read_text(cleaned["people"])
        name = cleaned["name"].translate(str.maketrans('<>;,\t@"', "       "))
        return read_text(f"{name}\t{cleaned['email']}")
