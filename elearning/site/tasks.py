"""Celery tasks of the site itself: housekeeping, and Wagtail's background work."""

from __future__ import annotations

from typing import Any

import structlog
from celery import shared_task
from django.core.exceptions import ObjectDoesNotExist
from django.core.management import call_command
from django.utils.module_loading import import_string
from django_tasks.base import Task

log = structlog.get_logger(__name__)


@shared_task
def run_background_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run the django-tasks task at ``path``. What it was about may be gone by now."""
    task = import_string(path)
    if not isinstance(task, Task):
        raise TypeError(f"{path} is no background task.")
    try:
        task.call(*args, **kwargs)
    except ObjectDoesNotExist:
        log.info("background_task_without_object", task=path, args=args)


@shared_task
def publish_scheduled() -> None:
    """Publish and unpublish the pages an editor has timed."""
    call_command("publish_scheduled")


@shared_task
def clear_sessions() -> None:
    call_command("clearsessions")


@shared_task
def update_search_index() -> None:
    """Catch up on what was not indexed while the broker was down."""
    call_command("update_index", verbosity=0)


@shared_task
def rebuild_references_index() -> None:
    """Catch up on what was not indexed while the broker was down."""
    call_command("rebuild_references_index", verbosity=0)
