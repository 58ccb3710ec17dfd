"""The report: a page, a PDF and a spreadsheet; a preview until it is made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from elearning.commissions.actions.evaluation import MakeReport
from elearning.commissions.errors import CommissionRefused
from elearning.commissions.evaluation.access import may_read_report
from elearning.commissions.evaluation.paper import report_pdf
from elearning.commissions.evaluation.report import content_of
from elearning.commissions.evaluation.spreadsheet import XLSX, report_xlsx
from elearning.commissions.models import Commission, EvaluationReport
from elearning.commissions.orders.pages import commission_or_404
from elearning.commissions.stages import Stage

#: In an address: what there is now, before it is a report.
PREVIEW = 0


@login_required
@never_cache
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest, or the preview where none is made."""
    order = _order(request, pk)
    return redirect("commissions:report_number", pk, order.evaluation_reports.count())


@login_required
@never_cache
@require_safe
def report_number(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    order = _order(request, pk)
    return render(request, "commissions/evaluation/report.html", _context(order, number))


@login_required
@never_cache
@require_safe
def pdf(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    order = _order(request, pk)
    response = HttpResponse(report_pdf(_context(order, number)), content_type="application/pdf")
    return _as_download(response, order, number, "pdf")


@login_required
@never_cache
@require_safe
def xlsx(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    order = _order(request, pk)
    response = HttpResponse(report_xlsx(_context(order, number)["content"]), content_type=XLSX)
    return _as_download(response, order, number, "xlsx")


@login_required
@never_cache
@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    order = _order(request, pk)
    try:
        made = MakeReport(order, user=request.user).execute()
    except CommissionRefused as refused:
        messages.error(request, str(refused))
        return redirect("commissions:report", pk)
    messages.success(request, _("The report is made. It can no longer change."))
    return redirect("commissions:report_number", pk, made.number)


def _order(request: HttpRequest, pk: int) -> Commission:
    order = commission_or_404(request.user, pk)
    if not may_read_report(request.user, order):
        raise PermissionDenied
    return order


def _context(order: Commission, number: int) -> dict[str, Any]:
    made: EvaluationReport | None = order.evaluation_reports.filter(number=number).first()
    if made is None and number != PREVIEW:
        raise Http404
    return {
        "commission": order,
        "report": made,
        "number": number,
        "content": made.content if made else content_of(order, preview=True),
        "others": list(order.evaluation_reports.defer("content").exclude(number=number)),
        "may_make": order.stage == Stage.EVALUATED,
        "is_closed": order.stage == Stage.CLOSED,
        "section": "order",
    }


def _as_download(response: HttpResponse, order: Commission, number: int, ending: str) -> HttpResponse:
    name = f"evaluering-{order.number}-{number or 'foreloebig'}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
