"""Who may see what: an enrolment answers to its own learner, and to nobody else does it exist."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from tracking.learning.taking import Taking
from tracking.models import Enrolment


def own_enrolment(request: HttpRequest, enrolment: uuid.UUID) -> Enrolment:
    """Raises ``Http404`` for everybody else's, as for what is not there."""
    assert request.user.is_authenticated  # noqa: S101 - views ask for sign-in; narrows the type
    found = (
        Enrolment.objects.for_user(request.user)
        .select_related("release", "municipality")
        .defer("release__tree", "release__notes")
        .filter(pk=enrolment)
        .first()
    )
    if found is None:
        raise Http404(_("There is no such course among yours."))
    return found


def own_taking(request: HttpRequest, enrolment: uuid.UUID) -> Taking:
    return Taking(own_enrolment(request, enrolment))
