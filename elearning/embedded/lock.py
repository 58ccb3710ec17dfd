"""One supervisor a folder: two would write the same database and broker."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from elearning.embedded.errors import EmbeddedError


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold ``path`` for as long as the block runs. The kernel lets go of it however the process ends."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip()
            raise EmbeddedError(
                _(
                    "Hyldefri is already running from %(folder)s (process %(process)s). "
                    "Stop it first, or set HYLDEFRI_VAR to another folder."
                )
                % {"folder": path.parent, "process": holder or "?"}
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
