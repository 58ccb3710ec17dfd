"""Our part of Wagtail's admin: addresses, menu items and what the log calls things."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from elearning.municipalities.roles import is_designer
from tracking.actions.credentials import may_let_in
from tracking.certificates.admin_urls import urlpatterns as certificates
from tracking.enrolling.admin_urls import urlpatterns as enrolling
from tracking.enrolling.rules import may_enrol_others
from tracking.moving.admin_urls import urlpatterns as moving
from tracking.moving.rules import may_move_somebody
from tracking.reports.access import sees_enrolments
from tracking.reports.urls import urlpatterns as reports
from tracking.xapi.credentials.admin_urls import urlpatterns as credentials
from tracking.xapi.forwarding.admin_urls import urlpatterns as forwarding


class MenuItemFor(MenuItem):
    """Shown to those who may see where it leads."""

    def __init__(self, may_see: Callable[[Any], bool], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_see = may_see

    def is_shown(self, request: HttpRequest) -> bool:
        return self.may_see(request.user)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    patterns = [*certificates, *credentials, *enrolling, *forwarding, *moving, *reports]
    return [path("hyldefri/", include((patterns, "hyldefri_tracking")))]


@hooks.register("register_reports_menu_item")
def enrolments_item() -> MenuItem:
    address = reverse("hyldefri_tracking:enrolments")
    return MenuItemFor(sees_enrolments, _("Enrolments"), address, name="enrolments", icon_name="group", order=100)


@hooks.register("register_reports_menu_item")
def items_item() -> MenuItem:
    address = reverse("hyldefri_tracking:items")
    return MenuItemFor(is_designer, _("Questions"), address, name="items", icon_name="help", order=110)


@hooks.register("register_reports_menu_item")
def certificates_item() -> MenuItem:
    address = reverse("hyldefri_tracking:certificates")
    return MenuItemFor(is_designer, _("Certificates"), address, name="certificates", icon_name="doc-full", order=120)


@hooks.register("register_reports_menu_item")
def moves_item() -> MenuItem:
    address = reverse("hyldefri_tracking:moves")
    return MenuItemFor(
        may_move_somebody, _("Move participants"), address, name="moves", icon_name="redirect", order=105
    )


@hooks.register("register_reports_menu_item")
def relays_item() -> MenuItem:
    address = reverse("hyldefri_tracking:relays")
    return MenuItemFor(may_let_in, _("Forwarding"), address, name="relays", icon_name="resubmit", order=130)


@hooks.register("register_admin_menu_item")
def enrol_item() -> MenuItem:
    address = reverse("hyldefri_tracking:enrol_people")
    return MenuItemFor(may_enrol_others, _("Enrol people"), address, name="enrol", icon_name="group", order=410)


@hooks.register("register_admin_menu_item")
def join_links_item() -> MenuItem:
    address = reverse("hyldefri_tracking:join_links")
    return MenuItemFor(may_enrol_others, _("Join links"), address, name="join-links", icon_name="link", order=420)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    for action, label, message in (
        ("tracking.enrol", _("Enrol"), _("Enrolled somebody")),
        ("tracking.enrol_people", _("Enrol people"), _("Enrolled a list of people")),
        ("tracking.move", _("Move"), _("Moved somebody to another version")),
        ("tracking.join_link.create", _("Make join link"), _("Made a join link")),
        ("tracking.join_link.revoke", _("Revoke join link"), _("Revoked a join link")),
        ("tracking.certificate.issue", _("Issue certificate"), _("Issued a certificate")),
        ("tracking.certificate.reissue", _("Issue certificate anew"), _("Issued a certificate anew")),
        ("tracking.certificate.revoke", _("Revoke certificate"), _("Revoked a certificate")),
        ("tracking.credential.create", _("Let a system in"), _("Let a system in")),
        ("tracking.credential.rotate", _("Make a new secret"), _("Gave a system a new secret")),
        ("tracking.credential.revoke", _("Shut a system out"), _("Shut a system out")),
        ("tracking.relay.create", _("Set up the forwarding"), _("Set up the forwarding of completions")),
        ("tracking.relay.change", _("Change the forwarding"), _("Changed where completions are sent on to")),
        ("tracking.relay.switch_on", _("Switch the forwarding on"), _("Switched the forwarding on")),
        ("tracking.relay.switch_off", _("Switch the forwarding off"), _("Switched the forwarding off")),
        ("tracking.relay.retry", _("Try the forwarding again"), _("Had the forwarding tried again")),
        ("tracking.relay.replay", _("Send again from a day"), _("Had completions sent again from a day")),
        ("tracking.relay.delete", _("Delete the forwarding"), _("Deleted the forwarding")),
    ):
        actions.register_action(action, label, message)
