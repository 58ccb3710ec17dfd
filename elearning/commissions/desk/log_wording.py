"""What the log calls what happens to a commission."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

#: action, what it is called, what is said to have happened
ACTIONS = (
    ("move.submit", _("Send the order"), _("Sent the order")),
    ("move.clarify", _("Clarify the need"), _("Began to clarify the need")),
    ("move.start_co_design", _("Begin co-design"), _("Began co-design")),
    ("move.offer", _("Make the offer"), _("Made the offer")),
    ("move.reopen", _("Back to co-design"), _("Took the order back to co-design")),
    ("move.approve", _("Approve the order"), _("Approved the order")),
    ("move.approve_express", _("Approve the order"), _("Approved the order the quick way")),
    ("move.run", _("Set running"), _("Set the course running")),
    ("move.evaluate", _("Evaluation is ready"), _("Said that the evaluation is ready")),
    ("move.close", _("Close the order"), _("Closed the order")),
    ("move.decline", _("Decline the order"), _("Declined the order")),
    ("move.withdraw", _("Withdraw the order"), _("Withdrew the order")),
    ("evaluation.answer", _("Answer the evaluation"), _("Answered the evaluation")),
    ("evaluation.report", _("Make the evaluation report"), _("Made the evaluation report")),
    ("comment", _("Comment"), _("Commented on the order")),
    ("attach", _("Attach a file"), _("Attached a file to the order")),
    ("detach", _("Remove a file"), _("Removed a file from the order")),
    ("task.add", _("Add a task"), _("Added a task to the order")),
    ("task.done", _("Tick off a task"), _("Ticked off a task")),
    ("task.again", _("Take up a task again"), _("Took up a task again")),
    ("facts", _("Fill in invoice and data facts"), _("Changed invoice and data facts")),
    ("terms", _("Correct the order"), _("Corrected the order")),
    ("wish.added", _("Add a wish"), _("Added a wish to the order")),
    ("wish.changed", _("Change a wish"), _("Changed a wish")),
    ("wish.agreed", _("Agree to a wish"), _("Agreed to a wish")),
    ("wish.declined", _("Decline a wish"), _("Declined a wish")),
    ("wish.dropped", _("Drop a wish"), _("Dropped a wish")),
    ("wish.met", _("Tick off a wish"), _("Ticked off a wish")),
    ("wish.reopened", _("Take up a wish again"), _("Took up a wish again")),
    ("offer", _("Make a version of the offer"), _("Made a version of the offer")),
    ("yes", _("Approve, one of those needed"), _("Said yes to the order")),
    ("take", _("Take the order"), _("Said who handles the order")),
)


def register(actions: LogActionRegistry) -> None:
    for action, label, message in ACTIONS:
        actions.register_action(f"commissions.{action}", label, message)
