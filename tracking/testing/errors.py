"""Why the final test says no. ``str(error)`` is for the learner."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _


class FinalTestRefused(Exception):
    """Nothing has been stored."""


class NoTest(FinalTestRefused):
    """The learner's version of the course has no test, or no question that can be drawn."""

    def __init__(self) -> None:
        super().__init__(_("There is no final test in your version of the course."))


class AlreadyPassed(FinalTestRefused):
    def __init__(self) -> None:
        super().__init__(_("You have passed the test."))


class TooEarly(FinalTestRefused):
    """``opens_at`` is when the next attempt may begin."""

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(_("You can try again from the day after your last attempt."))
        self.opens_at = opens_at


class NotInTurn(FinalTestRefused):
    """The course is taken in order, and the test's turn has not come."""

    def __init__(self) -> None:
        super().__init__(_("The test opens when you have taken the steps before it."))


class OutOfOrder(FinalTestRefused):
    """The question at that place is not asked yet, or there is none."""


class NotThisQuestion(FinalTestRefused):
    """The answer is to another question than the one asked."""

    def __init__(self) -> None:
        super().__init__(_("The page was out of date. Here is the question you have come to."))
