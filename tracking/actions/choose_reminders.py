"""A learner chooses whether she is reminded of courses she has paused."""

from __future__ import annotations

from typing import Any

from tracking.models import NoReminders


class ChooseReminders:
    """For all her courses at once; choosing again changes nothing."""

    def __init__(self, user: Any, *, wanted: bool) -> None:
        self.user = user
        self.wanted = wanted

    def execute(self) -> None:
        if self.wanted:
            NoReminders.objects.filter(user=self.user).delete()
        else:
            NoReminders.objects.get_or_create(user=self.user)


def wants_reminders(user: Any) -> bool:
    return not NoReminders.objects.filter(user=user).exists()
