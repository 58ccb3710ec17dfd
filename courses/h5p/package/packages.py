"""A package, inspected: everything in it read once, checked, measured and named."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from courses.h5p.package import archive as archives
from courses.h5p.package import file_types, manifests
from courses.h5p.package.archive import Archive, Entry
from courses.h5p.package.errors import PackageRefused, Reason, Removals, Removed, Rule
from courses.h5p.package.json_files import JsonReader
from courses.h5p.package.limits import LIMITS, Limits
from courses.h5p.package.parts import CONTENT_JSON, MANIFEST, Library, LibraryKey, LibraryVersion, Manifest, PackageFile

CONTENT = "content"
LIBRARY_JSON = "library.json"
SEMANTICS_JSON = "semantics.json"


@dataclass(frozen=True)
class Package:
    """``content`` is content.json as it was: filter it (``prepare``) before anything is made of it.
    ``content_files`` are those of types that are let in, without content.json."""

    manifest: Manifest
    libraries: Mapping[LibraryKey, Library]
    content: dict[str, Any]
    content_files: tuple[PackageFile, ...]
    removed: tuple[Removed, ...]
    archive: Archive = field(repr=False, compare=False)

    @property
    def main(self) -> Library | None:
        """The library that plays the content, unless the package leaves it to be installed already."""
        return self.libraries.get(self.manifest.main)

    def open(self, file: PackageFile) -> BinaryIO:
        """The file's bytes, in a stream that fails with ``PackageRefused`` rather than give more or other bytes than
        were inspected."""
        return self.archive.open(self.archive.entries[file.entry])

    def close(self) -> None:
        self.archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def inspect(source: Path | str | BinaryIO, limits: Limits = LIMITS) -> Package:
    """Read the whole package once; ``source`` is a path or an open, seekable file (which then stays the caller's).
    Close the package (``with``). Fails with ``PackageRefused``."""
    archive = archives.read(source, limits)
    try:
        return _Inspection(archive, limits).package()
    except BaseException:
        archive.close()
        raise


class _Inspection:
    def __init__(self, archive: Archive, limits: Limits) -> None:
        self.archive = archive
        self.limits = limits
        self.json = JsonReader(archive, limits)
        self.removals = Removals(limits.removed)

    def package(self) -> Package:
        entries = self.archive.entries
        raw = self._json_object(MANIFEST, Rule.BAD_MANIFEST)
        content = self._json_object(CONTENT_JSON, Rule.BAD_CONTENT)
        libraries = self._libraries()
        content_files = self._kept(CONTENT, [path for path in entries if path.startswith(f"{CONTENT}/")])
        return Package(
            manifest=manifests.read_manifest(raw, libraries),
            libraries=libraries,
            content=content,
            content_files=tuple(file for file in content_files if file.entry != CONTENT_JSON),
            removed=self.removals.all(),
            archive=self.archive,
        )

    def _json_object(self, path: str, rule: Rule) -> dict[str, Any]:
        entry = self.archive.entries.get(path)
        if entry is None:
            raise PackageRefused(Rule.MISSING_FILE, path)
        value = self.json.read(entry)
        if not isinstance(value, dict):
            raise PackageRefused(rule, path)
        return value

    def _libraries(self) -> dict[LibraryKey, Library]:
        libraries: dict[LibraryKey, Library] = {}
        for folder, paths in self._folders().items():
            if f"{folder}/{LIBRARY_JSON}" not in self.archive.entries:
                self.removals.add(f"{folder}/", Reason.STRAY_FILE)
                continue
            library = self._library(folder, paths)
            other = libraries.setdefault(library.key, library)
            if other.digest != library.digest:
                raise PackageRefused(Rule.LIBRARY_TWICE, f"{folder}/{LIBRARY_JSON}", other.folder)
            if len(libraries) > self.limits.libraries:
                raise PackageRefused(Rule.TOO_MANY_LIBRARIES, "", str(self.limits.libraries))
        return libraries

    def _folders(self) -> dict[str, list[str]]:
        folders: dict[str, list[str]] = {}
        for path in self.archive.entries:
            folder, slash, _ = path.partition("/")
            if not slash:
                if path != MANIFEST:
                    self.removals.add(path, Reason.STRAY_FILE)
            elif folder != CONTENT:
                folders.setdefault(folder, []).append(path)
        return folders

    def _library(self, folder: str, paths: list[str]) -> Library:
        file = f"{folder}/{LIBRARY_JSON}"
        raw = self._json_object(file, Rule.BAD_LIBRARY)
        version = manifests.read_version(raw, file)
        if folder not in _folder_names(version):
            raise PackageRefused(Rule.LIBRARY_FOLDER, file, str(version))
        files = self._kept(folder, paths)
        known = {kept.path for kept in files}
        return Library(
            version=version,
            folder=folder,
            title=manifests.text(raw.get("title"))[:255] or version.machine_name,
            license=manifests.text(raw.get("license"))[:50],
            author=manifests.text(raw.get("author"))[:255],
            description=manifests.text(raw.get("description")),
            runnable=bool(manifests.version_number(raw.get("runnable"))) or raw.get("runnable") is True,
            fullscreen=bool(manifests.version_number(raw.get("fullscreen"))) or raw.get("fullscreen") is True,
            core_api=manifests.core_api(raw, file),
            preloaded_js=manifests.preloaded(raw, "preloadedJs", folder, known),
            preloaded_css=manifests.preloaded(raw, "preloadedCss", folder, known),
            dependencies=manifests.library_dependencies(raw, file),
            library_json=raw,
            semantics=self._semantics(f"{folder}/{SEMANTICS_JSON}"),
            files=files,
            digest=build_digest(version, files),
        )

    def _semantics(self, path: str) -> list[Any] | None:
        entry = self.archive.entries.get(path)
        if entry is None:
            return None
        value = self.json.read(entry) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise PackageRefused(Rule.BAD_SEMANTICS, path)
        return value

    def _kept(self, folder: str, paths: list[str]) -> tuple[PackageFile, ...]:
        """The files of types that are let in, by path; each read through."""
        allowed = file_types.CONTENT if folder == CONTENT else file_types.LIBRARY
        kept = []
        for path in sorted(paths):
            entry = self.archive.entries[path]
            if path.rpartition("/")[2].startswith(".") or "/__MACOSX/" in path:
                self.removals.add(path, Reason.STRAY_FILE)
            elif file_types.extension(path) not in allowed:
                self.removals.add(path, Reason.FILE_TYPE, file_types.extension(path))
            elif (sha256 := self._read_through(entry, disguise=folder == CONTENT)) is None:
                self.removals.add(path, Reason.DISGUISED)
            else:
                kept.append(PackageFile(path.removeprefix(f"{folder}/"), entry.size, sha256, path))
        return tuple(kept)

    def _read_through(self, entry: Entry, disguise: bool) -> str | None:
        """The SHA-256 of all of it, or ``None`` if it is in disguise."""
        sha256, head = hashlib.sha256(), b""
        for chunk in self.archive.chunks(entry):
            head = head or chunk[: file_types.HEAD]
            sha256.update(chunk)
        return None if disguise and file_types.is_disguised(entry.path, head) else sha256.hexdigest()


def _folder_names(version: LibraryVersion) -> set[str]:
    return {version.machine_name, str(version.key).replace(" ", "-"), str(version).replace(" ", "-")}


def build_digest(version: LibraryVersion, files: tuple[PackageFile, ...]) -> str:
    """The build's identity: the same version, paths and bytes give the same digest, wherever they were packed."""
    named = [str(version), sorted((file.path, file.sha256) for file in files)]
    return hashlib.sha256(json.dumps(named, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()
