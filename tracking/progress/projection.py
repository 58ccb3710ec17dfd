"""Stored progress: the pending statements of an enrolment folded into its row. DESIGN 6 (3).

docs/algorithms/progress.md says why it may run at any time, in any order and twice at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils import timezone

from tracking.models import Enrolment, PendingFold, Progress, Statement
from tracking.progress.criterion import Criterion
from tracking.progress.fold import State, fold
from tracking.progress.selectors import criterion_of, events_of
from tracking.progress.summary import summarise
from tracking.signals import course_completed
from tracking.xapi.outline import release_outline
from tracking.xapi.statements import Draft, build, completion_id, event_of
from tracking.xapi.store import insert_new


def fold_pending(enrolment: Enrolment) -> bool:
    """Fold what is pending; False if nothing is. Raises nothing but the database's errors."""
    if not _pending(enrolment).exists():
        return False
    project(enrolment)
    return True


def project(enrolment: Enrolment) -> None:
    """As :func:`fold_pending`, but the columns are written anew in any case: after a move to another release."""
    with transaction.atomic():
        _project(enrolment)


def rebuild(enrolment: Enrolment) -> None:
    """Fold every statement from nothing; where retention has thinned the record, onto what is stored."""
    with transaction.atomic():
        _project(enrolment, from_nothing=True)


def completion_of(enrolment: Enrolment) -> Statement:
    """The statement that the course is completed. Raises ``Statement.DoesNotExist``."""
    return _statements(enrolment).get(statement_id=completion_id(enrolment.pk))


def difference(enrolment: Enrolment) -> tuple[str, ...]:
    """The parts and columns that rebuilding would change, beyond folding what is pending. Changes nothing."""
    with transaction.atomic():
        progress = _row(enrolment).first() or Progress(enrolment=enrolment)
        pending = list(_pending(enrolment).values_list("statement__raw", flat=True))
        rebuilt = _rebuilt(enrolment, progress)
    state = fold(progress.state, events_of(pending))
    parts = [part for part in rebuilt if state[part] != rebuilt[part]]
    if not pending:
        columns = _columns(rebuilt, criterion_of(enrolment))
        parts += [name for name, value in columns.items() if getattr(progress, name) != value]
    return tuple(parts)


def _project(enrolment: Enrolment, *, from_nothing: bool = False) -> None:
    """Exactly the pending rows read under the lock are deleted: a statement that comes meanwhile stays pending."""
    progress = _locked(enrolment)
    pending = dict(_pending(enrolment).order_by("pk").values_list("pk", "statement__raw"))
    advance(progress, enrolment, pending.values(), from_nothing=from_nothing)
    progress.save()
    _pending(enrolment).filter(pk__in=list(pending)).delete()


def advance(
    progress: Progress, enrolment: Enrolment, pending: Iterable[dict[str, Any]], *, from_nothing: bool = False
) -> None:
    """Bring a held row up to date with pending statements, and store a completion that is due.

    Whoever holds the row saves it.
    """
    if from_nothing or not progress.state:
        state = _rebuilt(enrolment, progress)
    else:
        state = fold(progress.state, events_of(pending))
    applied = criterion_of(enrolment)
    if summarise(state, applied).ripe:
        state = _complete(enrolment, state, applied)
    progress.state = state
    for name, value in _columns(state, applied).items():
        setattr(progress, name, value)


def _rebuilt(enrolment: Enrolment, progress: Progress) -> State:
    return fold(progress.state if _is_thinned(enrolment, progress) else {}, events_of(_recorded(enrolment)))


def _is_thinned(enrolment: Enrolment, progress: Progress) -> bool:
    """Whether progress began before the oldest statement there is: then retention has taken older ones."""
    oldest: datetime | None = _statements(enrolment).aggregate(oldest=Min("timestamp"))["oldest"]
    return progress.started_at is not None and (oldest is None or oldest > progress.started_at)


def _complete(enrolment: Enrolment, state: State, applied: Criterion) -> State:
    """Record that the course is completed, once, as of when the last thing it took was done; what applied with it."""
    outline = release_outline(enrolment.release_id)
    draft = Draft(
        "completed",
        outline.course,
        statement_id=completion_id(enrolment.pk),
        pass_mark=applied.pass_mark,
        criterion=applied.to_json(),
    )
    statement = build(draft, enrolment, outline, timestamp=_met_at(state, applied), stored=timezone.now())
    if insert_new([statement]):
        transaction.on_commit(partial(announce, enrolment), robust=True)
    else:
        statement = completion_of(enrolment)
    return fold(state, [event_of(statement.raw)])


def announce(enrolment: Enrolment) -> None:
    """Send ``course_completed``. A receiver's error is logged and keeps nobody else from hearing."""
    statement = completion_of(enrolment)
    course_completed.send_robust(sender=Enrolment, enrolment=enrolment, statement=statement)


def _met_at(state: State, applied: Criterion) -> datetime:
    """When the last thing the criterion asks for was first done."""
    moments = [state["nodes"][node]["done"] for node in applied.required if node != applied.test]
    if applied.test:
        moments.append(state["nodes"][applied.test]["passed"])
    return datetime.fromisoformat(max(moments))


def _columns(state: State, applied: Criterion) -> dict[str, Any]:
    summary = summarise(state, applied)
    seen = [entry["seen"] for entry in state["nodes"].values()]
    return {
        "percent": summary.percent,
        "started_at": _moment(min(seen, default=None)),
        "last_activity_at": _moment(state["last"]["timestamp"] if state["last"] else None),
        "completed_at": _moment(summary.completed_at),
    }


def _moment(timestamp: str | None) -> datetime | None:
    return datetime.fromisoformat(timestamp) if timestamp else None


def _locked(enrolment: Enrolment) -> Progress:
    """The enrolment's row, held until the transaction ends; on SQLite the whole database is (BEGIN IMMEDIATE)."""
    held = _row(enrolment).select_for_update(of=("self",))
    progress = held.first()
    if progress is None:
        Progress.objects.bulk_create([Progress(enrolment=enrolment)], ignore_conflicts=True)
        progress = held.get()
    return progress


def _row(enrolment: Enrolment) -> QuerySet[Progress]:
    return Progress.objects.for_municipality(enrolment.municipality_id).filter(enrolment=enrolment)


def _pending(enrolment: Enrolment) -> QuerySet[PendingFold]:
    return PendingFold.objects.for_municipality(enrolment.municipality_id).filter(enrolment=enrolment)


def _statements(enrolment: Enrolment) -> QuerySet[Statement]:
    return Statement.objects.for_municipality(enrolment.municipality_id).filter(enrolment=enrolment)


def _recorded(enrolment: Enrolment) -> Iterator[dict[str, Any]]:
    return _statements(enrolment).order_by("pk").values_list("raw", flat=True).iterator()
