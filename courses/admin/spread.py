"""The designer's list of the municipalities' versions of a course: who has the newest, who has not, and why."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from courses.admin.views import CourseView
from courses.models import Variant
from courses.spreadsheets import harmless
from courses.variants.policy import newest_release
from courses.variants.progress import Standing, State, counted, standings

#: Seconds between looks while workers are at it.
REFRESH = 5

#: What the list can be narrowed down to, besides a state.
OVERDUE = "overdue"


class SpreadView(CourseView):
    """Every municipality's version of a shared course. It shows figures; the municipality's words stay its own."""

    template_name = "courses/admin/spread.html"
    page_title = gettext_lazy("The municipalities' versions")
    header_icon = "group"

    def is_allowed(self) -> bool:
        """Only of a shared course: a municipality's own version has no versions of its own below it."""
        of_a_municipality = Variant.objects.unscoped(reason="is the course one itself?").filter(course=self.course)
        return super().is_allowed() and not of_a_municipality.exists()

    @cached_property
    def rows(self) -> list[Standing]:
        return standings(self.course)

    @cached_property
    def chosen(self) -> str:
        """The filter; what is none of ours is no filter."""
        chosen = self.request.GET.get("status", "")
        return chosen if chosen in {*State.values, OVERDUE} else ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = [row for row in self.rows if self._is_wanted(row)]
        if request.GET.get("format") == "csv":
            return as_csv(rows, f"{self.course.slug}-kommuner.csv")
        figures = counted(self.rows)
        return self.render_to_response(
            self.get_context_data(
                rows=rows,
                figures=figures,
                newest=newest_release(self.course),
                states=self._states(),
                chosen=self.chosen,
                moving=bool(figures.moving),
                refresh=REFRESH if figures.moving and not request.GET.get("stop") else 0,
            )
        )

    def _is_wanted(self, row: Standing) -> bool:
        if self.chosen == OVERDUE:
            return row.overdue
        return not self.chosen or row.state == self.chosen

    def _states(self) -> list[tuple[str, str]]:
        present = {row.state for row in self.rows}
        states = [(state.value, str(state.label)) for state in State if state in present]
        return [*states, (OVERDUE, _("mandatory, overdue"))] if any(row.overdue for row in self.rows) else states

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        query = f"?format=csv&status={self.chosen}" if self.chosen else "?format=csv"
        download = HeaderButton(
            _("Download as CSV"),
            url=reverse("hyldefri_spread", args=[self.course.pk]) + query,
            icon_name="download",
            priority=10,
        )
        return [download, *super().header_buttons]


def as_csv(rows: Iterable[Standing], filename: str) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.write("\ufeff")  # A spreadsheet takes it for the local alphabet otherwise.
    writer = csv.writer(response)
    writer.writerow(
        [_("Code"), _("Municipality"), _("Version"), _("Status"), _("Conflicts"), _("Mandatory"), _("Since")]
    )
    for row in rows:
        mandatory = _("overdue") if row.overdue else _("yes") if row.mandatory else _("no")
        since = date_format(timezone.localtime(row.since), "Y-m-d H:i") if row.since else ""
        writer.writerow(
            map(
                harmless,
                [
                    row.municipality.code,
                    row.municipality.official_name,
                    row.number,
                    row.state_label,
                    row.conflicts,
                    mandatory,
                    since,
                ],
            )
        )
    return response
