"""From a course's public face to where a learner takes it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from courses.faces import Door
from courses.models import CoursePage
from courses.variants.offers import course_met
from courses.visitors import address, visitors_municipality
from tracking.enrolling.selectors import enrolment_in
from tracking.learning.links import reverse_or_none
from tracking.learning.pages import next_step
from tracking.learning.selectors import enrolments_of
from tracking.learning.taking import Taking


def resume(request: HttpRequest) -> dict[str, Any] | None:
    """Where a learner goes on from the front page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return next_step(enrolments_of(user))


def open_door(request: HttpRequest, course: CoursePage, node_id: str | None = None) -> Door | None:
    """To sign-in, to her own course or step, to her municipality's own version, or to enrolling.

    None where nothing answers to enrolling.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        sign_in = redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL)).url
        return Door(sign_in, _("Sign in and begin"))
    enrolment = enrolment_in(user, course)
    if enrolment is None:
        return _to_own_version(request, course) or _to_enrolling(course)
    taking = Taking(enrolment)
    if node_id in taking.steps:
        return Door(taking.url(node_id), _("Go to the step"))
    return Door(taking.resume_url(), _("Continue"))


def _to_own_version(request: HttpRequest, course: CoursePage) -> Door | None:
    """From a shared course to her municipality's own version of it, where it has one."""
    municipality = visitors_municipality(request)
    met = course_met(course, municipality)
    if met == course or municipality is None:
        return None
    whose = municipality.genitive or municipality
    return Door(address(met, request), _("Go to %(municipality)s own version") % {"municipality": whose})


def _to_enrolling(course: CoursePage) -> Door | None:
    enrol = reverse_or_none("tracking:enrol", course.pk)
    return Door(enrol, _("Begin the course"), method="post") if enrol else None
