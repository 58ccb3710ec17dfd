"""A learner's own maturity profile."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracking.learning.access import own_taking
from tracking.work.profile_page import profile_page


@never_cache
@login_required
@require_safe
def maturity(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    return render(request, "tracking/maturity_profile.html", profile_page(own_taking(request, enrolment)))
