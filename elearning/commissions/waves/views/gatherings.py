"""Gatherings: set, changed, called off; their agenda on paper, in the calendar and on the wall."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.visitors import base_address
from elearning.commissions.actions.gatherings import AddGathering, CancelGathering, ChangeGathering
from elearning.commissions.models import Gathering, Wave
from elearning.commissions.waves.access import gathering_of, run_wave, seen_wave
from elearning.commissions.waves.agenda import agenda, slides
from elearning.commissions.waves.calendar import calendar_file
from elearning.commissions.waves.forms import GatheringForm
from elearning.commissions.waves.rules import WaveRefused, may_run
from elearning.commissions.waves.views.pages import crumbs


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    wave = run_wave(request, pk)
    form = GatheringForm(request.POST if request.method == "POST" else None, wave=wave)
    if request.method == "POST" and form.is_valid():
        try:
            gathering = AddGathering(wave, form.plan, user=request.user).execute()
        except WaveRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The gathering is set. Those who have been invited get an e-mail."))
            return redirect("waves:gathering", pk, gathering.pk)
    return _form_page(request, wave, form, _("Set a gathering"), wave.get_absolute_url())


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int, gathering: int) -> HttpResponse:
    wave = run_wave(request, pk)
    found = gathering_of(wave, gathering)
    form = GatheringForm(request.POST if request.method == "POST" else None, wave=wave, gathering=found)
    back = reverse("waves:gathering", args=[pk, gathering])
    if request.method == "POST" and form.is_valid():
        try:
            ChangeGathering(found, form.plan, user=request.user).execute()
        except WaveRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The gathering is changed. Another time or place is told by e-mail."))
            return redirect(back)
    return _form_page(request, wave, form, _("Change the gathering"), back)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int, gathering: int) -> HttpResponse:
    """Asks first."""
    wave = run_wave(request, pk)
    found = gathering_of(wave, gathering)
    if request.method == "POST":
        try:
            CancelGathering(found, user=request.user).execute()
        except WaveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The gathering is called off."))
        return redirect(wave)
    context = {
        "title": _("Call off %(gathering)s") % {"gathering": found},
        "text": _("Participants and the facilitator get an e-mail that takes it out of their calendar."),
        "action": request.path,
        "confirm_text": _("Call off the gathering"),
        "cancel_url": reverse("waves:gathering", args=[pk, gathering]),
    }
    return render(request, "components/confirm.html", context)


@never_cache
@login_required
@require_safe
def detail(request: HttpRequest, pk: int, gathering: int) -> HttpResponse:
    """The agenda, made to be printed too; for participants as well."""
    wave, _member = seen_wave(request, pk)
    found = gathering_of(wave, gathering)
    items = agenda(found)
    context = {
        "wave": wave,
        "gathering": found,
        "items": items,
        "runs": may_run(request.user, wave),
        "too_long": bool(items) and items[-1].ends > found.ends,
        "breadcrumbs": crumbs(wave, found.title) if may_run(request.user, wave) else [],
    }
    return render(request, "commissions/waves/gathering.html", context)


@never_cache
@login_required
@require_safe
def room(request: HttpRequest, pk: int, gathering: int, number: int) -> HttpResponse:
    """One step of a dialogue at a time, large, for the wall."""
    wave = run_wave(request, pk)
    found = gathering_of(wave, gathering)
    shown = slides(found)
    if not 1 <= number <= len(shown):
        raise Http404(_("The gathering has no such step."))

    def address(to: int) -> str:
        return reverse("waves:room", args=[pk, gathering, to]) if 1 <= to <= len(shown) else ""

    context = {
        "wave": wave,
        "gathering": found,
        "slide": shown[number - 1],
        "number": number,
        "total": len(shown),
        "previous_url": address(number - 1),
        "next_url": address(number + 1),
        "close_url": reverse("waves:gathering", args=[pk, gathering]),
    }
    return render(request, "commissions/waves/room.html", context)


@never_cache
@login_required
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """All of the wave's gatherings, or one (``moede``)."""
    wave, _member = seen_wave(request, pk)
    rows = Gathering.objects.for_municipality(wave.municipality_id).filter(wave=wave)
    only = request.GET.get("moede", "")
    if only:
        rows = rows.filter(pk=int(only)) if only.isascii() and only.isdigit() and len(only) < 15 else rows.none()
        if not rows:
            raise Http404(_("There is no such gathering."))
    url = base_address(wave.municipality) + wave.get_absolute_url()
    response = HttpResponse(calendar_file(wave, rows, url), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="moeder.ics"'
    return response


def _form_page(request: HttpRequest, wave: Wave, form: Any, title: str, back: str) -> HttpResponse:
    context = {"wave": wave, "form": form, "title": title, "back": back}
    return render(request, "commissions/waves/gathering_form.html", context, status=422 if form.errors else 200)
