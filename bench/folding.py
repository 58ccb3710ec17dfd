"""What a worker folds in a second, by how many statements it finds pending."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from bench.servers import cpu_of, used_since
from bench.world import World

_ENROLMENTS = 300


@dataclass(frozen=True)
class Folded:
    """``pending`` statements of each enrolment; microseconds of a statement, the worker's and the database's, and how
    many were folded in a second."""

    pending: int
    cpu: float
    database: float
    rate: float

    @property
    def undisturbed(self) -> float:
        """How many in a second where nothing else runs: the worker waits for the database and for nobody."""
        return 1e6 / (self.cpu + self.database)


def measure(world: World, pending: int, statements: int, database: Callable[[], Sequence[int]]) -> Folded:
    """As a worker does it that is behind: one task after another, of which the first fold what the others wait for."""
    from tracking.models import PendingFold
    from tracking.progress.tasks import fold_enrolment

    enrolments = _with_pending(world, pending, min(max(statements // pending, 3), _ENROLMENTS))
    PendingFold.objects.unscoped(reason="the bench's own").update(created_at=timezone.now() - timedelta(seconds=10))
    of_database, cpu, start = cpu_of(database()), time.process_time(), time.perf_counter()
    for enrolment in enrolments:
        fold_enrolment(str(enrolment.pk))
    used, taken = time.process_time() - cpu, time.perf_counter() - start
    many = pending * len(enrolments)
    of_database_used = used_since(of_database, cpu_of(database()))
    return Folded(pending, used / many * 1e6, of_database_used / many * 1e6, many / taken)


def _with_pending(world: World, pending: int, many: int) -> list[Any]:
    from tests.tracking import factories
    from tracking.actions.record import RecordStatements
    from tracking.models import Enrolment
    from tracking.progress.tasks import fold_enrolment
    from tracking.xapi.statements import Draft

    like: Enrolment = world.learners[0].enrolment
    made = []
    for _ in range(many):
        enrolment = factories.enrolment(like.release, factories.learner(like.municipality))
        # She has begun: there is progress already.
        RecordStatements(enrolment, [Draft("launched", world.lesson)]).execute()
        fold_enrolment(str(enrolment.pk))
        drafts = [
            Draft("answered", world.block, parent=world.lesson, score=0.5, success=False, statement_id=uuid.uuid4())
            for _ in range(pending)
        ]
        RecordStatements(enrolment, drafts).execute()
        made.append(enrolment)
    return made
