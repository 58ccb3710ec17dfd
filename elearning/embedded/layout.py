"""Where the embedded site keeps its things, and what its variables say."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from elearning.embedded.errors import EmbeddedError

#: What the kernel lets the path of a unix socket be, less the closing zero.
LONGEST_SOCKET_PATH = 107


@dataclass(frozen=True)
class Layout:
    """Everything that outlives a process lies under ``var``."""

    var: Path

    @property
    def lock(self) -> Path:
        return self.var / "supervisor.lock"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def redis_socket(self) -> Path:
        return self.var / "redis.sock"

    @property
    def redis_data(self) -> Path:
        return self.var / "redis"

    @property
    def beat_schedule(self) -> Path:
        return self.var / "beat-schedule"

    @property
    def demo_users(self) -> Path:
        """Who the demo lets sign in, as the terminal shows it."""
        return self.var / "demo-users.txt"

    @property
    def metrics(self) -> Path:
        return self.var / "metrics"

    def create(self) -> None:
        self.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.logs, self.redis_data, self.metrics):
            folder.mkdir(mode=0o700, exist_ok=True)
        for left_over in self.metrics.glob("*.db"):
            left_over.unlink()
        if len(os.fsencode(self.redis_socket)) > LONGEST_SOCKET_PATH:
            raise EmbeddedError(
                _("The path %(path)s is too long for a socket. Set HYLDEFRI_VAR to a folder with a shorter path.")
                % {"path": self.redis_socket}
            )


def wanted_port(environ: Mapping[str, str]) -> int:
    """``HYLDEFRI_PORT``; 0 asks for any free port."""
    text = environ.get("HYLDEFRI_PORT", "8000")
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise EmbeddedError(_("HYLDEFRI_PORT is »%(port)s« but must be a number from 0 to 65535.") % {"port": text})
    return int(text)
