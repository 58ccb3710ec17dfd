"""What the player needs to know of an activity's version, wherever it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any


@dataclass(frozen=True)
class Opened:
    """A file ready to be read from its beginning; whoever gets it closes it. Of a part of it see ``pieces``."""

    stream: IO[bytes]
    size: int


#: Opens a file by its path inside a build or a content; None where there is none of that name.
Open = Callable[[str], Opened | None]


@dataclass(frozen=True)
class Pin:
    """One exact build of a library. ``digest`` names its bytes; scripts and styles are paths in it, in load order."""

    machine_name: str
    major: int
    minor: int
    digest: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    open: Open = field(compare=False, repr=False)

    @property
    def folder(self) -> str:
        """What H5P calls the library's folder: ``H5P.MultiChoice-1.16``."""
        return f"{self.machine_name}-{self.major}.{self.minor}"


@dataclass(frozen=True)
class Playable:
    """One immutable version of an activity.

    ``library`` is the main library as H5P writes it (``H5P.MultiChoice 1.16``), ``pins`` all builds it runs with,
    dependencies first, ``metadata`` h5p.json's (title, licence, authors ...), ``iri`` what its statements are about.
    """

    title: str
    language: str
    iri: str
    library: str
    pins: tuple[Pin, ...]
    content: Mapping[str, Any]
    metadata: Mapping[str, Any]
    open_content: Open = field(compare=False, repr=False)

    def pin(self, folder: str) -> Pin | None:
        """The pin of that folder; the patch version some libraries add is of no consequence."""
        return next((pin for pin in self.pins if folder == pin.folder or folder.startswith(f"{pin.folder}.")), None)
