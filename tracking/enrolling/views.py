"""Enrolling oneself: from a course's page, or by a join link."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.estimates import budget
from courses.models import CoursePage
from courses.selectors import release_tree
from courses.visitors import visitors_municipality
from elearning.municipalities.models import Municipality
from tracking.actions.enrol import Enrol
from tracking.actions.join_links import FollowJoinLink, is_open_to, is_valid
from tracking.enrolling.rules import EnrolmentRefused, OtherMunicipality, offer, owner_of
from tracking.models import JoinLink


@login_required
@require_POST
def enrol(request: HttpRequest, course: int) -> HttpResponse:
    """In the municipality she works in, or in the one whose own the course is."""
    page = get_object_or_404(CoursePage, pk=course)
    municipality = owner_of(page) or visitors_municipality(request) or Municipality.objects.open()
    try:
        enrolment = Enrol(request.user, page, municipality).execute()
    except OtherMunicipality as error:
        raise Http404 from error
    except EnrolmentRefused as refusal:
        return render(request, "tracking/not_open.html", {"message": str(refusal)}, status=409)
    return redirect(enrolment)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows what it is; only posting joins."""
    link = JoinLink.objects.by_token(token).select_related("course", "municipality").first()
    if link is None:
        raise Http404
    if not is_valid(link, timezone.now()):
        return _landing(request, None)
    if request.user.is_authenticated and not is_open_to(link, request.user):
        raise Http404
    if request.method != "POST":
        return _landing(request, link)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, resolve_url(settings.LOGIN_URL))
    try:
        return redirect(FollowJoinLink(link, request.user).execute())
    except EnrolmentRefused:
        return _landing(request, None)


def _landing(request: HttpRequest, link: JoinLink | None) -> HttpResponse:
    context: dict[str, object] = {"course": None}
    if link is not None:
        tree = release_tree(offer(link.course, link.municipality).release.pk)
        signed_in = request.user.is_authenticated
        sign_in = redirect_to_login(request.path, resolve_url(settings.LOGIN_URL)).url
        context = {
            "course": {"title": tree["fields"]["title"], "subtitle": tree["fields"].get("subtitle", "")},
            "municipality": link.municipality,
            "minutes": budget(tree).used,
            "action": request.path if signed_in else None,
            "sign_in_url": None if signed_in else sign_in,
        }
    response = render(request, "tracking/join.html", context, status=200 if link else 410)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
