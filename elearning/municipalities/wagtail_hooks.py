from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


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
