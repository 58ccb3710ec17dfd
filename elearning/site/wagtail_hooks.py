"""What the complete site changes in Wagtail's admin."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import DismissibleMenuItemMixin, MenuItem


@hooks.register("construct_help_menu")
def leave_out_news(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own news are about nothing an editor here can use, in English, and put a number on the menu."""
    items[:] = [item for item in items if not isinstance(item, DismissibleMenuItemMixin)]
