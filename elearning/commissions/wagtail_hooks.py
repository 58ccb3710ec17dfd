"""What commissions add to Wagtail."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from courses.models import NodePage, Variant
from courses.variants.workbench import Workbench
from elearning.commissions.desk import log_wording
from elearning.commissions.desk.board import WaitingOrdersPanel
from elearning.commissions.desk.urls import urlpatterns
from elearning.commissions.permissions import is_handler
from elearning.commissions.waves import admin_hooks
from elearning.commissions.wishes import panel


class OrdersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_handler(request.user)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    log_wording.register(actions)
    admin_hooks.log_actions(actions)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern | URLResolver]:
    return [path("hyldefri/", include((urlpatterns, "hyldefri_commissions")))]


@hooks.register("register_admin_menu_item")
def orders_item() -> MenuItem:
    address = reverse("hyldefri_commissions:board")
    return OrdersMenuItem(_("Orders"), address, name="commissions", icon_name="tasks", order=130)


@hooks.register("register_admin_menu_item")
def waves_item() -> MenuItem:
    return admin_hooks.waves_item()


@hooks.register("register_permissions")
def handle_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="commissions", codename="handle_commission")


@hooks.register("construct_homepage_panels")
def waiting_orders(_request: HttpRequest, panels: list[Any]) -> None:
    panels.append(WaitingOrdersPanel())


@hooks.register("hyldefri_variant_side_panel")
def wishes_beside_the_page(request: HttpRequest, page: NodePage, variant: Variant) -> Any:
    return panel.side_panel(request, page, variant)


@hooks.register("hyldefri_variant_panel")
def wishes_of_the_variant(request: HttpRequest, variant: Variant, workbench: Workbench) -> Any:
    return panel.overview_panel(request, variant, workbench)
