"""The browser the tests and the pictures are made with, and the devices it stands for."""

from __future__ import annotations

import shutil
from typing import Any

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
#: A small phone, held upright, touched and not clicked.
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}


def executable(*, whole: bool = False) -> str | None:
    """Debian's Chromium. The one without a window, where it is installed, takes half as much of the machine.

    It keeps in memory what the ``whole`` one fetches again.
    """
    light = None if whole else shutil.which("chromium-headless-shell")
    return light or shutil.which("chromium")
