"""DESIGN 6 with real processes: a worker is killed, the broker is down, many write and two fold at once."""

from __future__ import annotations

import multiprocessing
import random
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from tests import trees
from tests.conftest import forget_failures
from tests.services import WorkerProcess
from tests.tracking import factories
from tests.waiting import wait_for
from tracking.actions.record import RecordStatements
from tracking.models import Enrolment, PendingFold, Progress, Statement
from tracking.progress.projection import difference
from tracking.progress.tasks import sweep_pending
from tracking.xapi import iris
from tracking.xapi.statements import Draft, completion_id
from tracking.xapi.verbs import VERBS

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True), pytest.mark.timeout(1200)]

WRITERS = 4
ENROLMENTS = 6
LESSONS = 50


@pytest.fixture
def worker(celery_worker_process: Callable[..., WorkerProcess], tmp_path: Path) -> WorkerProcess:
    """Two processes that fold. What one is killed over comes back after three seconds."""
    return celery_worker_process(
        *("--concurrency", "2", "--include", "tests.tracking.stumbling"),
        STUMBLE=str(tmp_path / "stumble"),
        CELERY_VISIBILITY_TIMEOUT="3",
    )


def pending():
    return PendingFold.objects.unscoped(reason="a test").count()


def is_drained(broker):
    """Whether no task waits or is with a worker."""
    return not broker.client().llen("celery") and not broker.client().hlen("unacked")


def progress_of(enrolment):
    return Progress.objects.for_municipality(enrolment.municipality_id).filter(enrolment=enrolment).first()


def test_a_worker_killed_in_the_middle_of_folding_loses_nothing(broker, worker):
    enrolment = factories.bare_enrolment()
    stumble = Path(worker.env["STUMBLE"])
    stumble.write_text("in the middle of the next fold")
    RecordStatements(enrolment, [Draft("completed", "lesson-1"), Draft("completed", "lesson-2")]).execute()
    wait_for(lambda: not stumble.exists(), within=60, what="A fold")
    worker.kill()
    assert pending() == 2
    worker.start()
    RecordStatements(enrolment, [Draft("passed", "test", score=0.9)]).execute()
    wait_for(lambda: pending() == 0, within=60, what="The new worker's fold")
    assert difference(enrolment) == ()
    assert progress_of(enrolment).completed_at
    wait_for(lambda: is_drained(broker), within=60, what="The return of the killed worker's task")
    assert difference(enrolment) == ()


def test_with_the_broker_down_statements_are_stored_and_the_sweep_catches_up(broker, worker):
    enrolment = factories.bare_enrolment()
    broker.kill()
    new = RecordStatements(enrolment, [Draft("completed", "lesson-1"), Draft("completed", "lesson-2")]).execute()
    assert len(new) == pending() == 2
    broker.start()
    forget_failures()
    enrolment.pending.update(created_at=timezone.now() - timedelta(seconds=11))
    assert sweep_pending() == 1

    def folded() -> bool:
        worker.keep_running()
        return pending() == 0

    wait_for(folded, within=60, what="The fold of what was swept")
    assert progress_of(enrolment).percent == 66
    assert difference(enrolment) == ()


def test_of_300_concurrent_pairs_of_child_and_parent_none_is_lost_and_no_score_is_wrong(worker):
    """Four writers ("web") and two Celery processes on six enrolments, every parent and its child at once."""
    release = factories.bare_release(_long_tree())
    enrolments = [factories.bare_enrolment(release) for _ in range(ENROLMENTS)]
    scores = {
        (enrolment.pk, number): (random.Random(f"{index}-{number}").random(), number % 11 / 10)
        for index, enrolment in enumerate(enrolments)
        for number in range(LESSONS)
    }
    _write_at_once(_shares(enrolments, scores))
    wait_for(lambda: pending() == 0, within=120, what="The fold of everything")
    for enrolment in enrolments:
        assert difference(enrolment) == ()
        progress = progress_of(enrolment)
        assert progress.percent == 100
        assert progress.completed_at
        for number in range(LESSONS):
            child, parent = scores[enrolment.pk, number]
            nodes = progress.state["nodes"]
            assert nodes[f"lesson-{number}"]["done"]
            assert nodes[f"content-{number}"]["score"] == parent
            assert nodes[_part(number)]["score"] == child
    completions = Statement.objects.unscoped(reason="a test").filter(
        verb=VERBS["completed"].iri, object_id=iris.activity("course", "course")
    )
    assert {one.statement_id for one in completions} == {completion_id(enrolment.pk) for enrolment in enrolments}
    assert completions.count() == ENROLMENTS


def _long_tree():
    lessons = [
        trees.lesson(trees.block("reflection", f"content-{number}", prompt="?"), id_=f"lesson-{number}")
        for number in range(LESSONS)
    ]
    return trees.course(trees.module(*lessons, id_="module"))


def _part(number):
    return f"content-{number}?subContentId={uuid.uuid5(uuid.NAMESPACE_OID, str(number))}"


def _shares(enrolments, scores):
    """Each writer's batches: the child of a pair falls to one writer, its parent to the next."""
    shares = [[] for _ in range(WRITERS)]
    for turn, ((key, number), (child, parent)) in enumerate(sorted(scores.items(), key=str)):
        content, lesson = f"content-{number}", f"lesson-{number}"
        child_draft = Draft("answered", _part(number), parent=content, score=child, statement_id=uuid.uuid4())
        parent_drafts = [
            Draft("answered", content, parent=lesson, score=parent, statement_id=uuid.uuid4()),
            Draft("completed", lesson, statement_id=uuid.uuid4()),
        ]
        shares[turn % WRITERS].append((key, [child_draft]))
        shares[(turn + 1) % WRITERS].append((key, parent_drafts))
    return shares


def _write_at_once(shares):
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(len(shares))
    connections.close_all()
    forget_failures()
    writers = [fork.Process(target=_write, args=(share, start)) for share in shares]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(180)
        assert writer.exitcode == 0


def _write(share, start):
    """Every batch twice: a browser that heard no answer sends again."""
    start.wait(60)
    for key, drafts in share:
        enrolment = Enrolment.objects.unscoped(reason="a test").select_related("municipality").get(pk=key)
        for _ in range(2):
            RecordStatements(enrolment, drafts).execute()
    connections.close_all()
