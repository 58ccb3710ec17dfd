"""How long to wait after a failure. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)
#: The longest that a store may ask for.
MOST_ASKED = timedelta(days=1)
#: Six hours are reached before this many.
_DOUBLINGS = 10


def wait(failures: int, *, spread: float, retry_after: str, now: datetime) -> timedelta:
    """After that many failures in a row: doubled each time, and never shorter than the store has asked for.

    ``spread`` of 0 to 1 is up to a quarter more, so that not all who were turned away at once come back at once.
    """
    doubled: timedelta = min(SHORTEST * 2 ** min(max(failures - 1, 0), _DOUBLINGS), LONGEST)
    return max(doubled * (1 + spread / 4), asked(retry_after, now))


def asked(retry_after: str, now: datetime) -> timedelta:
    """What a ``Retry-After`` means (RFC 9110, 10.2.3); nothing, if it means nothing."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        # Nobody needs the digits beyond.
        return min(timedelta(seconds=int(text[:9])), MOST_ASKED) if len(text) < 10 else MOST_ASKED
    try:
        when = parsedate_to_datetime(text)
        left = (when if when.tzinfo else when.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, OverflowError, IndexError):
        return timedelta(0)
    return min(max(left, timedelta(0)), MOST_ASKED)
