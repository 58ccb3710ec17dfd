"""What a package consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

MANIFEST = "h5p.json"
CONTENT_JSON = "content/content.json"


class LibraryKey(NamedTuple):
    """A library as content names it, "H5P.MultiChoice 1.16": builds of the same key may stand in for each other."""

    machine_name: str
    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.machine_name} {self.major}.{self.minor}"


class LibraryVersion(NamedTuple):
    machine_name: str
    major: int
    minor: int
    patch: int

    @property
    def key(self) -> LibraryKey:
        return LibraryKey(self.machine_name, self.major, self.minor)

    def __str__(self) -> str:
        return f"{self.machine_name} {self.major}.{self.minor}.{self.patch}"


@dataclass(frozen=True)
class PackageFile:
    """A file kept. ``path`` is below the library's folder, or below ``content/``; ``entry`` is its name in the zip;
    ``sha256`` is in hexadecimal."""

    path: str
    size: int
    sha256: str
    entry: str


class LibraryBuild(Protocol):
    """What resolving and filtering ask of a library, in the package or installed."""

    @property
    def version(self) -> LibraryVersion: ...
    @property
    def digest(self) -> str: ...
    @property
    def dependencies(self) -> tuple[LibraryKey, ...]: ...
    @property
    def core_api(self) -> tuple[int, int]: ...
    @property
    def runnable(self) -> bool: ...
    @property
    def semantics(self) -> list[Any] | None: ...


@dataclass(frozen=True)
class InstalledBuild:
    """A build the registry has. ``digest`` is ``Library.digest`` of what was stored."""

    version: LibraryVersion
    digest: str
    dependencies: tuple[LibraryKey, ...] = ()
    core_api: tuple[int, int] = (0, 0)
    runnable: bool = False
    semantics: list[Any] | None = None


#: The build that stands for a library today: approved ones only, so that what waits for a person's approval never
#: takes the place of what a package brings.
Installed = Mapping[LibraryKey, InstalledBuild]


@dataclass(frozen=True)
class Library:
    """A library in the package. ``preloaded_js`` and ``preloaded_css`` are paths of ``files``, in load order;
    ``dependencies`` the preloaded ones, in order; ``digest`` identifies the build: version, paths and bytes."""

    version: LibraryVersion
    folder: str
    title: str
    license: str
    author: str
    description: str
    runnable: bool
    fullscreen: bool
    core_api: tuple[int, int]
    preloaded_js: tuple[str, ...]
    preloaded_css: tuple[str, ...]
    dependencies: tuple[LibraryKey, ...]
    library_json: dict[str, Any]
    semantics: list[Any] | None
    files: tuple[PackageFile, ...]
    digest: str

    @property
    def key(self) -> LibraryKey:
        return self.version.key


@dataclass(frozen=True)
class Manifest:
    """h5p.json. ``main`` is the library that plays the content; ``listed`` those it says are needed; ``metadata`` are
    the known fields about title, authors and licence, tidied; ``raw`` is the file as it was."""

    title: str
    language: str
    main: LibraryKey
    listed: tuple[LibraryKey, ...]
    license: str
    metadata: dict[str, Any]
    raw: dict[str, Any]
