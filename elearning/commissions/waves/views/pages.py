"""Whoever runs waves plans them and sees how they go; a participant sees her own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.visitors import base_address
from elearning.commissions.actions.waves import ChangeWave, PauseWave, PlanWave, RenewJoinLink, ResumeWave
from elearning.commissions.models import Gathering, Wave, WaveMember
from elearning.commissions.waves.access import run_wave, seen_wave
from elearning.commissions.waves.forms import WaveForm
from elearning.commissions.waves.qr import qr_svg
from elearning.commissions.waves.rules import WaveRefused, may_run, municipalities_planned_for, waves_run_by
from elearning.commissions.waves.selectors import figures, members_of, targets_of, with_figures
from elearning.municipalities.models import Municipality
from tracking.enrolling.rules import EnrolmentRefused

PAGE = 100


@never_cache
@login_required
@require_safe
def waves(request: HttpRequest) -> HttpResponse:
    """Every wave the person runs, and those she takes part in."""
    runs = with_figures(waves_run_by(request.user)).order_by("municipality__name", "-starts", "name")
    today = timezone.localdate()
    mine = Wave.objects.taken_by(request.user).select_related("course").filter(ends__gte=today)
    planned_for = municipalities_planned_for(request.user)
    page = Paginator(runs, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "mine": mine, "planned_for": planned_for, "today": today}
    return render(request, "commissions/waves/list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, code: str) -> HttpResponse:
    municipality = _planned_for(request, code)
    form = WaveForm(request.POST if request.method == "POST" else None, municipality=municipality)
    if request.method == "POST" and form.is_valid():
        try:
            wave = PlanWave(municipality, form.chosen_course, form.plan, user=request.user).execute()
        except (WaveRefused, EnrolmentRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The group is planned. Now add the participants."))
            return redirect(wave)
    return _form_page(request, form, _("Plan a group"), reverse("waves:list"), municipality=municipality)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    wave = run_wave(request, pk)
    form = WaveForm(request.POST if request.method == "POST" else None, municipality=wave.municipality, wave=wave)
    if request.method == "POST" and form.is_valid():
        try:
            ChangeWave(wave, form.plan, user=request.user).execute()
        except WaveRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The group is changed."))
            # A facilitator who gave the wave to another does not run it any more.
            return redirect(wave if may_run(request.user, Wave.objects.by_key(wave.join_key).get()) else "waves:list")
    return _form_page(request, form, _("Change the group"), wave.get_absolute_url(), municipality=wave.municipality)


@never_cache
@login_required
@require_safe
def wave(request: HttpRequest, pk: int) -> HttpResponse:
    """The facilitator's page; a participant who does not run the wave gets her own."""
    found, member = seen_wave(request, pk)
    # Whoever neither runs it nor takes part has been refused.
    if member is None or may_run(request.user, found):
        return _facilitators_page(request, found)
    return _participants_page(request, found, member)


@require_POST
@login_required
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("The group is paused. Nobody is reminded or invited, and the join link is closed.")
    return _done(request, PauseWave(run_wave(request, pk), user=request.user), said, "waves:wave")


@require_POST
@login_required
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, ResumeWave(run_wave(request, pk), user=request.user), _("The group goes on."), "waves:wave")


@require_POST
@login_required
def renew_link(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("The group has a new link. The old one leads nowhere any more.")
    return _done(request, RenewJoinLink(run_wave(request, pk), user=request.user), said, "waves:link")


def _done(request: HttpRequest, action: PauseWave | ResumeWave | RenewJoinLink, said: str, back: str) -> HttpResponse:
    try:
        action.execute()
    except WaveRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(action.wave)
    messages.success(request, said)
    return redirect(back, action.wave.pk)


@never_cache
@login_required
@require_safe
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """The join link with its QR code, to be shown on a wall or printed."""
    found = run_wave(request, pk)
    return render(request, "commissions/waves/link.html", {"wave": found, "address": join_address(found)})


@never_cache
@login_required
@require_safe
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    response = HttpResponse(qr_svg(join_address(run_wave(request, pk))), content_type="image/svg+xml")
    # Opened by itself an SVG is a document: it may do nothing.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def join_address(wave: Wave) -> str:
    return base_address(wave.municipality) + reverse("waves:join", args=[wave.join_key])


def _facilitators_page(request: HttpRequest, wave: Wave) -> HttpResponse:
    search = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    page = Paginator(members_of(wave, search=search), PAGE).get_page(request.GET.get("page"))
    context = {
        "wave": wave,
        "figures": figures(wave),
        "page": page,
        "search": search,
        "query": f"?{urlencode({'q': search})}&" if search else "?",
        "gatherings": _gatherings(wave),
        "imports": list(wave.imports.all()[:5]),
        "uninvited": WaveMember.objects.for_municipality(wave.municipality_id)
        .filter(wave=wave, invite=False, invited_at__isnull=True)
        .count(),
        "can_move": targets_of(wave, waves_run_by(request.user)).exists(),
        "today": timezone.localdate(),
        "is_over": wave.is_over(),
        "breadcrumbs": crumbs(wave),
    }
    return render(request, "commissions/waves/wave.html", context)


def _participants_page(request: HttpRequest, wave: Wave, member: WaveMember) -> HttpResponse:
    context = {"wave": wave, "course_url": member.enrolment.get_absolute_url(), "gatherings": _gatherings(wave)}
    return render(request, "commissions/waves/mine.html", {**context, "is_over": wave.is_over(), "section": "learning"})


def _gatherings(wave: Wave) -> QuerySet[Gathering]:
    rows: QuerySet[Gathering] = Gathering.objects.for_municipality(wave.municipality_id).filter(wave=wave)
    return rows


def crumbs(wave: Wave, *more: str) -> list[dict[str, str]]:
    """From the list of waves to the wave, and to the page itself."""
    found = [
        {"href": reverse("waves:list"), "title": _("Groups")},
        {"href": wave.get_absolute_url(), "title": wave.name},
    ]
    return [*found, *({"href": "", "title": title} for title in more)]


def _form_page(request: HttpRequest, form: Any, title: str, back: str, **context: Any) -> HttpResponse:
    page = {**context, "form": form, "title": title, "back": back}
    return render(request, "commissions/waves/form.html", page, status=422 if form.errors else 200)


def _planned_for(request: HttpRequest, code: str) -> Municipality:
    found = next((it for it in municipalities_planned_for(request.user) if it.code == code), None)
    if found is None:
        raise PermissionDenied(_("You may not plan groups here."))
    return found
