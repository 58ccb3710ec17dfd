"""Audit entries that say what they are about."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter


class Locked(LogFormatter):
    label = gettext_lazy("Agree a lock")

    def format_message(self, log_entry: Any) -> str:
        return _("Locked something in this municipality's version: %(reason)s") % {
            "reason": log_entry.data.get("reason", "")
        }


class Unlocked(LogFormatter):
    label = gettext_lazy("Agree to unlock")

    def format_message(self, log_entry: Any) -> str:
        return _("Unlocked something in this municipality's version: %(reason)s") % {
            "reason": log_entry.data.get("reason", "")
        }


#: action, what it is called, what is said to have happened
ACTIONS = (
    ("courses.release", gettext_lazy("Create version"), gettext_lazy("Created a version of the course")),
    (
        "courses.variant.create",
        gettext_lazy("Make our own version"),
        gettext_lazy("Made the municipality's own version of the course"),
    ),
    ("courses.variant.hide", gettext_lazy("Hide the page"), gettext_lazy("Hid the page")),
    ("courses.variant.show", gettext_lazy("Show the page"), gettext_lazy("Showed the page again")),
    (
        "courses.variant.process",
        gettext_lazy("Change the process"),
        gettext_lazy("Changed how the municipality runs the course"),
    ),
    (
        "courses.variant.lift_lock",
        gettext_lazy("Drop an agreed lock"),
        gettext_lazy("Dropped what was agreed about a lock"),
    ),
    ("courses.variant.tailor", gettext_lazy("Tailor the course"), gettext_lazy("Changed our own version as a whole")),
    ("courses.variant.update", gettext_lazy("Take an update"), gettext_lazy("Took an update of the shared course")),
    ("courses.variant.undo", gettext_lazy("Undo the update"), gettext_lazy("Undid an update of the shared course")),
    ("courses.variant.decide", gettext_lazy("Decide"), gettext_lazy("Decided on an update of the shared course")),
    (
        "courses.variant.publish",
        gettext_lazy("Publish our own version"),
        gettext_lazy("Brought our own version to the learners"),
    ),
    ("courses.approval.request", gettext_lazy("Send to approval"), gettext_lazy("Sent the course to approval")),
    (
        "courses.approval.withdraw",
        gettext_lazy("Take back from approval"),
        gettext_lazy("Took the course back from approval"),
    ),
    ("courses.approval.approve", gettext_lazy("Approve"), gettext_lazy("Approved the course")),
    ("courses.approval.reject", gettext_lazy("Send back"), gettext_lazy("Sent the course back to the editors")),
    ("courses.consent.give", gettext_lazy("Consent to clean updates"), gettext_lazy("Consented to clean updates")),
    (
        "courses.consent.withdraw",
        gettext_lazy("Withdraw the consent"),
        gettext_lazy("Withdrew the consent to clean updates"),
    ),
    ("courses.h5p.import", gettext_lazy("Import H5P"), gettext_lazy("Imported an H5P package")),
    ("courses.h5p.change", gettext_lazy("Change an H5P activity"), gettext_lazy("Changed the H5P activity")),
    ("courses.h5p.remove", gettext_lazy("Remove an H5P activity"), gettext_lazy("Removed the H5P activity")),
    (
        "courses.h5p.library.approve",
        gettext_lazy("Approve an H5P library"),
        gettext_lazy("Approved the H5P library"),
    ),
    (
        "courses.h5p.library.withdraw",
        gettext_lazy("Withdraw the approval of an H5P library"),
        gettext_lazy("Withdrew the approval of the H5P library"),
    ),
    (
        "courses.h5p.library.describe",
        gettext_lazy("Describe an H5P library"),
        gettext_lazy("Described what it takes to use the H5P library"),
    ),
    (
        "courses.h5p.library.remove",
        gettext_lazy("Remove an H5P library"),
        gettext_lazy("Removed the H5P library"),
    ),
)


def register(actions: LogActionRegistry) -> None:
    for action, label, message in ACTIONS:
        actions.register_action(action, label, message)
    actions.register_action("courses.variant.lock")(Locked)
    actions.register_action("courses.variant.unlock")(Unlocked)
