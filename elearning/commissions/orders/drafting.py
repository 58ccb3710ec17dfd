"""Whose draft this is: an account's, or this session's."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from courses.visitors import visitors_municipality
from elearning.commissions.models import Commission
from elearning.commissions.permissions import orders_for, own_drafts
from elearning.commissions.stages import Stage
from elearning.municipalities.models import Municipality

#: The key of the draft that this session began without an account.
SESSION_DRAFT = "commission_draft"
#: What the page of thanks says.
SESSION_SENT = "commission_sent"


def draft_of(request: HttpRequest) -> Commission | None:
    """The session's draft, which somebody who has signed in since takes with her, or else her own newest."""
    mine = _of_session(request)
    if mine is None and request.user.is_authenticated:
        mine = own_drafts(request.user).select_related("municipality").order_by("-updated_at").first()
    return mine


def wrote_it(request: HttpRequest, commission: Commission) -> bool:
    return request.session.get(SESSION_DRAFT) == commission.pk


def remember(request: HttpRequest, commission: Commission) -> None:
    request.session[SESSION_DRAFT] = commission.pk


def forget(request: HttpRequest) -> None:
    request.session.pop(SESSION_DRAFT, None)


def beginning(request: HttpRequest) -> dict[str, Any]:
    """What is known before anything is written: who is signed in, and the course she came from."""
    known: dict[str, Any] = {"format": Commission.Format.ELEARNING, "course": request.GET.get("kursus", "")[:12]}
    user = request.user
    if user.is_authenticated:
        known.update(contact_name=user.get_full_name(), contact_email=user.email)
        municipality = visitors_municipality(request)
        if municipality is not None and not municipality.is_open:
            known["municipality"] = municipality.pk
    return known


def may_order_for(request: HttpRequest) -> list[Municipality]:
    """A member orders for her own municipality; others say which."""
    return orders_for(request.user)


def _of_session(request: HttpRequest) -> Commission | None:
    key = request.session.get(SESSION_DRAFT)
    if key is None:
        return None
    drafts = Commission.objects.unscoped(reason="the session's own").filter(stage=Stage.DRAFT, pk=key)
    found = drafts.select_related("municipality").first()
    if found is not None and found.created_by_id not in (None, request.user.pk):
        return None
    return found
