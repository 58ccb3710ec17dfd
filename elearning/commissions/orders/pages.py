"""A municipality's own orders: the list, one of them with what has happened, its steps, facts and files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearning.commissions.actions.change import ChangeFacts
from elearning.commissions.actions.moves import MOVES
from elearning.commissions.errors import CommissionError, CommissionRefused, IllegalTransition, RequirementsMissing
from elearning.commissions.evaluation.access import may_read_report
from elearning.commissions.models import Attachment, Commission
from elearning.commissions.orders.forms import FactsForm
from elearning.commissions.permissions import (
    capacities,
    may_see,
    open_transitions,
    own_drafts,
    visible_commissions,
    waits_for,
)
from elearning.commissions.stages import BY_NAME, FINAL, Stage, Who
from elearning.commissions.summary import facts, next_step, summary, whose_turn
from elearning.commissions.taking_part import forms_for, take_part
from elearning.commissions.timeline import entries
from elearning.commissions.waves.beside import runs_of
from elearning.commissions.words import DANGEROUS, WORDS

PER_PAGE = 25


def commission_or_404(user: Any, pk: int) -> Commission:
    """A sent order the person may see; nobody is told that another's is there."""
    every = Commission.objects.unscoped(reason="who may see it is asked next").submitted()
    found = every.select_related("municipality", "course", "variant", "created_by", "handled_by").filter(pk=pk).first()
    if found is None or not may_see(user, found):
        raise Http404
    return found


@never_cache
@login_required
@require_safe
def commissions(request: HttpRequest) -> HttpResponse:
    found = visible_commissions(request.user).select_related("municipality", "course").order_by("-submitted_at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "commission": commission,
            "next_step": next_step(commission),
            "waits": waits_for(request.user, commission),
        }
        for commission in page
    ]
    draft = own_drafts(request.user).order_by("-updated_at").first()
    context = {"page": page, "rows": rows, "draft": draft, "section": "order"}
    return render(request, "commissions/commissions.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def commission(request: HttpRequest, pk: int) -> HttpResponse:
    order = commission_or_404(request.user, pk)
    if request.method != "POST":
        return _show(request, order)
    try:
        said = take_part(order, request)
    except CommissionRefused as refused:
        return _show(request, order, error=str(refused), status=422)
    messages.success(request, said)
    return redirect("commissions:commission", pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Asks before it is done, with a note to the other side."""
    order = commission_or_404(request.user, pk)
    if name not in MOVES or name == "submit":
        raise Http404
    if not BY_NAME[name].who & capacities(request.user, order):
        raise PermissionDenied
    if name in ("approve", "approve_express"):
        return redirect("commissions:approve", pk)
    context = {"commission": order, "transition": BY_NAME[name], "words": WORDS[name], "dangerous": name in DANGEROUS}
    if request.method != "POST":
        if not BY_NAME[name].fits(order.stage, express=order.express):
            return redirect("commissions:commission", pk)
        return render(request, "commissions/move.html", context)
    note = request.POST.get("note", "")
    try:
        MOVES[name](order, user=request.user, note=note).execute()
    except IllegalTransition as late:
        return _show(request, commission_or_404(request.user, pk), error=str(late), status=409)
    except RequirementsMissing as missing:
        context.update(note=note, findings=missing.findings)
        return render(request, "commissions/move.html", context, status=422)
    except CommissionError as refused:
        context.update(note=note, error=str(refused))
        return render(request, "commissions/move.html", context, status=422)
    messages.success(request, WORDS[name].done)
    return redirect("commissions:commission", pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Invoice and data processing."""
    order = commission_or_404(request.user, pk)
    if not _may_fill_in(request.user, order):
        raise PermissionDenied
    form = FactsForm(request.POST or None, commission=order)
    if request.method == "POST" and form.is_valid():
        try:
            ChangeFacts(order, form.values(), user=request.user).execute()
        except CommissionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("commissions:commission", pk)
    status = 422 if form.errors else 200
    return render(request, "commissions/facts.html", {"commission": order, "form": form}, status=status)


@never_cache
@login_required
@require_safe
def attachment(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """Always as a download: what somebody attached is never shown as a page of ours."""
    order = commission_or_404(request.user, pk)
    found: Attachment | None = order.attachments.filter(pk=file).first()
    if found is None:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _may_fill_in(user: Any, order: Commission) -> bool:
    own = capacities(user, order) & {Who.DESIGNER, Who.EDITOR, Who.APPROVER}
    return bool(own) and order.stage not in FINAL


def _show(request: HttpRequest, order: Commission, *, error: str = "", status: int = 200) -> HttpResponse:
    user = request.user
    context = {
        "commission": order,
        "error": error,
        "summary": summary(order),
        "facts": facts(order),
        "may_fill_in": _may_fill_in(user, order),
        "next_step": next_step(order),
        "whose_turn": whose_turn(order),
        "waits": waits_for(user, order),
        "over": order.stage in FINAL,
        "runs": runs_of(order, user),
        "reads_report": may_read_report(user, order),
        "running": order.stage == Stage.RUNNING,
        "moves": [
            {"name": each.name, "words": WORDS[each.name], "dangerous": each.name in DANGEROUS}
            for each in open_transitions(user, order)
        ],
        "entries": entries(order),
        "tasks": list(order.tasks.select_related("owner", "done_by")),
        "section": "order",
        **forms_for(order, request.POST if error else None),
    }
    return render(request, "commissions/commission.html", context, status=status)
