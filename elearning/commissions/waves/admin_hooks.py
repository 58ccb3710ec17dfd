"""What waves add to Wagtail: what the log calls things, and the way from the admin to the groups."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from elearning.commissions.waves.rules import municipalities_planned_for

ACTIONS = (
    ("wave.plan", _("Plan a group"), _("Planned a group")),
    ("wave.change", _("Change the group"), _("Changed the group")),
    ("wave.pause", _("Pause the group"), _("Paused the group")),
    ("wave.resume", _("Go on with the group"), _("Went on with the group")),
    ("wave.renew_link", _("Make a new link"), _("Made a new link to the group")),
    ("wave.import", _("Enrol a list"), _("Had a list of participants enrolled")),
    ("wave.add_participants", _("Add participants"), _("Added participants to the group")),
    ("wave.join", _("Join the group"), _("Joined the group by its link")),
    ("wave.move_participant", _("Move a participant"), _("Moved a participant to the group")),
    ("wave.remove_participant", _("Take out of the group"), _("Took a participant out of the group")),
    ("wave.invite", _("Invite participants"), _("Had participants invited")),
    ("gathering.add", _("Set a gathering"), _("Set a gathering of the group")),
    ("gathering.change", _("Change the gathering"), _("Changed a gathering of the group")),
    ("gathering.cancel", _("Call off the gathering"), _("Called off a gathering of the group")),
)


class WavesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(municipalities_planned_for(request.user))


def log_actions(actions: LogActionRegistry) -> None:
    for action, label, message in ACTIONS:
        actions.register_action(f"commissions.{action}", label, message)


def waves_item() -> MenuItem:
    """The groups are on the site; a site that has no addresses for them shows no item."""
    try:
        address = reverse("waves:list")
    except NoReverseMatch:
        return MenuItemNowhere("", "", name="waves")
    return WavesMenuItem(_("Groups of participants"), address, name="waves", icon_name="group", order=405)


class MenuItemNowhere(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return False
