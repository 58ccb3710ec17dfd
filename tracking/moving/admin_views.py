"""»Flyt deltagere« in Wagtail's admin: who could be moved, what it means, and doing it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from kombu.exceptions import OperationalError

from courses.models import CoursePage
from elearning.municipalities.models import Municipality
from tracking.actions.move_enrolments import MoveEnrolments
from tracking.admin_screens import show
from tracking.moving.rules import MoveRefused, may_move_somebody
from tracking.moving.selectors import PossibleMove, groups, possible_move, possible_moves, staying, to_move
from tracking.moving.tasks import move_people

#: As many are moved while one waits; more go to a worker, so many at a time.
AT_ONCE = 40
BATCH = 100


def moves(request: HttpRequest) -> HttpResponse:
    """Every course with somebody who could be moved."""
    if not may_move_somebody(request.user):
        raise PermissionDenied
    context = {"moves": possible_moves(request.user)}
    return show(request, "tracking/admin/moves.html", context, title=_("Move participants"), icon="group")


def move(request: HttpRequest, course: int, municipality: int | None = None) -> HttpResponse:
    """What would happen; a POST that names the version shown makes it happen."""
    found = _found(request, course, municipality)
    if request.method != "POST":
        return _preview(request, found)
    if request.POST.get("version") != str(found.release.pk):
        return _preview(request, found, _("Another version is offered by now. Look again before you move anybody."))
    keys = list(to_move(found).values_list("pk", flat=True))
    try:
        moved, later = _carry_out(request, found, keys)
    except MoveRefused as refusal:
        return _preview(request, found, str(refusal))
    messages.success(request, _said(moved, later))
    return redirect("hyldefri_tracking:moves")


def _found(request: HttpRequest, course: int, municipality: int | None) -> PossibleMove:
    """What the person may not see does not exist."""
    if not may_move_somebody(request.user):
        raise PermissionDenied
    page = get_object_or_404(CoursePage, pk=course)
    whose = get_object_or_404(Municipality, pk=municipality) if municipality is not None else None
    found = possible_move(request.user, page, whose)
    if found is None:
        raise Http404
    return found


def _preview(request: HttpRequest, found: PossibleMove, refusal: str = "") -> HttpResponse:
    context = {
        "move": found,
        "groups": groups(found),
        "staying": staying(found),
        "refusal": refusal,
    }
    return show(
        request,
        "tracking/admin/move.html",
        context,
        title=str(found.course),
        icon="group",
        under=[("hyldefri_tracking:moves", _("Move participants"))],
        status=409 if refusal else 200,
    )


def _carry_out(request: HttpRequest, found: PossibleMove, keys: list[uuid.UUID]) -> tuple[int, int]:
    """How many are moved, and how many a worker will move. What no worker takes is done here."""
    here, later = keys, 0
    if len(keys) > AT_ONCE:
        here = []
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            if _hand_over(found.release.pk, batch, request.user.pk):
                later += len(batch)
            else:
                here += batch
    done = MoveEnrolments(found.release, here, by=request.user).execute()
    return len(done.moved), later


def _hand_over(release: int, batch: list[uuid.UUID], by: Any) -> bool:
    """Whether the broker took it."""
    message = (release, [str(key) for key in batch], by)
    try:
        move_people.apply_async(message, retry=False)
    except (OperationalError, OSError):
        return False
    return True


def _said(moved: int, later: int) -> str:
    if later:
        return ngettext(
            "%(count)d participant is being moved. It takes a moment.",
            "%(count)d participants are being moved. It takes a moment.",
            later,
        ) % {"count": later}
    return ngettext("%(count)d participant is moved.", "%(count)d participants are moved.", moved) % {"count": moved}
