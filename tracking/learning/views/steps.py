"""The learner's pages: all her courses, one course, one step."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracking.actions.complete_step import CompleteStep
from tracking.actions.save_position import SavePosition
from tracking.actions.visit_step import VisitStep
from tracking.learning.access import own_taking
from tracking.learning.blocks import LearnersBlocks
from tracking.learning.pages import course_page, overview_page, step_page
from tracking.learning.selectors import enrolments_of
from tracking.learning.taking import Taking
from tracking.moving.notices import take_notice


@never_cache
@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    minutes = request.GET.get("minutter", "")
    given = int(minutes) if minutes.isascii() and minutes.isdigit() and 0 < len(minutes) <= 3 else None
    return render(request, "tracking/overview.html", overview_page(enrolments_of(request.user), given or None))


@never_cache
@login_required
@require_safe
def course(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    taking = own_taking(request, enrolment)
    _tell_of_move(request, taking)
    return render(request, "tracking/course.html", course_page(taking))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, enrolment: uuid.UUID, node: uuid.UUID) -> HttpResponse:
    taking = own_taking(request, enrolment)
    step_id = known_step(taking, node)
    if not taking.is_open(step_id):
        return to_open_step(request, taking)
    if request.method == "POST":
        CompleteStep(taking=taking, step=step_id).execute()
        return see_other(after(taking, step_id))
    if request.method == "GET" and not _is_prefetch(request):
        VisitStep(taking=taking, step=step_id).execute()
        _tell_of_move(request, taking)
    return render_step(request, taking, step_id, again=request.GET.get("igen"))


@login_required
@require_POST
def position(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """A beacon: there is nobody to read an answer."""
    taking = own_taking(request, enrolment)
    step_id, block = request.GET.get("trin", ""), request.POST.get("block", "")
    if step_id not in taking.steps or not taking.is_open(step_id):
        raise Http404
    known = block and taking.block(step_id, block)
    SavePosition(taking=taking, step=step_id, block=block if known else "").execute()
    return HttpResponse(status=204)


def known_step(taking: Taking, node: uuid.UUID) -> str:
    """The step's id; what is hidden or not in her release does not exist."""
    if str(node) not in taking.steps:
        raise Http404(_("There is no such step in your course."))
    return str(node)


def to_open_step(request: HttpRequest, taking: Taking) -> HttpResponse:
    messages.info(request, _("This course is taken one step after the other. This is where you are."))
    return redirect(taking.resume_url())


def render_step(request: HttpRequest, taking: Taking, step_id: str, *, again: str | None = None) -> HttpResponse:
    node = taking.steps[step_id].node
    blocks = LearnersBlocks(taking, node, request, again)
    return render(request, f"tracking/{node['type']}.html", step_page(taking, step_id, blocks))


def after(taking: Taking, step_id: str) -> str:
    """Where a completed step leads: on in the course's order, at its end to its front."""
    return taking.url(taking.following(step_id))


def see_other(url: str) -> HttpResponse:
    """303: whatever was posted, what comes next is fetched."""
    response = redirect(url)
    response.status_code = 303
    return response


def _tell_of_move(request: HttpRequest, taking: Taking) -> None:
    """Once after she has been moved to another version."""
    if request.method == "GET" and not _is_prefetch(request) and (told := take_notice(taking.enrolment)):
        messages.info(request, told)


def _is_prefetch(request: HttpRequest) -> bool:
    """A browser that guesses what will be read next has not read it."""
    return "prefetch" in (request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or "")
