"""Waiting for a condition, never for a length of time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

#: How many times longer a step may take on a machine that has other work than on one that has not. Only a failure
#: waits this long.
BUSY = 5


def wait_for(condition: Callable[[], T], *, within: float, what: str) -> T:
    """The first true answer of ``condition``; fails, naming ``what``, when none comes in time.

    ``within`` is in seconds of a machine with nothing else to do.
    """
    deadline = time.monotonic() + within * BUSY
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {within * BUSY:g} seconds.")
        time.sleep(0.05)
    return answer
