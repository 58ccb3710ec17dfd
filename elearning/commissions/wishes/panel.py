"""»Wishes« beside the editor of a variant's page, and on the variant's overview."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.side_panels import BaseSidePanel

from courses.admin.variants import Panel
from courses.models import NodePage, Variant
from courses.variants.workbench import Workbench
from elearning.commissions.models import Commission
from elearning.commissions.permissions import is_handler, may_see
from elearning.commissions.wishes.places import ids_on
from elearning.commissions.wishes.selectors import PageWish, Tally, tallies, wishes_beside, wishes_of


def list_url(user: Any, commission: Commission) -> str:
    """The list of wishes where the reader has it: at the desk, or on the municipality's pages."""
    name = "hyldefri_commissions:wishes" if is_handler(user) else "commissions:wishes"
    return reverse(name, args=[commission.pk])


def orders_with(variant: Variant, user: Any) -> list[Commission]:
    """The variant's orders that the person may see and that have wishes."""
    every = Commission.objects.for_municipality(variant.municipality_id).submitted().filter(variant=variant)
    orders = every.filter(wishes__isnull=False).distinct().select_related("municipality")
    return [order for order in orders.order_by("-pk") if may_see(user, order)]


class WishesSidePanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle wishes")
        icon_name = "tasks"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "count": sum(each.row.wish.is_waiting for each in self.panel.wishes)}

    name = "wishes"
    title = gettext_lazy("Wishes")
    template_name = "commissions/admin/wishes_panel.html"
    order = 130

    def __init__(self, page: NodePage, request: HttpRequest, variant: Variant, orders: list[Commission]) -> None:
        super().__init__(page, request)
        self.orders = orders
        self.wishes: list[PageWish] = wishes_beside(page, orders, ids_on(page, variant))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        lists = [(order, list_url(self.request.user, order)) for order in self.orders]
        return {**context, "wishes": self.wishes, "lists": lists}


def side_panel(request: HttpRequest, page: NodePage, variant: Variant) -> WishesSidePanel | None:
    """None for a variant that no order with wishes has made."""
    orders = orders_with(variant, request.user)
    return WishesSidePanel(page, request, variant, orders) if orders else None


def overview_panel(request: HttpRequest, variant: Variant, _bench: Workbench) -> Panel | None:
    lists: list[tuple[Commission, str, list[Tally]]] = [
        (order, list_url(request.user, order), tallies(wishes_of(order))[1:])
        for order in orders_with(variant, request.user)
    ]
    if not lists:
        return None
    return Panel("wishes", _("Wishes"), "commissions/admin/variant_wishes.html", 60, {"lists": lists})
