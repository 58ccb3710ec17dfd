"""What every Celery task of the site inherits."""

from __future__ import annotations

import functools
from typing import Any

import structlog
from celery.contrib.django.task import DjangoTask
from django.db import transaction
from kombu.exceptions import OperationalError
from prometheus_client import Counter

from elearning.site.breaker import Breaker

log = structlog.get_logger(__name__)
dropped = Counter("hyldefri_tasks_not_enqueued_total", "Tasks the broker was too ill to take", ["task"])
breaker = Breaker(pause=1)


class OnCommitTask(DjangoTask):  # type: ignore[type-arg]
    """``delay_on_commit`` never fails the request and costs at most 200 ms with the broker down.

    A task handed over this way must therefore be found again by other means (a sweep, a nightly rebuild, a
    state in the database). Plain ``delay`` and ``apply_async`` still raise.
    """

    abstract = True

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        self.apply_async_on_commit(args, kwargs)

    def apply_async_on_commit(self, *args: Any, **options: Any) -> None:  # type: ignore[override]
        transaction.on_commit(functools.partial(self.try_apply_async, *args, **options))

    def try_apply_async(self, *args: Any, **options: Any) -> bool:
        """``apply_async`` that says whether the broker took the task instead of raising."""
        if breaker.is_open:
            return self._not_enqueued("broker paused after a failure")
        try:
            self.apply_async(*args, **options)
        except (OperationalError, OSError) as error:
            breaker.failed()
            return self._not_enqueued(str(error))
        return True

    def _not_enqueued(self, reason: str) -> bool:
        dropped.labels(self.name).inc()
        log.warning("task_not_enqueued", task=self.name, reason=reason)
        return False
