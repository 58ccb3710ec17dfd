"""The sealed files of the release a learner reads."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracking.learning.access import own_enrolment
from tracking.learning.media import media_of, send


@login_required
@require_safe
def media(request: HttpRequest, enrolment: uuid.UUID, kind: str, source: int) -> HttpResponseBase:
    found = media_of(own_enrolment(request, enrolment).release_id, kind, source)
    if found is None:
        raise Http404(_("There is no such file in your course."))
    return send(found, request)
