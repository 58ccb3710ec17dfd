"""Whom a learner takes a course together with. Others say so here: tracking knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from tracking.models import Enrolment


@dataclass(frozen=True)
class Meeting:
    title: str
    starts: datetime
    ends: datetime
    place: str
    url: str


@dataclass(frozen=True)
class Company:
    """A group with its days and what is still to come of its meetings. ``url`` is the group's own page."""

    name: str
    url: str
    starts: date
    ends: date
    meetings: tuple[Meeting, ...] = ()


Finder = Callable[[Enrolment], Company | None]
_finders: list[Finder] = []


def find_company(finder: Finder) -> None:
    """From now on ``finder`` is asked whom a learner's course is taken with."""
    if finder not in _finders:
        _finders.append(finder)


def company_of(enrolment: Enrolment) -> Company | None:
    return next((found for finder in _finders if (found := finder(enrolment))), None)
