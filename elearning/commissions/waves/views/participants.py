"""People are added to a wave one by one, moved and taken out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from elearning.commissions.actions.wave_members import (
    AddParticipant,
    InviteEverybody,
    MoveParticipant,
    RemoveParticipant,
)
from elearning.commissions.waves.access import member_of, run_wave
from elearning.commissions.waves.forms import ParticipantForm
from elearning.commissions.waves.rules import WaveRefused, waves_run_by
from elearning.commissions.waves.selectors import targets_of
from elearning.commissions.waves.views.pages import crumbs
from tracking.enrolling.rules import EnrolmentRefused


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    wave = run_wave(request, pk)
    form = ParticipantForm(request.POST if request.method == "POST" else None, municipality=wave.municipality)
    if request.method == "POST" and form.is_valid():
        try:
            member = AddParticipant(wave, form.entry, user=request.user).execute()
        except (WaveRefused, EnrolmentRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s is in the group.") % {"name": member.name})
            return redirect(wave)
    context = {"form": form, "title": _("Add a participant"), "back": wave.get_absolute_url(), "wave": wave}
    return render(request, "commissions/waves/form.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """To another wave of the same course that the person runs too."""
    wave = run_wave(request, pk)
    found = member_of(wave, member)
    targets = list(targets_of(wave, waves_run_by(request.user)))
    error = ""
    if request.method == "POST":
        target = next((it for it in targets if str(it.pk) == request.POST.get("wave")), None)
        try:
            if target is None:
                raise WaveRefused(_("Choose a group."))
            MoveParticipant(found, target, user=request.user).execute()
        except WaveRefused as refusal:
            error = str(refusal)
        else:
            message = _("%(name)s is in the group %(group)s now.")
            messages.success(request, message % {"name": found.name, "group": target})
            return redirect(wave)
    context = {
        "wave": wave,
        "member": found,
        "targets": [(str(it.pk), it.name) for it in targets],
        "error": error,
        "breadcrumbs": crumbs(wave, _("Move")),
    }
    return render(request, "commissions/waves/move.html", context, status=422 if error else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Asks first."""
    wave = run_wave(request, pk)
    found = member_of(wave, member)
    if request.method == "POST":
        RemoveParticipant(found, user=request.user).execute()
        messages.success(request, _("%(name)s is out of the group.") % {"name": found.name})
        return redirect(wave)
    context = {
        "title": _("Take %(name)s out of the group") % {"name": found.name},
        "text": _("She keeps her enrolment and what she has done in the course."),
        "action": request.path,
        "confirm_text": _("Take out of the group"),
        "cancel_url": wave.get_absolute_url(),
    }
    return render(request, "components/confirm.html", context)


@require_POST
@login_required
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    wave = run_wave(request, pk)
    try:
        count = InviteEverybody(wave, user=request.user).execute()
    except WaveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", count)
        messages.success(request, text % {"count": count})
    return redirect(wave)
