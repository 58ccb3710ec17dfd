"""A package, inspected: everything in it read once, checked, measured and named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from courses.h5p.package.errors import Removed
from courses.h5p.package.limits import LIMITS, Limits
from courses.h5p.package.parts import Library, LibraryKey, Manifest, PackageFile


@dataclass(frozen=True)
class Package:
    """``content`` is content.json as it was: filter it (``prepare``) before anything is made of it.
    ``content_files`` are those of types that are let in, without content.json."""

    manifest: Manifest
    libraries: Mapping[LibraryKey, Library]
    content: dict[str, Any]
    content_files: tuple[PackageFile, ...]
    removed: tuple[Removed, ...]
    size: int
    sha256: str

    @property
    def main(self) -> Library | None:
        """The library that plays the content, unless the package leaves it to be installed already."""
        return self.libraries.get(self.manifest.main)

    def open(self, file: PackageFile) -> BinaryIO:
        """The file's bytes, in a stream that fails with ``PackageRefused`` rather than give more or other bytes than
        were inspected."""
        raise NotImplementedError

    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def inspect(source: Path | str | BinaryIO, limits: Limits = LIMITS) -> Package:
    """Read the whole package once; ``source`` is a path or an open, seekable file (which then stays the caller's).
    Close the package (``with``). Fails with ``PackageRefused``."""
    raise NotImplementedError
