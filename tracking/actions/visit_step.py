"""A learner opens a step."""

from __future__ import annotations

from django.db import transaction

from tracking.actions.save_position import SavePosition
from tracking.learning.statements import record_visit
from tracking.learning.taking import Taking


class VisitStep:
    """Record the first view of a step, and of the course; a step seen before is not recorded again.

    The step becomes her position, so that she picks up here without any script running.
    """

    def __init__(self, *, taking: Taking, step: str) -> None:
        self.taking = taking
        self.step = step

    def execute(self) -> None:
        seen = self.taking.state.get("nodes", {})
        course = self.taking.tree["id"]
        unseen = [node for node in (course, self.step) if node not in seen]
        position = SavePosition(taking=self.taking, step=self.step)
        if not unseen:
            position.execute()
            return
        with transaction.atomic():
            record_visit(self.taking.enrolment, course=course if course in unseen else None, step=self.step)
            position.execute()
