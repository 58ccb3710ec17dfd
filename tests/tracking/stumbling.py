"""Imported by a worker that is to be killed: while the file is there, it stops in the middle of a fold."""

import os
from pathlib import Path
from threading import Event

from tracking.progress import projection

_stumble = Path(os.environ["STUMBLE"])
_columns = projection._columns


def _stop_once(*args, **kwargs):
    if _stumble.exists():
        _stumble.unlink()
        Event().wait(120)
    return _columns(*args, **kwargs)


projection._columns = _stop_once
