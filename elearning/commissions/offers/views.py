"""The municipality's pages of an offer: read it, take it along as PDF, approve exactly what was read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearning.commissions.actions.approve import ApproveOrder
from elearning.commissions.errors import CommissionRefused, IllegalTransition, StaleOffer
from elearning.commissions.models import Commission, Offer
from elearning.commissions.offers.pdf import filename, offer_pdf
from elearning.commissions.offers.selectors import Changes, in_force, offer_with, what_changed
from elearning.commissions.offers.standing import Standing, standing
from elearning.commissions.offers.subject import offered_now, subject
from elearning.commissions.orders.pages import commission_or_404


def offer_or_404(commission: Commission, number: int) -> Offer:
    found = offer_with(commission, number)
    if found is None:
        raise Http404
    return found


@never_cache
@login_required
@require_safe
def offer(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    order = commission_or_404(request.user, pk)
    return _show(request, order, offer_or_404(order, number))


@never_cache
@login_required
@require_safe
def pdf(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return pdf_response(offer_or_404(commission_or_404(request.user, pk), number))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The offer that holds, or, the quick way, the course as it is: with the form that says yes to just that."""
    order = commission_or_404(request.user, pk)
    if request.method != "POST":
        return _what_to_approve(request, order)
    seen, note = request.POST.get("sha256", ""), request.POST.get("note", "")
    try:
        change = ApproveOrder(order, user=request.user, seen_sha256=seen, note=note).execute()
    except IllegalTransition as late:
        messages.warning(request, str(late))
        return redirect("commissions:commission", pk)
    except StaleOffer as stale:
        return _what_to_approve(request, order, error=str(stale), changes=stale.changes, status=409)
    except CommissionRefused as refused:
        return _what_to_approve(request, order, error=str(refused), status=422)
    if change is None:
        messages.success(request, _("Your yes is noted. One more approver has to answer."))
    else:
        messages.success(request, _("The order is approved."))
    return redirect("commissions:commission", pk)


def pdf_response(offer: Offer) -> HttpResponse:
    response = HttpResponse(offer_pdf(offer), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{filename(offer)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _what_to_approve(
    request: HttpRequest, order: Commission, *, error: str = "", changes: Changes | None = None, status: int = 200
) -> HttpResponse:
    holds = in_force(order)
    if holds is not None:
        return _show(request, order, holds, error=error, changes=changes, status=status)
    now = standing(order, request.user)
    if not order.express or not now.open:
        return redirect("commissions:commission", order.pk)
    met = offered_now(order)
    context = {"commission": order, "standing": now, "subject": met, "error": error, "section": "order"}
    return render(request, "commissions/offers/express.html", context, status=status)


def _show(
    request: HttpRequest,
    order: Commission,
    shown: Offer,
    *,
    error: str = "",
    changes: Changes | None = None,
    status: int = 200,
) -> HttpResponse:
    now = standing(order, request.user)
    context: dict[str, Any] = {
        "commission": order,
        "offer": shown,
        "standing": now,
        "holds": now.offer == shown,
        "error": error,
        "changes": changes or _changed_since(now, shown, order),
        "section": "order",
    }
    return render(request, "commissions/offers/offer.html", context, status=status)


def _changed_since(now: Standing, shown: Offer, order: Commission) -> Changes | None:
    return what_changed(shown, subject(order)) if now.stale and now.offer == shown else None
