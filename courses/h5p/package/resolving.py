"""Which builds a content item plays with, in load order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from courses.h5p.package.errors import PackageRefused, Rule
from courses.h5p.package.packages import Package
from courses.h5p.package.parts import Installed, Library, LibraryBuild, LibraryKey


@dataclass(frozen=True)
class Resolution:
    """``pins``: the exact builds, dependencies before dependants, the main library's included. ``new``: those of them
    that the package brings and the registry has not. ``missing``: neither here nor there."""

    main: LibraryKey
    pins: tuple[LibraryBuild, ...]
    new: tuple[Library, ...]
    missing: tuple[LibraryKey, ...]

    def require_complete(self) -> None:
        if self.missing:
            raise PackageRefused(Rule.MISSING_LIBRARY, "h5p.json", ", ".join(map(str, self.missing)))


def resolve(package: Package, installed: Installed, used: Collection[LibraryKey] | None = None) -> Resolution:
    """``used``: libraries named in the content (``Filtered.libraries``); looked up in the content when not given.
    Fails with ``PackageRefused``: a cycle, a core too new, a main library that is not runnable."""
    raise NotImplementedError
