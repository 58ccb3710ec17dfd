"""Real servers for tests: Redis, PostgreSQL, a Celery worker. Each is a child that dies with the test run."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import redis

from elearning.embedded.children import dies_with_parent
from elearning.embedded.redis import redis_binary
from tests.waiting import wait_for

ROOT = Path(__file__).resolve().parents[1]


class RedisServer:
    """Redis on a unix socket. ``kill`` is a power cut, ``pause`` a server that no longer answers."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self.process: subprocess.Popen[bytes] | None = None

    def client(self, db: int = 0) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.socket), db=db)

    def start(self) -> None:
        self.socket.parent.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [
                *(shutil.which("redis-server") or redis_binary(), "--port", "0"),
                *("--unixsocket", str(self.socket), "--unixsocketperm", "700"),
                *("--dir", str(self.socket.parent), "--save", "", "--appendonly", "no"),
            ],
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGKILL),
        )
        wait_for(self._answers, within=20, what="An answer from Redis")

    def _answers(self) -> bool:
        try:
            return bool(self.client().ping())
        except redis.RedisError:
            return False

    def flush(self) -> None:
        self.client().flushall()

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
        self.socket.unlink(missing_ok=True)

    @contextmanager
    def paused(self) -> Iterator[None]:
        assert self.process
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)


class WorkerProcess:
    """A real ``celery worker`` against the settings in ``env``. ``restart`` after ``kill`` starts another."""

    def __init__(self, env: Mapping[str, str], log: Path, *arguments: str) -> None:
        self.env = env
        self.log = log
        self.arguments = arguments or ("--concurrency", "1")
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> WorkerProcess:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "celery", "--app", "elearning.celery", "worker"),
                    *("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"),
                    *self.arguments,
                ],
                cwd=ROOT,
                env=dict(self.env),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGKILL),
            )
        wait_for(self._answers_ping, within=120, what="A worker's answer to ping")

    def _answers_ping(self) -> bool:
        assert self.process
        if self.process.poll() is not None:
            raise AssertionError(f"The worker ended: {self.log.read_text(errors='replace')[-3000:]}")
        from elearning.celery import app

        with app.connection_for_write(transport_options={"socket_timeout": 5}) as connection:
            return bool(app.control.ping(timeout=1, limit=1, connection=connection))

    def kill(self) -> None:
        """As if the machine lost power: no goodbye to the broker."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def restart(self) -> None:
        self.kill()
        self.start()

    def keep_running(self) -> None:
        """What systemd or our own supervisor does: start it again if it has ended.

        Celery's Redis transport may end a worker that loses its broker while a message is unacknowledged.
        """
        if self.process and self.process.poll() is not None:
            self.start()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def postgres_binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    raise RuntimeError("No PostgreSQL server binaries. Install them: apt-get install postgresql")


@contextmanager
def postgres() -> Iterator[str]:
    """A new PostgreSQL server on a unix socket in a folder of its own; yields its DATABASE_URL."""
    binaries = postgres_binaries()
    folder = Path(tempfile.mkdtemp(prefix="hyldefri-pg-"))
    user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    # PostgreSQL refuses to run as root.
    prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    if prefix:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    try:
        subprocess.run(
            [
                *(*prefix, str(binaries / "initdb"), "--pgdata", str(data), "--username", user),
                *("--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        server = subprocess.Popen(
            [
                *(*prefix, str(binaries / "postgres"), "-D", str(data), "-k", str(folder)),
                # Nobody's data: speed over durability.
                *("-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off"),
                *("-c", "synchronous_commit=off", "-c", "max_connections=60"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=(folder / "log").open("wb"),
            start_new_session=True,
            preexec_fn=None if prefix else dies_with_parent(signal.SIGINT),
            cwd=folder,
        )
        try:
            ready = [str(binaries / "pg_isready"), "--quiet", "--host", str(folder)]
            wait_for(
                lambda: subprocess.run(ready, check=False).returncode == 0,
                within=30,
                what="An answer from PostgreSQL",
            )
            yield f"postgres://{user}@/{folder}/postgres"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
