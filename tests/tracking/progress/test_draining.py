"""A worker that is behind folds many enrolments at once: as each alone, and nobody twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.tracking import factories
from tests.tracking.progress.recorded import progress_of, record, whole_course
from tests.tracking.xapi.store.test_at_once import held_open
from tracking.models import Enrolment, PendingFold, Progress
from tracking.progress import draining, projection, tasks
from tracking.progress.draining import drain
from tracking.progress.projection import difference, fold_pending
from tracking.xapi.statements import Draft

pytestmark = pytest.mark.django_db


def waiting(many: int = 3, **given: Any) -> list[Enrolment]:
    """Enrolments of one release, each with a statement folded and some that have waited."""
    release = factories.bare_release()
    found = [factories.bare_enrolment(release, **given) for _ in range(many)]
    for enrolment in found:
        fold_pending(record(enrolment, whole_course()[0]))
        record(enrolment, *whole_course()[1:3])
    have_waited()
    return found


def have_waited() -> None:
    pending().update(created_at=timezone.now() - timedelta(seconds=5))


def pending() -> Any:
    return PendingFold.objects.unscoped(reason="a test")


def test_a_task_folds_what_others_have_waited_for():
    enrolments = waiting()
    tasks.fold_enrolment(str(enrolments[0].pk))

    assert not pending().exists()
    for enrolment in enrolments:
        assert difference(enrolment) == ()
        assert progress_of(enrolment).percent == 33


def test_is_the_same_as_folding_each_alone():
    together, alone = waiting(2)
    assert (fold_pending(alone), drain()) == (True, 1)

    first, second = progress_of(together), progress_of(alone)
    for name in ("percent", "started_at", "last_activity_at", "completed_at"):
        assert getattr(first, name) == getattr(second, name), name
    assert first.state["nodes"].keys() == second.state["nodes"].keys()
    assert first.updated_at > second.updated_at


def test_what_has_just_come_is_left_to_its_own_task():
    (enrolment,) = waiting(1)
    fold_pending(enrolment)
    record(enrolment, Draft("completed", "lesson-2"))

    assert drain() == 0
    assert pending().count() == 1


def test_those_who_have_no_progress_yet_are_folded_too():
    enrolments = [record(factories.bare_enrolment(), *whole_course()[:3]) for _ in range(2)]
    have_waited()

    assert drain() == 2
    assert [progress_of(enrolment).percent for enrolment in enrolments] == [33, 33]


def test_a_course_that_is_completed_is_told_of_once(completions, django_capture_on_commit_callbacks):
    enrolments = waiting(2)
    for enrolment in enrolments:
        record(enrolment, *whole_course()[3:])
    have_waited()
    with django_capture_on_commit_callbacks(execute=True):
        drain()
        drain()

    assert sorted(str(enrolment.pk) for enrolment, _statement in completions) == sorted(str(it.pk) for it in enrolments)
    assert all(progress_of(enrolment).completed_at and difference(enrolment) == () for enrolment in enrolments)


def test_costs_as_many_queries_for_many_as_for_few(django_assert_num_queries):
    waiting(1)
    drain()
    for many in (2, 20):
        waiting(many)
        with django_assert_num_queries(8):
            drain()


def test_more_than_a_batch_is_folded_batch_after_batch(monkeypatch):
    monkeypatch.setattr(draining, "BATCH", 4)
    enrolments = waiting(5)

    assert drain() == 5
    assert not pending().exists()
    assert all(difference(enrolment) == () for enrolment in enrolments)


def test_one_that_cannot_be_folded_keeps_nobody_elses_task_from_folding(monkeypatch, caplog):
    broken, well = waiting(2)
    columns = projection._columns

    def fail(state: Any, applied: Any) -> Any:
        if state["nodes"].keys() == {"lesson-1", "lesson-2", "question"}:
            raise RuntimeError("a fault of ours")
        return columns(state, applied)

    record(broken, Draft("completed", "lesson-2"))
    have_waited()
    monkeypatch.setattr(projection, "_columns", fail)
    tasks.fold_enrolment(str(well.pk))

    assert progress_of(well).percent == 33
    assert set(pending().values_list("enrolment", flat=True)) == {broken.pk}
    assert "left to its own tasks" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_who_is_being_folded_by_another_is_passed_over():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")
    busy, free = waiting(2)

    def hold() -> None:
        Progress.objects.unscoped(reason="a test").select_for_update().get(enrolment=busy)

    go, thread = held_open(hold)
    try:
        assert drain() == 1
    finally:
        go.set()
        thread.join()
    assert (progress_of(free).percent, progress_of(busy).percent) == (33, 0)
    assert drain() == 1


class Killed(BaseException):
    """Nothing catches it."""


def test_who_dies_in_the_middle_leaves_everything_waiting(monkeypatch):
    enrolments = waiting(2)
    advance, seen = draining.advance, []

    def die_at_the_second(progress: Progress, *rest: Any) -> None:
        seen.append(progress)
        if len(seen) == 2:
            raise Killed
        advance(progress, *rest)

    monkeypatch.setattr(draining, "advance", die_at_the_second)
    with pytest.raises(Killed):
        drain()

    assert pending().count() == 4
    assert [progress_of(enrolment).percent for enrolment in enrolments] == [0, 0]
