"""All orders as a list, with filters, for a spreadsheet too."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from courses.models import CoursePage
from elearning.commissions.desk.selectors import all_commissions, late_days
from elearning.commissions.models import Commission
from elearning.commissions.permissions import is_handler
from elearning.commissions.stages import Stage
from elearning.commissions.summary import whose_turn
from elearning.municipalities.models import Municipality
from tracking.reports.listing import AdminList


def _municipalities(_request: HttpRequest) -> QuerySet[Municipality]:
    return Municipality.objects.filter(pk__in=all_commissions().order_by().values("municipality"))


def _courses(_request: HttpRequest) -> QuerySet[CoursePage]:
    chosen: QuerySet[CoursePage] = CoursePage.objects.filter(pk__in=all_commissions().order_by().values("course"))
    return chosen


class CommissionFilterSet(WagtailFilterSet):
    stage = django_filters.MultipleChoiceFilter(
        label=_("Stage"), choices=[choice for choice in Commission.Stage.choices if choice[0] != Stage.DRAFT]
    )
    municipality = django_filters.ModelChoiceFilter(label=_("Municipality"), queryset=_municipalities)
    course = django_filters.ModelChoiceFilter(label=_("Course"), queryset=_courses)
    late = django_filters.BooleanFilter(label=_("Late"), method="only_late")
    submitted_at = django_filters.DateFromToRangeFilter(label=_("Sent"), widget=DateRangePickerWidget)

    class Meta:
        model = Commission
        fields: tuple[str, ...] = ()

    def only_late(self, found: QuerySet[Commission], _name: str, value: bool) -> QuerySet[Commission]:
        today = timezone.localdate()
        return found.filter(due_on__lt=today) if value else found.exclude(due_on__lt=today)


def _late(commission: Commission) -> str:
    days = late_days(commission, timezone.localdate())
    return str(days) if days else ""


def _address(commission: Commission) -> str:
    return reverse("hyldefri_commissions:commission", args=[commission.pk])


class CommissionReportView(AdminList):
    page_title = _("Orders")
    header_icon = "tasks"
    index_url_name = "hyldefri_commissions:list"
    index_results_url_name = "hyldefri_commissions:list_results"
    filterset_class = CommissionFilterSet
    model = Commission
    may_see = staticmethod(is_handler)
    columns = (
        TitleColumn("number", label=_("Number"), get_url=_address),
        Column("title", label=_("Title")),
        Column("municipality", label=_("Municipality")),
        Column("get_stage_display", label=_("Stage")),
        Column("whose_turn", label=_("Next step"), accessor=whose_turn),
        Column("handled_by", label=_("Handled by")),
        DateColumn("submitted_at", label=_("Sent")),
        DateColumn("due_on", label=_("Due")),
        Column("late", label=_("Working days late"), accessor=_late),
    )
    list_export = (
        "number",
        "title",
        "municipality.official_name",
        "get_stage_display",
        "course",
        "people",
        "get_format_display",
        "express",
        "starts",
        "ends",
        "contact_name",
        "contact_email",
        "domain_known",
        "submitted_at",
        "due_on",
    )
    export_headings: ClassVar = {
        "number": _("Number"),
        "title": _("Title"),
        "municipality.official_name": _("Municipality"),
        "get_stage_display": _("Stage"),
        "course": _("Course"),
        "people": _("Number of people"),
        "get_format_display": _("Format"),
        "express": _("The quick way"),
        "starts": _("Begins"),
        "ends": _("Ends"),
        "contact_name": _("Contact"),
        "contact_email": _("E-mail"),
        "domain_known": _("Known e-mail domain"),
        "submitted_at": _("Sent"),
        "due_on": _("Due"),
    }
    custom_field_preprocess: ClassVar = {
        "course": {form: lambda course: course.title if course else "" for form in AdminList.FORMATS}
    }
    export_filename = "bestillinger"

    def get_queryset(self) -> QuerySet[Any]:
        return all_commissions().select_related("municipality", "course", "handled_by")
