"""What the screens about H5P ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.collections import CollectionChoiceField

from courses.actions.change_h5p import CHANGEABLE
from courses.h5p.package import LIMITS
from courses.h5p.selectors import collections_for_import
from courses.models import H5PActivity

ENDING = ".h5p"


class PackageForm(forms.Form):
    """A package; for a new activity also its name and place."""

    file = forms.FileField(
        label=gettext_lazy("H5P file"),
        help_text=gettext_lazy("A file that ends in .h5p, from h5p.org, Lumi, Moodle or another tool. At most 200 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ENDING}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith(ENDING):
            raise ValidationError(_("The file does not end in .h5p. Choose another."))
        size = file.size or 0
        if size > LIMITS.upload:
            raise ValidationError(
                _("The file is %(size)s. At most %(limit)s can be imported.")
                % {"size": filesizeformat(size), "limit": filesizeformat(LIMITS.upload)}
            )
        return file


class NewPackageForm(PackageForm):
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Left empty it is called what the package is called."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collection"] = _collection_field(collections_for_import(user))


class ActivityForm(forms.Form):
    """Fields as the model's own; the action validates them."""

    def __init__(self, data: Any = None, *, activity: H5PActivity, user: Any) -> None:
        super().__init__(data, initial={name: getattr(activity, name) for name in CHANGEABLE})
        places = collections_for_import(user) | type(activity.collection).objects.filter(pk=activity.collection_id)
        for name in CHANGEABLE:
            field: Any = H5PActivity._meta.get_field(name)
            form_field = _collection_field(places) if name == "collection" else field.formfield()
            form_field.label = capfirst(str(field.verbose_name))
            if field.choices:
                form_field.choices = [(value, capfirst(str(label))) for value, label in field.choices]
            self.fields[name] = form_field
        self.fields["pass_mark"].help_text = _("Used where the activity is completed by its score.")
        self.fields["accessibility_note"].widget = forms.Textarea(attrs={"rows": 3})


class LibraryFilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("waiting", gettext_lazy("Waits for approval")),
            ("approved", gettext_lazy("Approved")),
            ("unused", gettext_lazy("Used by nothing")),
        ],
    )


def _collection_field(places: Any) -> CollectionChoiceField:
    field = CollectionChoiceField(label=_("Collection"), queryset=places.distinct(), empty_label=None)
    if len(places) == 1:
        field.initial = places[0].pk
    return field
