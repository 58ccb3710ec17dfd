from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from elearning.municipalities.admin import urls
from elearning.municipalities.managing import may_manage_some


class MunicipalitiesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_manage_some(request.user)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("hyldefri/kommuner/", include(urls))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    address = reverse("hyldefri_municipalities:index")
    return MunicipalitiesMenuItem(_("Municipality"), address, name="municipalities", icon_name="site", order=390)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for action, label, message in (
        ("municipalities.join", _("Join"), _("Somebody joined the municipality")),
        ("municipalities.change", _("Change the municipality"), _("Changed the municipality")),
        ("municipalities.set_up", _("Set up the municipality"), _("Set up the municipality's part of the site")),
        ("municipalities.member.add", _("Add somebody"), _("Added somebody to the municipality")),
        ("municipalities.member.change", _("Change a membership"), _("Changed somebody's membership")),
        ("municipalities.member.remove", _("Remove somebody"), _("Removed somebody from the municipality")),
        ("municipalities.unit.add", _("Add a unit"), _("Added a unit")),
        ("municipalities.unit.change", _("Change a unit"), _("Changed a unit")),
        ("municipalities.unit.remove", _("Remove a unit"), _("Removed a unit")),
    ):
        actions.register_action(action, label, message)
