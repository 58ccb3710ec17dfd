"""The Celery application; the worker starts with ``-A elearning.celery``.

Every ``tasks.py`` in our packages is found, however deep it lies.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from celery import Celery, signals

from elearning.starting import set_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.embedded")


def packages_with_tasks() -> list[str]:
    """The dotted names of our packages that have a ``tasks.py``."""
    root = Path(__file__).resolve().parents[1]
    return sorted(
        ".".join(found.parent.relative_to(root).parts)
        for package in ("courses", "tracking", "elearning")
        for found in (root / package).rglob("tasks.py")
    )


app = Celery("hyldefri", task_cls="elearning.site.on_commit:OnCommitTask")
# The current app is a thread's own; a web server's other threads get this one only as the default.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(packages_with_tasks)


def be_patient(conf: Any) -> None:
    """A worker waits for work in a blocking read, where a web process must give up at once."""
    from elearning.settings.redis import WORKER_PATIENCE

    patience = {"socket_timeout": WORKER_PATIENCE, "socket_connect_timeout": WORKER_PATIENCE}
    conf.broker_transport_options = {**conf.broker_transport_options, **patience}


if "celery.bin.celery" in sys.modules:
    # This process is the celery command: a worker, beat or inspect.
    be_patient(app.conf)
    set_up()


@signals.setup_logging.connect
def keep_djangos_logging(**_: Any) -> None:
    """With a receiver here Celery leaves logging as the setting ``LOGGING`` made it."""


@signals.task_prerun.connect
def name_the_task_in_logs(task_id: str, task: Any, **_: Any) -> None:
    import structlog

    structlog.contextvars.bind_contextvars(task_id=task_id, task=task.name)


@signals.task_postrun.connect
def forget_the_task(**_: Any) -> None:
    import structlog

    structlog.contextvars.unbind_contextvars("task_id", "task")
