"""Remember where a learner is."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tracking.learning.taking import Taking

#: How much later being in the same place is worth a write: the time tells when she was last active.
_LATER = timedelta(hours=1)


class SavePosition:
    """The step and the block in it, so that she picks up exactly there; None leaves the block as it is.

    A step she has completed is no place to pick up from: looking back at it moves the time only.
    """

    def __init__(self, *, taking: Taking, step: str, block: str | None = None) -> None:
        self.taking = taking
        self.step = step
        self.block = block

    def execute(self) -> None:
        enrolment, now = self.taking.enrolment, timezone.now()
        before = (enrolment.position_node, enrolment.position_block)
        place = self._place(*before)
        if place == before and enrolment.position_at and now - enrolment.position_at < _LATER:
            return
        enrolment.position_node, enrolment.position_block = place
        enrolment.position_at = now
        enrolment.save(update_fields=["position_node", "position_block", "position_at"])

    def _place(self, node: str, block: str) -> tuple[str, str]:
        if node and self.taking.status(self.step) == "completed":
            return node, block
        if self.block is None and node == self.step:
            return node, block
        return self.step, self.block or ""
