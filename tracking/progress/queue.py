"""Asking a worker to fold. It may be asked in vain: what is pending is swept."""

from __future__ import annotations

import logging
import uuid

from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue_fold(enrolment_id: uuid.UUID) -> bool:
    """Whether the broker took the task. Never raises for a broker that is down (DESIGN 6 (2)).

    How long it may wait is in the broker's transport options; the complete site's tasks
    (``elearning.site.on_commit``) moreover pause after a failure and count what was not taken.
    """
    from tracking.progress.tasks import fold_enrolment

    message = (str(enrolment_id),)
    if try_apply_async := getattr(fold_enrolment, "try_apply_async", None):
        return bool(try_apply_async(message))
    try:
        fold_enrolment.apply_async(message, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("Enrolment %s waits for the sweep: %s", enrolment_id, error)
        return False
    return True
