"""Forms of a wave's pages. What they let through the actions check again."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elearning.commissions.actions.gatherings import GatheringPlan
from elearning.commissions.actions.waves import WavePlan
from elearning.commissions.models import Gathering, Wave
from elearning.commissions.waves.agenda import dialogues_of
from elearning.commissions.waves.reading import LONGEST_EMAIL, LONGEST_NAME, Entry, tidy
from elearning.commissions.waves.selectors import courses_for, facilitators_of, orders_for
from elearning.commissions.waves.sheets import LARGEST_FILE
from elearning.municipalities.models import Membership, Municipality, OrganisationUnit


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class DayField(forms.DateField):
    widget = DayInput

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value


class ClockField(forms.TimeField):
    widget = ClockInput

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H:%M") if isinstance(value, time) else value


class WaveForm(forms.Form):
    """``plan`` and ``chosen_course`` when it is valid. The course of a wave there is already stays."""

    name = forms.CharField(label=gettext_lazy("name"), max_length=80)
    course = forms.ChoiceField(label=gettext_lazy("course"))
    starts = DayField(label=gettext_lazy("first day"))
    ends = DayField(label=gettext_lazy("last day"))
    facilitator = forms.ChoiceField(
        label=gettext_lazy("facilitator"),
        required=False,
        help_text=gettext_lazy("She sees who has not begun, is under way or has completed, and nothing else."),
    )
    reminder_days = forms.TypedChoiceField(
        label=gettext_lazy("reminders"), choices=Wave.Rhythm.choices, coerce=int, initial=Wave.Rhythm.WEEKLY
    )
    late_joiners = forms.TypedChoiceField(
        label=gettext_lazy("the join link works"),
        choices=[("1", gettext_lazy("until the last day")), ("0", gettext_lazy("until the group begins"))],
        coerce=lambda value: value == "1",
        initial="1",
    )
    commission = forms.ChoiceField(label=gettext_lazy("order"), required=False)

    def __init__(self, data: Any = None, *, municipality: Municipality, wave: Wave | None = None) -> None:
        super().__init__(data, initial=_of_wave(wave) if wave else None)
        self._courses = {str(course.pk): course for course in ([wave.course] if wave else courses_for(municipality))}
        self._people = {str(user.pk): user for user in facilitators_of(municipality)}
        self._orders = {str(order.pk): order for order in orders_for(municipality)}
        fields: dict[str, Any] = self.fields
        fields["course"].choices = [(key, course.title) for key, course in self._courses.items()]
        people = [(key, user.get_full_name() or user.email) for key, user in self._people.items()]
        fields["facilitator"].choices = [("", _("Nobody yet")), *people]
        fields["commission"].choices = [("", _("None")), *((key, str(order)) for key, order in self._orders.items())]
        if not self._orders:
            del self.fields["commission"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The last day is before the first."))
        return cleaned

    @property
    def chosen_course(self) -> Any:
        return self._courses[self.cleaned_data["course"]]

    @property
    def plan(self) -> WavePlan:
        cleaned = self.cleaned_data
        return WavePlan(
            name=tidy(cleaned["name"]),
            starts=cleaned["starts"],
            ends=cleaned["ends"],
            facilitator=self._people.get(cleaned["facilitator"]),
            late_joiners=cleaned["late_joiners"],
            reminder_days=cleaned["reminder_days"],
            commission=self._orders.get(cleaned.get("commission", "")),
        )


def _of_wave(wave: Wave) -> dict[str, Any]:
    return {
        "name": wave.name,
        "course": str(wave.course_id),
        "starts": wave.starts,
        "ends": wave.ends,
        "facilitator": str(wave.facilitator_id or ""),
        "reminder_days": wave.reminder_days,
        "late_joiners": "1" if wave.late_joiners else "0",
        "commission": str(wave.commission_id or ""),
    }


class ParticipantForm(forms.Form):
    """One person; ``entry`` is she, as a list's row would be."""

    email = forms.EmailField(label=gettext_lazy("e-mail"), max_length=LONGEST_EMAIL)
    name = forms.CharField(label=gettext_lazy("name"), max_length=LONGEST_NAME, required=False)
    level = forms.ChoiceField(label=gettext_lazy("leadership level"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("organisation unit"), required=False)

    def __init__(self, data: Any = None, *, municipality: Municipality) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["level"].choices = [("", _("Not said")), *Membership.Level.choices]
        units = OrganisationUnit.objects.for_municipality(municipality).values_list("name", flat=True)
        fields["unit"].choices = [("", _("Not said")), *((name, name) for name in units)]

    @property
    def entry(self) -> Entry:
        cleaned = self.cleaned_data
        return Entry(1, cleaned["email"].casefold(), tidy(cleaned["name"]), cleaned["level"], cleaned["unit"])


class ListForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("file"), allow_empty_file=True)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 2 MB. Divide it."))
        return file


class GatheringForm(forms.Form):
    """``plan`` when it is valid. The dialogues are asked for beside it, in the order of the course."""

    title = forms.CharField(label=gettext_lazy("title"), max_length=120)
    day = DayField(label=gettext_lazy("date"))
    begins = ClockField(label=gettext_lazy("begins at"))
    finishes = ClockField(label=gettext_lazy("ends at"))
    place = forms.CharField(
        label=gettext_lazy("place"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A room, an address or a link to a meeting."),
    )
    dialogues = forms.MultipleChoiceField(
        label=gettext_lazy("dialogues"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, wave: Wave, gathering: Gathering | None = None) -> None:
        super().__init__(data, initial=_of_gathering(gathering) if gathering else None)
        nodes = dialogues_of(wave)
        fields: dict[str, Any] = self.fields
        fields["dialogues"].choices = [(node["id"], node["fields"]["title"]) for node in nodes]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins, finishes = cleaned.get("begins"), cleaned.get("finishes")
        if begins and finishes and finishes <= begins:
            self.add_error("finishes", _("The gathering ends before it begins."))
        return cleaned

    @property
    def plan(self) -> GatheringPlan:
        cleaned = self.cleaned_data
        return GatheringPlan(
            title=tidy(cleaned["title"]),
            starts=timezone.make_aware(datetime.combine(cleaned["day"], cleaned["begins"])),
            ends=timezone.make_aware(datetime.combine(cleaned["day"], cleaned["finishes"])),
            place=tidy(cleaned["place"]),
            dialogues=tuple(cleaned["dialogues"]),
        )


def _of_gathering(gathering: Gathering) -> dict[str, Any]:
    starts, ends = timezone.localtime(gathering.starts), timezone.localtime(gathering.ends)
    return {
        "title": gathering.title,
        "day": starts.date(),
        "begins": starts.time(),
        "finishes": ends.time(),
        "place": gathering.place,
        "dialogues": gathering.dialogues,
    }
