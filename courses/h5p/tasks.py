"""The Celery tasks of H5P. Each may run twice, late or in vain."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.db import OperationalError

from courses.actions.run_h5p_import import RunH5PImport
from courses.h5p import sweeping
from courses.variants.queue import enqueue


@shared_task(bind=True, autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def import_package(self: Any, import_id: int) -> None:
    """Import an uploaded package."""
    RunH5PImport(import_id, task_id=self.request.id or "").execute()


@shared_task
def sweep_imports() -> int:
    """Ask again for what a broker that was down or a worker that died has left; returns for how much."""
    return sum(enqueue(import_package, pk) for pk in sweeping.left_behind())


@shared_task
def tidy() -> int:
    """Forget imports that are long over, and delete files that belong to nobody; returns how many."""
    return sweeping.forget_imports() + sweeping.delete_orphans()
