"""Danish working days. No Django.

The days come from the library `holidays` (docs/decisions/0080-working-days.md): public holidays, and those on which
the municipalities are closed all the same, such as 24 December.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

CATEGORIES = ("public", "optional")
#: Optional to some, but an ordinary day in a town hall.
ORDINARY = {(5, 1)}


@cache
def _days_off(year: int) -> Mapping[date, str]:
    return dict(country_holidays("DK", years=year, categories=CATEGORIES, language="da"))


def is_working_day(day: date) -> bool:
    if day.weekday() >= 5:
        return False
    return day not in _days_off(day.year) or ((day.month, day.day) in ORDINARY and not _is_public(day))


def _is_public(day: date) -> bool:
    """Where a movable feast falls on an ordinary day."""
    return day in country_holidays("DK", years=day.year, categories=("public",))


def after(day: date, count: int) -> date:
    """The working day that is ``count`` working days after ``day``; ``day`` itself need not be one."""
    if count < 1:
        raise ValueError("Count at least one working day.")
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def between(first: date, last: date) -> int:
    """How many working days lie after ``first`` and not after ``last``; 0 where ``last`` is not later."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(map(is_working_day, days))
