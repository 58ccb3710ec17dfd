"""Remember where a learner is."""

from __future__ import annotations

from django.utils import timezone

from tracking.models import Enrolment


class SavePosition:
    """The step and the block in it, so that she picks up exactly there."""

    def __init__(self, *, enrolment: Enrolment, step: str, block: str = "") -> None:
        self.enrolment = enrolment
        self.step = step
        self.block = block

    def execute(self) -> None:
        if (self.enrolment.position_node, self.enrolment.position_block) == (self.step, self.block):
            return
        self.enrolment.position_node = self.step
        self.enrolment.position_block = self.block
        self.enrolment.position_at = timezone.now()
        self.enrolment.save(update_fields=["position_node", "position_block", "position_at"])
