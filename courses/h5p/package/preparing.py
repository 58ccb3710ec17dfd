"""From an inspected package to what is stored: builds chosen, content filtered, libraries in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from courses.h5p.package.errors import Removed
from courses.h5p.package.packages import Package
from courses.h5p.package.parts import Installed, PackageFile
from courses.h5p.package.resolving import Resolution


@dataclass(frozen=True)
class Prepared:
    """``content``: filtered, ready to store. ``files``: the content's files that there are. ``removed``: everything left
    out, of files and content alike."""

    content: dict[str, Any]
    files: tuple[PackageFile, ...]
    removed: tuple[Removed, ...]
    resolution: Resolution


def prepare(package: Package, installed: Installed) -> Prepared:
    """Fails with ``PackageRefused``; libraries that are missing are told by ``resolution.missing``."""
    raise NotImplementedError
