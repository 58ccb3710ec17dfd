"""The reports in Wagtail's admin."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn

from courses.models import CoursePage, CourseRelease
from elearning.municipalities.models import Municipality
from elearning.municipalities.roles import is_designer
from tracking.admin_screens import show
from tracking.models import Enrolment
from tracking.reports.access import followed_municipalities, sees_all, sees_enrolments
from tracking.reports.enrolments import STATUSES, visible_enrolments
from tracking.reports.h5p_items import h5p_rows
from tracking.reports.items import WEAK, item_rows
from tracking.reports.listing import AdminList


def _municipalities(request: HttpRequest) -> QuerySet[Municipality]:
    every = Municipality.objects.all()
    return every if sees_all(request.user) else every.filter(pk__in=followed_municipalities(request.user))


def _courses(request: HttpRequest) -> QuerySet[CoursePage]:
    taken = visible_enrolments(request.user).order_by().values("course")
    courses: QuerySet[CoursePage] = CoursePage.objects.filter(pk__in=taken).order_by("title")
    return courses


class EnrolmentFilterSet(WagtailFilterSet):
    course = django_filters.ModelChoiceFilter(label=_("Course"), queryset=_courses)
    municipality = django_filters.ModelChoiceFilter(label=_("Municipality"), queryset=_municipalities)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=list(STATUSES.items()), widget=forms.RadioSelect)
    created_at = django_filters.DateFromToRangeFilter(label=_("Enrolled"), widget=DateRangePickerWidget)

    class Meta:
        model = Enrolment
        fields: tuple[str, ...] = ()


def _status(enrolment: Any) -> str:
    return str(STATUSES[enrolment.status])


class EnrolmentReportView(AdminList):
    """Who is enrolled, has started and has completed."""

    page_title = _("Enrolments")
    header_icon = "group"
    index_url_name = "hyldefri_tracking:enrolments"
    index_results_url_name = "hyldefri_tracking:enrolments_results"
    filterset_class = EnrolmentFilterSet
    model = Enrolment
    may_see = staticmethod(sees_enrolments)
    columns = (
        Column("user.get_full_name", label=_("Name")),
        Column("user.email", label=_("E-mail")),
        Column("course", label=_("Course")),
        Column("municipality", label=_("Municipality")),
        Column("status", label=_("Status"), accessor=_status),
        DateColumn("created_at", label=_("Enrolled")),
        DateColumn("completed_at", label=_("Completed")),
    )
    list_export = (
        "user.get_full_name",
        "user.email",
        "course.title",
        "municipality.official_name",
        "status",
        "created_at",
        "completed_at",
    )
    export_headings: ClassVar = {
        "user.get_full_name": _("Name"),
        "user.email": _("E-mail"),
        "course.title": _("Course"),
        "municipality.official_name": _("Municipality"),
        "status": _("Status"),
        "created_at": _("Enrolled"),
        "completed_at": _("Completed"),
    }
    custom_field_preprocess: ClassVar = {
        "status": {form: lambda value: str(STATUSES[value]) for form in AdminList.FORMATS}
    }
    export_filename = "tilmeldinger"

    def get_queryset(self) -> QuerySet[Enrolment]:
        return visible_enrolments(self.request.user)


def items(request: HttpRequest) -> HttpResponse:
    """How the questions of a version of a course work."""
    if not is_designer(request.user):
        raise PermissionDenied
    form = ItemForm(request.GET)
    if not form.is_valid():
        raise Http404
    course, number = form.cleaned_data["course"], form.cleaned_data["version"]
    releases = list(course.releases.without_tree().order_by("-number")) if course else []
    release: CourseRelease | None = next((one for one in releases if number in (None, one.number)), None)
    if releases and release is None:
        raise Http404
    context = {
        "courses": ItemForm.base_fields["course"].queryset,  # type: ignore[attr-defined]
        "course": course,
        "releases": releases,
        "release": release,
        "rows": item_rows(release) if release else [],
        "activities": h5p_rows(release, request.user) if release else [],
        "weak": WEAK,
    }
    return show(request, "tracking/admin/items.html", context, title=str(_("Questions")), icon="help")


class ItemForm(forms.Form):
    course = forms.ModelChoiceField(
        queryset=CoursePage.objects.filter(releases__isnull=False).distinct().order_by("title"), required=False
    )
    version = forms.IntegerField(min_value=1, required=False)
