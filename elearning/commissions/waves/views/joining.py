"""Into a wave by its link. Opening the link shows what it is; only posting joins."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.estimates import budget
from courses.selectors import release_tree
from elearning.commissions.actions.wave_members import JoinWave, is_open_to
from elearning.commissions.models import Wave
from elearning.commissions.waves.rules import WaveRefused
from tracking.enrolling.rules import EnrolmentRefused, Offer, OtherMunicipality, offer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, key: str) -> HttpResponse:
    wave = Wave.objects.by_key(key).select_related("municipality", "course", "facilitator").first()
    if wave is None:
        raise Http404
    try:
        offered = offer(wave.course, wave.municipality)
    except EnrolmentRefused:
        return _closed(request)
    if not wave.takes_joiners():
        return _closed(request)
    if request.user.is_authenticated and not is_open_to(wave, request.user):
        raise Http404
    if request.method != "POST":
        return _landing(request, wave, offered)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, resolve_url(settings.LOGIN_URL))
    try:
        JoinWave(wave, request.user).execute()
    except OtherMunicipality as error:
        raise Http404 from error
    except (EnrolmentRefused, WaveRefused) as refusal:
        return render(request, "tracking/not_open.html", {"message": str(refusal)}, status=409)
    return redirect(wave)


def _landing(request: HttpRequest, wave: Wave, offered: Offer) -> HttpResponse:
    tree = release_tree(offered.release.pk)
    signed_in = request.user.is_authenticated
    context = {
        "course": {"title": tree["fields"]["title"], "subtitle": tree["fields"].get("subtitle", "")},
        "municipality": wave.municipality,
        "wave": {
            "name": wave.name,
            "start": wave.starts,
            "deadline": wave.ends,
            # Her name is for those who have signed in: the link may hang on a wall.
            "facilitator": wave.facilitator.get_full_name() if signed_in and wave.facilitator else "",
        },
        "minutes": budget(tree).used,
        "action": request.path if signed_in else None,
        "sign_in_url": None if signed_in else redirect_to_login(request.path, resolve_url(settings.LOGIN_URL)).url,
    }
    return _page(request, context, 200)


def _closed(request: HttpRequest) -> HttpResponse:
    return _page(request, {"course": None}, 410)


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    response = render(request, "tracking/join.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
