"""What a wave's days and its pause make it, and what may be done with it then, as data. No Django.

A status is never stored: it follows from the first and the last day and the pause, so that none can be wrong.
:data:`MAY` is the only place that says what may be done when; the actions ask it with the wave's row held.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Status(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"  #: before or between its days; what has ended is not paused
    ENDED = "ended"


class Deed(StrEnum):
    CHANGE = "change"
    PAUSE = "pause"
    RESUME = "resume"
    RENEW_LINK = "renew_link"
    LET_IN = "let_in"  #: one person, a list, or somebody from another wave
    LET_OUT = "let_out"
    INVITE = "invite"
    JOIN = "join"  #: by the link
    SET_GATHERING = "set_gathering"
    CHANGE_GATHERING = "change_gathering"
    CANCEL_GATHERING = "cancel_gathering"


ALWAYS = frozenset(Status)
NOT_OVER = ALWAYS - {Status.ENDED}

MAY = {
    # One that has ended can get a later last day.
    Deed.CHANGE: ALWAYS,
    # Pausing what is paused, and going on with what runs, changes nothing.
    Deed.PAUSE: NOT_OVER,
    Deed.RESUME: NOT_OVER,
    Deed.RENEW_LINK: NOT_OVER,
    Deed.LET_IN: NOT_OVER,
    Deed.LET_OUT: ALWAYS,
    Deed.INVITE: NOT_OVER,
    Deed.JOIN: frozenset({Status.PLANNED, Status.RUNNING}),
    Deed.SET_GATHERING: NOT_OVER,
    Deed.CHANGE_GATHERING: NOT_OVER,
    Deed.CANCEL_GATHERING: ALWAYS,
}


def status(today: date, starts: date, ends: date, *, paused: bool) -> Status:
    if today > ends:
        return Status.ENDED
    if paused:
        return Status.PAUSED
    return Status.PLANNED if today < starts else Status.RUNNING


def may(deed: Deed, at: Status) -> bool:
    return at in MAY[deed]
