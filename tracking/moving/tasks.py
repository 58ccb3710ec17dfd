"""Moving many people, by a worker. Doing it twice moves nobody twice."""

from __future__ import annotations

import logging
import uuid

from celery import shared_task
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import OperationalError

from courses.models import CourseRelease
from tracking.actions.move_enrolments import MoveEnrolments
from tracking.moving.rules import MoveRefused

logger = logging.getLogger(__name__)


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def move_people(release: int, enrolments: list[str], by: int) -> int:
    """How many were moved. What is refused by now, since the rights or the version have changed, is left."""
    user = get_user_model()._default_manager.filter(pk=by).first()
    if user is None:
        return 0
    course_release = CourseRelease.objects.without_tree().select_related("course").get(pk=release)
    try:
        done = MoveEnrolments(course_release, [uuid.UUID(key) for key in enrolments], by=user).execute()
    except (MoveRefused, PermissionDenied) as refusal:
        logger.warning("Nobody was moved to version %s: %s", release, refusal)
        return 0
    return len(done.moved)
