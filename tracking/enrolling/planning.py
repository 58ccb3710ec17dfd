"""What enrolling a list of people would do, before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from django.contrib.auth import get_user_model
from django.db.models.functions import Lower

from courses.models import CoursePage
from tracking.enrolling.reading import Row
from tracking.enrolling.selectors import enrolled_among

Outcome = Literal["new", "known", "enrolled", "error"]
_BATCH = 500


@dataclass(frozen=True)
class PlannedRow:
    """``new`` makes an account, ``known`` uses the one there is, ``enrolled`` changes nothing."""

    row: Row
    outcome: Outcome
    user: Any = None


@dataclass(frozen=True)
class Plan:
    rows: tuple[PlannedRow, ...]

    @property
    def to_enrol(self) -> list[PlannedRow]:
        return [planned for planned in self.rows if planned.outcome in ("new", "known")]

    @property
    def errors(self) -> list[PlannedRow]:
        return [planned for planned in self.rows if planned.outcome == "error"]

    @property
    def enrolled(self) -> list[PlannedRow]:
        return [planned for planned in self.rows if planned.outcome == "enrolled"]


def plan_enrolments(rows: Sequence[Row], course: CoursePage) -> Plan:
    """Two queries for every five hundred rows."""
    users = _users(row.email for row in rows if not row.error)
    enrolled = _enrolled([user.pk for user in users.values()], course)
    return Plan(tuple(_planned(row, users.get(row.email), enrolled) for row in rows))


def _planned(row: Row, user: Any, enrolled: set[int]) -> PlannedRow:
    if row.error:
        return PlannedRow(row, "error")
    if user is None:
        return PlannedRow(row, "new")
    return PlannedRow(row, "enrolled" if user.pk in enrolled else "known", user)


def _users(emails: Iterable[str]) -> dict[str, Any]:
    found = get_user_model()._default_manager.annotate(lowered=Lower("email"))
    return {user.lowered: user for batch in _batches(emails) for user in found.filter(lowered__in=batch)}


def _enrolled(users: Sequence[int], course: CoursePage) -> set[int]:
    return {pk for batch in _batches(users) for pk in enrolled_among(batch, course)}


def _batches(things: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(things)
    while batch := list(islice(rest, _BATCH)):
        yield batch
