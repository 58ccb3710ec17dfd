"""ISO 8601 as xAPI has it: instants (1.0.3 Data 4.5; 2.0, 4.2.7) and durations (1.0.3 Data 4.6; 2.0, 4.2.7)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

#: How nearly all are written; Python reads those itself, four times as fast.
_USUAL = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
    r"(?:Z|(?!-00:00)[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,50}))?)?"
    r"(?:[Zz]|([+-])([0-9]{2})(?::?([0-9]{2}))?)?"
)
_BASIC = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})[Tt]([0-9]{2})([0-9]{2})(?:([0-9]{2})(?:[.,]([0-9]{1,50}))?)?"
    r"(?:[Zz]|([+-])([0-9]{2})([0-9]{2})?)?"
)
_PART = r"[0-9]+(?:[.,][0-9]+)?"
_DURATION = re.compile(
    rf"P(?:{_PART}W"
    rf"|(?=[0-9T])(?:{_PART}Y)?(?:{_PART}M)?(?:{_PART}D)?(?:T(?=[0-9])(?:{_PART}H)?(?:{_PART}M)?(?:{_PART}S)?)?)"
)
_FRACTION = re.compile(r"[.,][0-9]+[A-Z]")
_SECONDS = re.compile(r"([.,][0-9]{2})[0-9]+S")
_HOURS, _MINUTES = 23, 59
_LEAP_SECOND = 60


def instant(text: str) -> datetime:
    """The point in time, in UTC, cut to microseconds. Without an offset it is taken to be in UTC.

    ISO 8601 extended or basic, with a date and a time; the seconds may be left out. An offset of minus zero is
    refused (RFC 3339 has it mean that the offset is unknown; ISO 8601 does not have it). Raises ``ValueError``.
    """
    usual = _USUAL.fullmatch(text) is not None
    moment, leap = (datetime.fromisoformat(text), timedelta(0)) if usual else _taken_apart(text)
    try:
        return moment.astimezone(UTC) + leap
    except OverflowError:
        raise ValueError("is before the year 1 or after the year 9999") from None


def _taken_apart(text: str) -> tuple[datetime, timedelta]:
    """The moment, and what a leap second adds to it."""
    found = _INSTANT.fullmatch(text) or _BASIC.fullmatch(text)
    if found is None:
        raise ValueError("is no ISO 8601 timestamp with a date and a time")
    year, month, day, hour, minute, second, fraction, sign, offset_hours, offset_minutes = found.groups()
    seconds = int(second or 0)
    leap = timedelta(seconds=1) if seconds == _LEAP_SECOND else timedelta(0)
    moment = datetime(
        int(year),
        int(month),
        int(day),
        int(hour),
        int(minute),
        seconds - leap.seconds,
        int((fraction or "0")[:6].ljust(6, "0")),
        tzinfo=_zone(sign, int(offset_hours or 0), int(offset_minutes or 0)),
    )
    return moment, leap


def _zone(sign: str | None, hours: int, minutes: int) -> timezone:
    if hours > _HOURS or minutes > _MINUTES:
        raise ValueError("has an offset that is none")
    if sign == "-" and hours == minutes == 0:
        raise ValueError("has an offset of minus zero")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if sign == "-" else offset) if offset else UTC


def instant_text(moment: datetime) -> str:
    """RFC 3339, in UTC, with milliseconds, or with microseconds where there are any."""
    moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(timespec="microseconds" if moment.microsecond % 1000 else "milliseconds") + "Z"


def is_duration(text: str) -> bool:
    """``PnYnMnDTnHnMnS`` or ``PnW``; only the last part may have a fraction. Not the form of ISO 8601, 4.4.3.3."""
    if _DURATION.fullmatch(text) is None:
        return False
    separators = [place for place, character in enumerate(text) if character in ".,"]
    return not separators or (len(separators) == 1 and _FRACTION.fullmatch(text, separators[0]) is not None)


def comparable_duration(text: str) -> str:
    """A duration as it is compared: as text, without what is beyond hundredths of a second."""
    return _SECONDS.sub(r"\1S", text)
