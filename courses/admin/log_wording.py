"""Audit entries that say what they are about."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter


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
