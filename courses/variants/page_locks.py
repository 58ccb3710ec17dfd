"""The designer's lock as Wagtail's editor meets it."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock

from courses.approval.selectors import pending
from courses.models import NodePage
from courses.variants.standing import standing_of


class DesignersLock(BaseLock):
    """A page of a variant that follows the course, whoever looks: the next update would undo a change."""

    def __init__(self, page: NodePage, reason: str) -> None:
        super().__init__(page)
        self.reason = reason

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> SafeString:
        return format_html("<b>{}</b> {}", _("The page is locked by the course's designer."), self.explanation)

    def get_locked_by(self, user: Any) -> str:
        return _("Locked by the course's designer")

    def get_description(self, user: Any) -> str:
        return self.explanation

    @property
    def explanation(self) -> str:
        return self.reason or _("It is the same in every municipality.")


class ApprovalLock(BaseLock):
    """While the municipality's approvers look at a variant, it stays what they look at."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> SafeString:
        return format_html("<b>{}</b> {}", _("The course waits for approval."), self.get_description(user))

    def get_locked_by(self, user: Any) -> str:
        return _("Waits for approval")

    def get_description(self, user: Any) -> str:
        return _("It can be edited again when it is answered, or when the request is taken back.")


def lock_of(page: NodePage) -> BaseLock | None:
    """The lock a variant puts on a page besides Wagtail's own."""
    standing = standing_of(page)
    if standing is None:
        return None
    if pending(standing.ground.variant):
        return ApprovalLock(page)
    return None if standing.lock is None else DesignersLock(page, standing.lock)
