"""An account, and everything about the person, is deleted at once."""

from __future__ import annotations

import logging
from typing import Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from elearning.accounts import personal_data
from elearning.accounts.errors import AccountError
from elearning.accounts.models import User
from elearning.accounts.signals import account_deleted, account_deleting

logger = logging.getLogger(__name__)


class DeleteAccount:
    """``by`` is who asks, the person herself or an operator; None is the site's own retention.

    What remains is figures that lead to nobody, and a log entry with the account's number.
    """

    def __init__(
        self, user: User, *, by: User | None = None, reason: Literal["request", "retention"] = "request"
    ) -> None:
        self.user = user
        self.by = by
        self.reason = reason

    def check(self) -> None:
        """Raises PermissionDenied, or AccountError where the site would be left with nobody to run it."""
        asked_by_nobody = self.by is None and self.reason != "retention"
        asked_by_another = self.by is not None and self.by != self.user and not self.by.is_superuser
        if asked_by_nobody or asked_by_another:
            raise PermissionDenied
        others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=self.user.pk)
        if self.user.is_superuser and not others.exists():
            raise AccountError(_("You are the only one who runs the site. Give the task to somebody else first."))

    def execute(self) -> None:
        self.check()
        number = self.user.pk
        with transaction.atomic():
            account_deleting.send(sender=User, user=self.user)
            log(
                instance=self.user,
                action="accounts.delete",
                user=self.by if self.by != self.user else None,
                title=f"#{number}",
                data={"reason": self.reason},
                deleted=True,
            )
            personal_data.erase(self.user)
            transaction.on_commit(lambda: account_deleted.send(sender=User, user_id=number))
        logger.info("Account %s deleted (%s)", number, self.reason)
