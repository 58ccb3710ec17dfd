"""End every session of an account."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from elearning.accounts.models import User


class SignOutEverywhere:
    """No list of sessions is kept; what a session is checked against changes (``session_generation``)."""

    def __init__(self, user: User) -> None:
        self.user = user

    @transaction.atomic
    def execute(self) -> None:
        User.objects.filter(pk=self.user.pk).update(session_generation=F("session_generation") + 1)
        self.user.refresh_from_db(fields=["session_generation"])
        log(instance=self.user, action="accounts.sign_out", user=self.user, title=f"#{self.user.pk}")
