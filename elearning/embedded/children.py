"""A child process that never outlives the supervisor."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def dies_with_parent(death_signal: int) -> Callable[[], None]:
    """Run between fork and exec: the kernel sends the signal when the parent is gone, however it went."""
    parent = os.getpid()

    def prepare() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


@dataclass(frozen=True)
class Farewell:
    """How a child is asked to stop: one signal after the other, each with seconds to obey."""

    steps: tuple[tuple[signal.Signals, float], ...] = ((signal.SIGTERM, 10),)


@dataclass
class Child:
    """A program with its own session (Ctrl-C reaches the supervisor only) and its own log file."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    log: Path
    death_signal: signal.Signals = signal.SIGKILL
    farewell: Farewell = Farewell()
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own programs
                list(self.argv),
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=self.pass_fds,
                preexec_fn=dies_with_parent(self.death_signal),
            )
        self.started_at = monotonic()

    @property
    def exit_code(self) -> int | None:
        """None while it runs and before it has started."""
        return self.process.poll() if self.process else None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Returns when the program and everything it started is gone."""
        if self.process is None:
            return
        for sign, patience in self.farewell.steps:
            if self.process.poll() is not None:
                break
            self.process.send_signal(sign)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        self._kill_group()
        self.process.wait()

    def _kill_group(self) -> None:
        """The child leads a process group of its own; what is left of it goes too."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def last_words(self, lines: int = 15) -> str:
        """The end of its log, for the message that says why it keeps dying."""
        try:
            text = self.log.read_text(errors="replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-lines:])
