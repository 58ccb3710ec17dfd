"""Asking a worker. It may be asked in vain: what is behind is swept."""

from __future__ import annotations

import logging
from typing import Any

from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue(task: Any, *arguments: Any) -> bool:
    """Whether the broker took the task. Never raises for a broker that is down, and waits at most 200 ms for it.

    How long it may wait is in the broker's transport options; the complete site's tasks
    (``elearning.site.on_commit``) moreover pause after a failure and count what was not taken.
    """
    if try_apply_async := getattr(task, "try_apply_async", None):
        return bool(try_apply_async(arguments))
    try:
        task.apply_async(arguments, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("%s%s waits for the sweep: %s", task.name, arguments, error)
        return False
    return True
