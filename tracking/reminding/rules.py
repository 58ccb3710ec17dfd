"""When somebody who has begun and paused is reminded. Pure: moments and days in, a number out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

#: Reminders in one silence: who has not come back after so many is left in peace.
MOST = 3
#: Days after the deadline in which a reminder is still of use.
GRACE = 14
#: Reminders to one person in seven days, of whatever courses.
MOST_A_WEEK = 2


def next_reminder(
    now: datetime,
    *,
    silent_since: datetime,
    days: int,
    sent: Sequence[datetime] = (),
    today: date | None = None,
    deadline: date | None = None,
) -> int | None:
    """The number, from 1, of the reminder that is due in this silence; None while there is none.

    ``days`` is the rhythm, 0 for none; ``sent`` are the reminders of this silence. At most one in a rhythm, however
    late the last one was.
    """
    if days <= 0 or len(sent) >= MOST:
        return None
    if deadline is not None and today is not None and today > deadline + timedelta(days=GRACE):
        return None
    latest = max([silent_since, *sent])
    return len(sent) + 1 if now >= latest + timedelta(days=days) else None


def room_this_week(now: datetime, sent: Sequence[datetime]) -> bool:
    """Whether somebody who has been ``sent`` these, of whatever courses, may have another now."""
    return sum(moment > now - timedelta(days=7) for moment in sent) < MOST_A_WEEK
