from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry

from elearning.accounts.admin import IdentityProviderViewSet


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("accounts.delete", _("Delete the account"), _("The account was deleted"))
    actions.register_action("accounts.sign_out", _("Sign out everywhere"), _("Signed out on every device"))
    actions.register_action(
        "accounts.provider_link", _("Link with the municipality's sign-in"), _("An account was linked with the sign-in")
    )
    actions.register_action(
        "accounts.provider_address", _("Change the address"), _("An account's address followed the sign-in's")
    )
    actions.register_action(
        "accounts.provider_role", _("Set the role from the sign-in"), _("A role followed the municipality's groups")
    )


@hooks.register("register_admin_viewset")
def register_viewset() -> ModelViewSet:
    return IdentityProviderViewSet("identity_providers", url_prefix="hyldefri/kommuners-login")
