from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks.exceptions import InvalidTaskError
from wagtail.models import Page, ReferenceIndex
from wagtail.tasks import delete_file_from_storage_task, update_reference_index_task

from elearning.site.tasks import run_background_task
from tests.services import RedisServer, WorkerProcess
from tests.waiting import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def stored_file(folder: Path) -> tuple[FileSystemStorage, str]:
    storage = FileSystemStorage(location=str(folder))
    return storage, storage.save("billede.txt", ContentFile(b"x"))


@pytest.mark.worker
def test_wagtails_work_becomes_a_celery_task(broker: RedisServer) -> None:
    result = update_reference_index_task.enqueue("wagtailcore", "page", "1")

    assert result.status == TaskResultStatus.READY
    (message,) = broker.client().lrange("celery", 0, -1)
    assert json.loads(message)["headers"]["task"] == "elearning.site.tasks.run_background_task"


@pytest.mark.worker
def test_a_transaction_asks_for_the_same_once(broker: RedisServer) -> None:
    def ask(*pks: str) -> None:
        for pk in pks:
            update_reference_index_task.enqueue("wagtailcore", "page", pk)

    with transaction.atomic():
        ask("1", "2", "1")
        with transaction.atomic():
            ask("1", "3")
        with suppress(ZeroDivisionError), transaction.atomic():
            ask("2", "4")
            raise ZeroDivisionError
        ask("3", "4")
        transaction.on_commit(lambda: None)
    assert asked(broker) == ["1", "2", "3", "4"]

    ask("1", "1")
    assert asked(broker)[4:] == ["1", "1"]


def asked(broker: RedisServer) -> list[str]:
    """The pages whose references were to be looked at, in order."""
    bodies = [json.loads(message)["body"] for message in reversed(broker.client().lrange("celery", 0, -1))]
    return [json.loads(b64decode(body))[0][1][2] for body in bodies]


@pytest.mark.worker
def test_a_worker_does_wagtails_work(celery_worker_process: Callable[..., WorkerProcess], tmp_path: Path) -> None:
    celery_worker_process()
    storage, name = stored_file(tmp_path)

    delete_file_from_storage_task.enqueue(storage.deconstruct(), name)

    wait_for(lambda: not storage.exists(name), within=30, what="The deletion of the file")


@pytest.mark.worker
def test_a_task_survives_the_worker_that_had_it(
    broker: RedisServer, celery_worker_process: Callable[..., WorkerProcess], tmp_path: Path
) -> None:
    worker = celery_worker_process()
    worker.kill()
    storage, name = stored_file(tmp_path)
    delete_file_from_storage_task.enqueue(storage.deconstruct(), name)

    worker.restart()

    wait_for(lambda: not storage.exists(name), within=30, what="The deletion of the file")


def test_saving_a_page_without_a_broker_works(dead_broker: None) -> None:
    page = Page.objects.get(depth=2)
    page.title = "Ny titel"
    page.save()

    assert Page.objects.get(pk=page.pk).title == "Ny titel"


def test_files_are_deleted_even_without_a_broker(dead_broker: None, tmp_path: Path) -> None:
    storage, name = stored_file(tmp_path)

    delete_file_from_storage_task.enqueue(storage.deconstruct(), name)

    assert not storage.exists(name)


def test_index_updates_wait_for_the_night_without_a_broker(dead_broker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReferenceIndex, "create_or_update_for_object", lambda _: pytest.fail("ran in the request"))

    update_reference_index_task.enqueue("wagtailcore", "page", "1")


def test_work_on_what_is_gone_meanwhile_is_no_error() -> None:
    run_background_task("wagtail.tasks.update_reference_index_task", ["wagtailcore", "page", "999999"], {})


def test_only_background_tasks_are_run_by_name() -> None:
    with pytest.raises(TypeError, match="no background task"):
        run_background_task("os.getcwd", [], {})


def with_context(context: object) -> None:
    """A task of a kind we do not support."""


def test_a_task_that_wants_a_context_is_refused() -> None:
    with pytest.raises(InvalidTaskError):
        task(takes_context=True)(with_context)
