"""The final test's rules, which need no database. DESIGN 4."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

#: What "the following day" means, wherever the learner or the server is.
COPENHAGEN = ZoneInfo("Europe/Copenhagen")

NEXT_DAY = "next_day"
SAME_DAY = "same_day"


def is_passed(right: int, total: int, pass_mark: int) -> bool:
    """Whether ``right`` of ``total`` questions reach the mark, in per cent. Whole numbers: 7 of 10 reach 70."""
    return total > 0 and right * 100 >= pass_mark * total


def opens_at(submitted_at: datetime, rule: str) -> datetime:
    """When an attempt may follow one that failed: the midnight after it was handed in, or at once.

    An unknown rule is taken for the strict one.
    """
    if rule == SAME_DAY:
        return submitted_at
    following = submitted_at.astimezone(COPENHAGEN).date() + timedelta(days=1)
    return datetime.combine(following, time.min, tzinfo=COPENHAGEN)
