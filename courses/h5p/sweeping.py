"""What is left when a broker was down or a worker was killed: imports nobody has, files that belong to no row."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone

from courses.h5p import refusals, storing
from courses.models import H5PImport

State = H5PImport.State

#: So long nothing was asked of a worker, or it has not begun: it is asked again.
UNASKED = timedelta(minutes=1)
#: Longer than a task may run (``CELERY_TASK_TIME_LIMIT``): its worker is gone.
SILENT = timedelta(minutes=6)
#: How long the report of an import can be looked up under the import's own address; an activity has its own besides.
KEPT = timedelta(days=30)


def left_behind() -> list[int]:
    """Imports that nobody works on any longer, free to be taken by the next task."""
    now = timezone.now()
    working = H5PImport.objects.filter(state=State.WORKING, updated_at__lt=now - SILENT)
    working.update(state=State.WAITING, task_id="")
    waiting = H5PImport.objects.filter(state=State.WAITING, updated_at__lt=now - UNASKED)
    return list(waiting.values_list("pk", flat=True))


def forget_imports() -> int:
    now = timezone.now()
    done = Q(state=State.DONE, updated_at__lt=now - KEPT)
    nothing = Q(state__in=H5PImport.CAME_TO_NOTHING, updated_at__lt=now - refusals.KEPT)
    count, _rows = H5PImport.objects.filter(done | nothing).delete()
    return count


def delete_orphans() -> int:
    """Folders of builds and versions, and uploaded packages, that no row knows."""
    return storing.sweep() + _delete_uploads()


def _delete_uploads() -> int:
    known = set(H5PImport.objects.exclude(file="").values_list("file", flat=True))
    try:
        names = default_storage.listdir("h5p/imports")[1]
    except FileNotFoundError:
        return 0
    before = timezone.now() - storing.ABANDONED
    orphans = [
        name
        for name in (f"h5p/imports/{each}" for each in names)
        if name not in known and default_storage.get_modified_time(name) < before
    ]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)
