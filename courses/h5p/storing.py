"""Files on their way into the storage: all of an import's, or none.

Each build and each version has a folder of its own with a random name, so that an import can take back what it wrote
without asking whether somebody else has it too. A file is called by its hash. What is left of an import that was
killed belongs to no row and is found by :func:`sweep`.
"""

from __future__ import annotations

import hashlib
import io
import logging
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING, Any

from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from django.utils import timezone

from courses.models.h5p import BUILDS, CONTENT, H5PBuild, H5PVersion

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

logger = logging.getLogger(__name__)

#: ``{path: {"sha256": str, "size": int}}``, as the models keep it.
Files = Mapping[str, Mapping[str, Any]]

#: After so long nobody is still writing.
ABANDONED = timedelta(days=1)


class NotWhatItWas(RuntimeError):
    """A file has other bytes than when the package was looked over."""


class Writing:
    """What one import has written so far."""

    def __init__(self, storage: Storage | None = None, wrote: Callable[[int], None] | None = None) -> None:
        self.storage = storage or default_storage
        self._wrote = wrote or (lambda _size: None)
        self._folders: dict[str, set[str]] = {}

    def folder(self, parent: str, files: Files, open_file: Callable[[str], IO[bytes]]) -> str:
        """Write ``files`` into a new folder, and return its name. Raises ``OSError`` and :class:`NotWhatItWas`."""
        folder = f"{parent}/{secrets.token_hex(16)}"
        names = self._folders.setdefault(folder, set())
        for path, known in files.items():
            name = f"{folder}/{known['sha256']}"
            if name not in names:
                # Noted first: a disk that is full leaves a part of a file.
                names.add(name)
                with open_file(path) as source:
                    self._write(name, source, known["sha256"])
            self._wrote(known["size"])
        return folder

    def discard(self, folder: str) -> None:
        delete_folder(folder, self._folders.pop(folder, set()), self.storage)

    def discard_all(self) -> None:
        for folder in list(self._folders):
            self.discard(folder)

    def _write(self, name: str, source: IO[bytes], sha256: str) -> None:
        counted = _Hashed(source)
        saved = self.storage.save(name, File(io.BufferedReader(counted)))
        if saved != name or counted.sha256 != sha256:
            self.storage.delete(saved)
            raise NotWhatItWas(name)


class _Hashed(io.RawIOBase):
    """Hashes what is read through it, which is what the storage stores."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        target = memoryview(buffer).cast("B")
        data = self._source.read(len(target))
        target[: len(data)] = data
        self._hash.update(data)
        return len(data)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def writing(wrote: Callable[[int], None] | None = None) -> Iterator[Writing]:
    """Whatever ends the block early, what was written in it is deleted. ``wrote`` is told of every file's bytes."""
    written = Writing(wrote=wrote)
    try:
        yield written
    except BaseException:
        written.discard_all()
        raise


def stored_names(row: H5PBuild | H5PVersion) -> list[str]:
    """The names in the storage of everything a build or a version has."""
    files = row.files if isinstance(row, H5PBuild) else row.content_files
    return sorted({row.file_name(path) for path in files})


def delete_folder(folder: str, names: Iterable[str], storage: Storage | None = None) -> None:
    """Never raises: what is left is swept."""
    storage = storage or default_storage
    for name in [*names, folder]:
        try:
            # The folder itself last; where folders are only the beginnings of names that deletes nothing.
            storage.delete(name)
        except OSError as error:
            logger.warning("Not deleted, left to the sweep: %s (%s)", name, error)


def sweep(now: datetime | None = None, storage: Storage | None = None) -> int:
    """Delete folders that belong to no row and are old enough to be nobody's; returns how many."""
    storage, before = storage or default_storage, (now or timezone.now()) - ABANDONED
    known = {
        *H5PBuild.objects.values_list("folder", flat=True),
        *H5PVersion.objects.values_list("folder", flat=True),
    }
    swept = 0
    for parent in (BUILDS, CONTENT):
        for folder in (f"{parent}/{name}" for name in _listed(parent, storage)[0]):
            names = [f"{folder}/{name}" for name in _listed(folder, storage)[1]]
            if folder not in known and all(storage.get_modified_time(name) < before for name in names):
                delete_folder(folder, names, storage)
                swept += 1
    return swept


def _listed(folder: str, storage: Storage) -> tuple[list[str], list[str]]:
    try:
        return storage.listdir(folder)
    except FileNotFoundError:
        return [], []
