"""What commissions add to Wagtail."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from elearning.commissions.desk import log_wording


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    log_wording.register(actions)
