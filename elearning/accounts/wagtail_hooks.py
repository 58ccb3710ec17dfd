from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("accounts.delete", _("Delete the account"), _("The account was deleted"))
    actions.register_action("accounts.sign_out", _("Sign out everywhere"), _("Signed out on every device"))
