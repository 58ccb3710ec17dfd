"""Hands Wagtail's background work (django-tasks) to Celery.

With the broker down the request goes on: index updates are dropped and caught up by night
(elearning.settings.schedule); what nothing catches up on, the deletion of files, is done on the spot.

What a transaction asks for again and again is handed over once: making a variant saves each of its pages several times,
and an index is brought up to date by what is there when the task runs.
"""

from __future__ import annotations

import functools
from typing import Any

import structlog
from django.db import transaction
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError
from django_tasks.signals import task_enqueued
from django_tasks.utils import get_random_id

from elearning.site.tasks import run_background_task

log = structlog.get_logger(__name__)


class CeleryBackend(BaseTaskBackend):
    """Option ``RUN_HERE_WITHOUT_BROKER``: module paths of tasks the request runs if the broker takes none."""

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.run_here = frozenset(self.options.get("RUN_HERE_WITHOUT_BROKER", ()))

    def validate_task(self, task: Task[Any, Any]) -> None:
        super().validate_task(task)
        if task.takes_context:
            raise InvalidTaskError("Backend does not pass a context.")

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        result: TaskResult[Any] = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        if not self._is_waiting(result):
            transaction.on_commit(functools.partial(self._hand_over, result))
        return result

    def _is_waiting(self, result: TaskResult[Any]) -> bool:
        """Whether the same waits for the commit already.

        What rolls that back rolls back this too: of the savepoints it lies in, those that are open this one lies in.
        """
        message, hand_over = self._message(result), self._hand_over
        hooks = (hook for _savepoints, hook, _robust in transaction.get_connection().run_on_commit)
        waiting = (hook.args for hook in hooks if isinstance(hook, functools.partial) and hook.func == hand_over)
        return any(self._message(*one) == message for one in waiting)

    def _message(self, result: TaskResult[Any]) -> tuple[str, Any, Any]:
        return result.task.module_path, result.args, result.kwargs

    def _hand_over(self, result: TaskResult[Any]) -> None:
        message = self._message(result)
        path = message[0]
        if run_background_task.try_apply_async(message):  # type: ignore[attr-defined]
            task_enqueued.send(type(self), task_result=result)
        elif path in self.run_here:
            self._run_here(message)

    def _run_here(self, message: tuple[str, list[Any], dict[str, Any]]) -> None:
        try:
            run_background_task(*message)
        except Exception:
            log.exception("background_task_failed", task=message[0])
