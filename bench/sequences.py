"""Statements that come doubled, out of order, late: whether progress is what it is when each comes once, in order."""

from __future__ import annotations

import random
import time


def check(many: int) -> tuple[int, float]:
    """How many of so many random sequences gave another progress, and the CPU seconds it took."""
    from tests.tracking.progress.sequences import progress_as_delivered, progress_as_sent, sequence

    chance, wrong, start = random.Random(), 0, time.process_time()
    for _ in range(many):
        given = sequence(chance)
        wrong += progress_as_delivered(given) != progress_as_sent(given)
    return wrong, time.process_time() - start
