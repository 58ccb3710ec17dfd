"""A learner is done with a step."""

from __future__ import annotations

from tracking.learning.statements import record_completion
from tracking.learning.taking import Taking


class CompleteStep:
    """Record that a step is completed; once is enough, however often she says so."""

    def __init__(self, *, taking: Taking, step: str) -> None:
        self.taking = taking
        self.step = step

    def execute(self) -> None:
        if self.taking.status(self.step) != "completed":
            record_completion(self.taking.enrolment, step=self.step)
