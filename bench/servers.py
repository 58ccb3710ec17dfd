"""The web server as it is in production (docs/operator.md), and what its processes and the database's have used."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import psutil
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bench.clients import Client, one_for_each
from elearning.embedded.children import dies_with_parent
from tests.services import ROOT
from tests.waiting import wait_for

WORKERS = 2


class WebServer:
    """gunicorn with two workers of four threads, on a port of its own."""

    def __init__(self, env: Mapping[str, str], folder: Path, name: str) -> None:
        metrics = folder / f"metrics-{name}"
        metrics.mkdir()
        self.log = folder / f"web-{name}.log"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "elearning.wsgi:application", "--bind", "127.0.0.1:0"),
                    *("--worker-class", "gthread", "--workers", str(WORKERS), "--threads", "4"),
                    # As a proxy in front keeps its connections.
                    *("--keep-alive", "600", "--timeout", "120"),
                ],
                cwd=ROOT,
                env={**env, "PROMETHEUS_MULTIPROC_DIR": str(metrics), "PYTHONUNBUFFERED": "1"},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )

    def ready(self) -> list[Client]:
        """A client for each worker."""
        port = wait_for(self._port, within=60, what="The web server's start")
        workers = wait_for(self.workers, within=60, what="The web workers' start")
        return one_for_each(port, workers)

    def workers(self) -> list[int]:
        found = [child.pid for child in psutil.Process(self.process.pid).children()]
        return found if len(found) == WORKERS else []

    def stop(self) -> None:
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.kill()
        self.process.wait()

    def _port(self) -> int:
        if self.process.poll() is not None:
            raise SystemExit(f"The web server ended: {self.log.read_text(errors='replace')[-3000:]}")
        port = next((c.laddr.port for c in psutil.Process(self.process.pid).net_connections("tcp")), 0)
        return int(port)


def cpu_of(processes: Iterable[int]) -> dict[int, float]:
    """Seconds of CPU that each has used so far, to the nanosecond: /proc counts in hundredths of a second."""
    found = {}
    for process in processes:
        with suppress(OSError):  # it has ended
            found[process] = time.clock_gettime((~process << 3) | 2)
    return found


def used_since(before: Mapping[int, float], now: Mapping[int, float]) -> float:
    return sum(seconds - before.get(process, 0.0) for process, seconds in now.items())


def database_processes(url: str) -> list[int]:
    """PostgreSQL's, those that serve a connection too; each is made when it is needed."""
    folder = conninfo_to_dict(conninfo(url))["host"]
    postmaster = psutil.Process(int(Path(str(folder), "data", "postmaster.pid").read_text().split()[0]))
    return [postmaster.pid, *(child.pid for child in postmaster.children())]


def conninfo(url: str) -> str:
    """What psycopg calls the database of ``tests.services.postgres``."""
    user, _, place = url.removeprefix("postgres://").partition("@/")
    folder, _, name = place.rpartition("/")
    return make_conninfo(host=folder, user=user, dbname=name)


def with_name(url: str, name: str) -> str:
    """Another database of the same server."""
    return f"{url.rpartition('/')[0]}/{name}"
