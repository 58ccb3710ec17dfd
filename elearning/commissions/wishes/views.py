"""The wishes of an order, on the municipality's pages."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from elearning.commissions.orders.pages import commission_or_404
from elearning.commissions.wishes import handling, rules


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest, pk: int) -> HttpResponse:
    order = commission_or_404(request.user, pk)
    handled = handling.handle(request, order) if request.method == "POST" else None
    if handled is not None and not handled.error:
        messages.success(request, handled.said)
        return redirect(reverse("commissions:wishes", args=[pk]) + handled.anchor)
    context = {**handling.context(request, order, handled), "section": "order"}
    return render(request, "commissions/wishes/wishes.html", context, status=422 if handled else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest, pk: int, wish_id: int) -> HttpResponse:
    """Say a wish in other words."""
    order = commission_or_404(request.user, pk)
    found = handling.wish_or_404(order, wish_id)
    if not rules.may_do("change", request.user, found, order):
        raise PermissionDenied
    if request.method != "POST" and not rules.fits("change", found, order):
        return redirect(reverse("commissions:wishes", args=[pk]) + f"#oenske-{found.pk}")
    handled = handling.change(request, order, found)
    if handled.said:
        messages.success(request, handled.said)
        return redirect(reverse("commissions:wishes", args=[pk]) + handled.anchor)
    context = {"commission": order, "wish": found, "form": handled.form, "section": "order"}
    return render(request, "commissions/wishes/wish.html", context, status=422 if handled.error else 200)
