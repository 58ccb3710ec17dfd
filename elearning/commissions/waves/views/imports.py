"""A list of people: uploaded, looked through, taken in, reported on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.spreadsheets import harmless
from elearning.commissions.actions.participant_imports import ImportParticipants, PreviewParticipants
from elearning.commissions.models import ImportRow, ParticipantImport
from elearning.commissions.waves.access import import_of, run_wave
from elearning.commissions.waves.forms import ListForm
from elearning.commissions.waves.rules import WaveRefused
from elearning.commissions.waves.selectors import import_figures
from elearning.commissions.waves.sheets import UnreadableSheet
from elearning.commissions.waves.views.pages import crumbs

PAGE = 200
#: What the template may be opened as, so that everything is text.
_EXAMPLE = ("Kirsten Holm", "kirsten.holm@kommune.dk", "leder", "")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    wave = run_wave(request, pk)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = PreviewParticipants(wave, file.read(), filename=file.name or "", user=request.user).execute()
        except (UnreadableSheet, WaveRefused) as error:
            form.add_error("file", str(error))
        else:
            return redirect(made)
    context = {"wave": wave, "form": form, "breadcrumbs": crumbs(wave, _("Add many participants"))}
    return render(request, "commissions/waves/upload.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def detail(request: HttpRequest, pk: int, list_id: int) -> HttpResponse:
    """The preview, then how far it is, then the report: what the list's state is."""
    wave = run_wave(request, pk)
    found = import_of(wave, list_id)
    state = ParticipantImport.State
    context = {
        "wave": wave,
        "list": found,
        "figures": import_figures(found),
        "errors": Paginator(found.rows.filter(outcome=ImportRow.Outcome.ERROR), PAGE).get_page(request.GET.get("page")),
        "is_preview": found.state == state.PREVIEW,
        "is_working": found.state == state.WORKING,
        "is_done": found.state == state.DONE,
        "is_failed": found.state == state.FAILED,
        "breadcrumbs": crumbs(wave, found.filename),
    }
    return render(request, "commissions/waves/import.html", context)


@require_POST
@login_required
def confirm(request: HttpRequest, pk: int, list_id: int) -> HttpResponse:
    """From the preview, or again after it broke off; then who was to be invited stays so."""
    found = import_of(run_wave(request, pk), list_id)
    invite = request.POST.get("invite") == "1" if found.state == ParticipantImport.State.PREVIEW else None
    try:
        ImportParticipants(found, user=request.user, invite=invite).execute()
    except WaveRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@never_cache
@login_required
@require_safe
def report(request: HttpRequest, pk: int, list_id: int) -> HttpResponse:
    """Every row and what became of it, as CSV; the same however often it is fetched."""
    found = import_of(run_wave(request, pk), list_id)
    head = [_("Row"), _("Name"), _("E-mail"), _("Leadership level"), _("Unit"), _("Outcome"), _("What is wrong")]
    rows = (
        [row.number, row.name, row.email, row.level, row.unit, row.get_outcome_display(), said(row)]
        for row in found.rows.order_by("number").iterator(chunk_size=1000)
    )
    return _csv([head, *rows], "deltagere-rapport.csv")


@login_required
@require_safe
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """A list to fill in."""
    run_wave(request, pk)
    head = [_("Name"), _("E-mail"), _("Level"), _("Unit")]
    return _csv([head, list(_EXAMPLE)], "deltagere.csv")


def said(row: ImportRow) -> str:
    """A row's errors in a line, each with its column."""
    return " ".join(
        f"{error['column']}: {error['message']}" if error["column"] else error["message"] for error in row.errors
    )


def _csv(rows: Iterable[Sequence[object]], filename: str) -> HttpResponse:
    """With a mark that tells spreadsheets it is UTF-8, and ``;`` as Danish ones expect."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([harmless(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
