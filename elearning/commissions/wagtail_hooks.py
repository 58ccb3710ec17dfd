"""What commissions add to Wagtail."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from elearning.commissions.desk import log_wording
from elearning.commissions.waves import admin_hooks  # noqa: F401 - registers itself


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    log_wording.register(actions)
