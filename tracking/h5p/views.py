"""What the player's page posts: where the learner is, and what the content says of her."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tracking.actions.record_h5p import RecordH5P
from tracking.actions.save_h5p_state import BeginH5PAnew, SaveH5PState
from tracking.h5p import reading
from tracking.h5p.places import Place, place_of
from tracking.learning.access import own_taking
from tracking.learning.views.steps import known_step, see_other

#: Posts a minute and learner. A content saves a few times a minute; the page collects what comes faster.
MOST_A_MINUTE = 240

Inner = Callable[[HttpRequest, Place], HttpResponse]


def for_the_page(inner: Inner) -> Callable[..., HttpResponse]:
    """For whoever is signed in and meets the block. Answers the page's script: 413, 422 and 429 with a text.

    A redirect to the sign-in page is understood there too.
    """

    @never_cache
    @login_required
    @require_POST
    def view(request: HttpRequest, enrolment: uuid.UUID, node: uuid.UUID, block: uuid.UUID) -> HttpResponse:
        place = _place(request, enrolment, node, block)
        if _is_too_much(place):
            return _said(_("Too much at once. It is sent again in a moment."), 429)
        if int(request.headers.get("Content-Length") or 0) > reading.LARGEST_POST:
            return _said(_("It is too large to be saved."), 413)
        try:
            return inner(request, place)
        except reading.Unreadable as error:
            return _said(_("The content sent something that cannot be saved (%(problem)s).") % {"problem": error}, 422)

    return view


@for_the_page
def state(request: HttpRequest, place: Place) -> HttpResponse:
    session, sequence, changes = reading.states(request.body)
    SaveH5PState(place, session=session, sequence=sequence, changes=changes).execute()
    return HttpResponse(status=204)


@for_the_page
def statements(request: HttpRequest, place: Place) -> HttpResponse:
    RecordH5P(place, reading.results(request.body, iri=place.iri)).execute()
    return HttpResponse(status=204)


@never_cache
@login_required
@require_POST
def afresh(request: HttpRequest, enrolment: uuid.UUID, node: uuid.UUID, block: uuid.UUID) -> HttpResponse:
    """A form's post: the activity from its beginning."""
    place = _place(request, enrolment, node, block)
    BeginH5PAnew(place).execute()
    return see_other(f"{own_taking(request, enrolment).url(str(node))}#b-{block}")


def _place(request: HttpRequest, enrolment: uuid.UUID, node: uuid.UUID, block: uuid.UUID) -> Place:
    taking = own_taking(request, enrolment)
    step = known_step(taking, node)
    found = taking.block(step, str(block)) if taking.is_open(step) else None
    place = place_of(taking.enrolment, step, found) if found else None
    if place is None:
        raise Http404(_("There is no such exercise in your course."))
    return place


def _is_too_much(place: Place) -> bool:
    key = f"h5p-posts/{place.enrolment.pk}"
    cache.add(key, 0, timeout=60)
    try:
        return bool(cache.incr(key) > MOST_A_MINUTE)
    except ValueError:
        # It has run out between the two, or the cache is away: then nobody is held back.
        return False


def _said(text: str, status: int) -> JsonResponse:
    return JsonResponse({"text": text}, status=status)
