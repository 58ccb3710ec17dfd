"""What the embedded site consists of, as command lines."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Mapping

from elearning.embedded.children import Child, Farewell
from elearning.embedded.layout import Layout
from elearning.embedded.redis import redis_command


def environment(layout: Layout, address: str, environ: Mapping[str, str]) -> dict[str, str]:
    """What every child inherits."""
    return {
        "DJANGO_SETTINGS_MODULE": "elearning.settings.embedded",
        "HYLDEFRI_BASE_URL": address,
        **environ,
        "HYLDEFRI_VAR": str(layout.var),
        "PYTHONUNBUFFERED": "1",
    }


class Programs:
    """One child of each kind, none of them started."""

    def __init__(self, layout: Layout, listener: socket.socket, env: Mapping[str, str]) -> None:
        self._layout = layout
        self._env = env
        descriptor = listener.fileno()
        self.redis = self._child("redis", *redis_command(layout), death_signal=signal.SIGTERM)
        self.prepare = self._child("prepare", sys.executable, "-m", "elearning.embedded.prepare")
        self.web = self._child(
            "web",
            *(sys.executable, "-m", "gunicorn", "elearning.wsgi:application"),
            *("--bind", f"fd://{descriptor}", "--preload"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
            *("--timeout", "60", "--graceful-timeout", "5"),
            pass_fds=(descriptor,),
            PROMETHEUS_MULTIPROC_DIR=str(layout.metrics),
        )
        self.worker = self._child(
            "worker",
            *(sys.executable, "-m", "celery", "--app", "elearning.celery", "worker"),
            *("--concurrency", "2", "--loglevel", "INFO"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
            # First let running tasks finish, then put them back in the queue.
            farewell=Farewell(((signal.SIGTERM, 8), (signal.SIGQUIT, 7))),
        )
        self.beat = self._child(
            "beat",
            *(sys.executable, "-m", "celery", "--app", "elearning.celery", "beat"),
            *("--schedule", str(layout.beat_schedule), "--pidfile", "", "--loglevel", "INFO"),
        )

    def _child(
        self,
        name: str,
        *argv: str,
        death_signal: signal.Signals = signal.SIGKILL,
        farewell: Farewell | None = None,
        pass_fds: tuple[int, ...] = (),
        **more_env: str,
    ) -> Child:
        return Child(
            name=name,
            argv=argv,
            env={**self._env, **more_env},
            log=self._layout.logs / f"{name}.log",
            death_signal=death_signal,
            farewell=farewell or Farewell(),
            pass_fds=pass_fds,
        )

    @property
    def in_stopping_order(self) -> list[Child]:
        return [self.beat, self.prepare, self.web, self.worker, self.redis]

    def keep_old_logs(self) -> None:
        """The logs of the run before stay, under ``.1``."""
        for child in self.in_stopping_order:
            if child.log.exists():
                os.replace(child.log, child.log.with_suffix(".log.1"))
