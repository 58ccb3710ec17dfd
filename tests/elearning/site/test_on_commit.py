from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from elearning.site import on_commit
from elearning.site.tasks import clear_sessions
from tests.conftest import broker_at
from tests.services import RedisServer

LONGEST = 0.2


@pytest.fixture
def silent_server() -> Iterator[str]:
    """Takes the connection and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


@pytest.fixture
def full_server() -> Iterator[str]:
    """Takes no connection: its queue of those who wait is full, as behind a firewall that drops packets."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = []
        for _ in range(4):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(listener.getsockname())
            waiting.append(client)
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
        for client in waiting:
            client.close()


def seconds_to_enqueue() -> float:
    on_commit.breaker.reset()
    started = time.monotonic()
    assert clear_sessions.try_apply_async() is False
    return time.monotonic() - started


def warm_up(tmp_path: Path) -> None:
    """The first message of a process loads modules."""
    with broker_at(f"redis+socket://{tmp_path}/no.sock", cache=f"unix://{tmp_path}/no.sock"):
        clear_sessions.try_apply_async()


@pytest.mark.parametrize("server", ["missing", "silent_server", "full_server"])
def test_a_broker_that_is_down_costs_at_most_200_ms(
    request: pytest.FixtureRequest, tmp_path: Path, server: str
) -> None:
    warm_up(tmp_path)
    url = f"redis+socket://{tmp_path}/no.sock" if server == "missing" else request.getfixturevalue(server)

    with broker_at(url, cache=f"unix://{tmp_path}/no.sock"):
        # The best of three: what is measured is patience, not how busy the machine is.
        assert min(seconds_to_enqueue() for _ in range(3)) < LONGEST


@pytest.mark.worker
def test_a_broker_that_hangs_with_the_line_open_costs_at_most_200_ms(broker: RedisServer) -> None:
    assert clear_sessions.try_apply_async()
    with broker.paused():
        assert min(seconds_to_enqueue() for _ in range(3)) < LONGEST


def test_plain_delay_says_that_the_broker_is_down(dead_broker: None) -> None:
    with pytest.raises(OperationalError):
        clear_sessions.delay()


@pytest.mark.django_db(transaction=True)
def test_a_request_goes_on_without_a_broker(dead_broker: None) -> None:
    counted = on_commit.dropped.labels(clear_sessions.name)
    before = counted._value.get()

    with transaction.atomic():
        clear_sessions.delay_on_commit()

    assert counted._value.get() == before + 1


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_task_is_enqueued_after_the_commit_and_not_before(broker: RedisServer) -> None:
    with transaction.atomic():
        clear_sessions.delay_on_commit()
        assert broker.client().llen("celery") == 0

    assert broker.client().llen("celery") == 1


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_task_of_what_was_rolled_back_is_not_enqueued(broker: RedisServer) -> None:
    with transaction.atomic():
        clear_sessions.delay_on_commit()
        transaction.set_rollback(True)

    assert broker.client().llen("celery") == 0


@pytest.mark.worker
def test_every_thread_of_the_web_server_has_our_broker(broker: RedisServer) -> None:
    took: list[bool] = []
    thread = threading.Thread(target=lambda: took.append(clear_sessions.try_apply_async()))
    thread.start()
    thread.join()

    assert took == [True]
    assert broker.client().llen("celery") == 1
