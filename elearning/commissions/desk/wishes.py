"""The wishes of an order at the desk: what the municipality's own screen shows, in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from elearning.commissions.desk.screens import CommissionScreen
from elearning.commissions.wishes import handling, rules


class WishesView(CommissionScreen):
    template_name = "commissions/admin/wishes.html"
    page_title = gettext_lazy("Wishes")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        handled = handling.handle(request, self.commission)
        if handled.error:
            return self.render_to_response(self.get_context_data(handled=handled), status=422)
        messages.success(request, handled.said)
        return redirect(reverse("hyldefri_commissions:wishes", args=[self.commission.pk]) + handled.anchor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = handling.context(self.request, self.commission, kwargs.pop("handled", None))
        return super().get_context_data(**{**kwargs, **{key: shown[key] for key in shown.keys() - {"commission"}}})


class WishView(CommissionScreen):
    """Say a wish in other words."""

    template_name = "commissions/admin/wish.html"
    page_title = gettext_lazy("Change the wish")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.wish = handling.wish_or_404(self.commission, kwargs["wish_id"])
        if not rules.may_do("change", request.user, self.wish, self.commission):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.fits("change", self.wish, self.commission):
            return self.to_list()
        return self.shown(handling.change(request, self.commission, self.wish))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        handled = handling.change(request, self.commission, self.wish)
        if handled.error:
            return self.shown(handled, status=422)
        messages.success(request, handled.said)
        return self.to_list()

    def shown(self, handled: handling.Handled, status: int = 200) -> HttpResponse:
        return self.render_to_response(self.get_context_data(wish=self.wish, form=handled.form), status=status)

    def to_list(self) -> HttpResponse:
        address = reverse("hyldefri_commissions:wishes", args=[self.commission.pk])
        return redirect(f"{address}#oenske-{self.wish.pk}")
