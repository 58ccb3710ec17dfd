"""h5p.json and library.json, as tolerant as real packages need: a version is a number or a string of digits,
lists that are not lists are empty, fields nobody needs may be missing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from typing import Any

from courses.h5p.package.errors import PackageRefused, Rule
from courses.h5p.package.parts import LibraryKey, LibraryVersion, Manifest

_MACHINE_NAME = re.compile(r"[A-Za-z0-9_\-.]{1,255}")
_NAMED = re.compile(r"([A-Za-z0-9_\-.]{1,255})[ -](\d{1,5})\.(\d{1,5})", re.ASCII)
_DIGITS = re.compile(r"\d{1,5}", re.ASCII)
_TEXTS = ("title", "a11yTitle", "license", "licenseVersion", "licenseExtras", "source", "authorComments", "contentType")
_YEARS = ("yearFrom", "yearTo")
MAX_TEXT = 10_000
MAX_PEOPLE = 100


def library_key(named: object) -> LibraryKey | None:
    """ "H5P.MultiChoice 1.16", as content names a library."""
    match = _NAMED.fullmatch(named) if isinstance(named, str) else None
    return LibraryKey(match[1], int(match[2]), int(match[3])) if match else None


def version_number(value: object) -> int | None:
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 99_999 else None


def read_manifest(raw: object, libraries: Collection[LibraryKey]) -> Manifest:
    """``libraries``: those in the package, among which the main one is looked for when h5p.json gives no version."""
    if not isinstance(raw, dict):
        raise PackageRefused(Rule.BAD_MANIFEST, "h5p.json")
    name = raw.get("mainLibrary")
    if not isinstance(name, str) or not _MACHINE_NAME.fullmatch(name):
        raise PackageRefused(Rule.BAD_MANIFEST, "h5p.json", "mainLibrary")
    listed = dependencies(raw.get("preloadedDependencies"))
    named = [key for key in listed if key.machine_name == name]
    found = named or [key for key in libraries if key.machine_name == name]
    if not found:
        raise PackageRefused(Rule.BAD_MANIFEST, "h5p.json", name)
    language = raw.get("defaultLanguage") or raw.get("language")
    return Manifest(
        title=text(raw.get("title"))[:255],
        language=language if isinstance(language, str) and re.fullmatch(r"[A-Za-z\-]{2,20}", language) else "und",
        main=max(found, key=lambda key: (key in libraries, key)),
        listed=listed,
        license=text(raw.get("license"))[:50],
        metadata=metadata(raw),
        raw=raw,
    )


def read_version(raw: dict[str, Any], file: str) -> LibraryVersion:
    name = raw.get("machineName")
    if not isinstance(name, str) or not _MACHINE_NAME.fullmatch(name):
        raise PackageRefused(Rule.BAD_LIBRARY, file, "machineName")
    numbers = [version_number(raw.get(f"{part}Version")) for part in ("major", "minor", "patch")]
    major, minor, patch = numbers
    if major is None or minor is None or patch is None:
        raise PackageRefused(Rule.BAD_LIBRARY, file, f"{name} {numbers}")
    return LibraryVersion(name, major, minor, patch)


def core_api(raw: dict[str, Any], file: str) -> tuple[int, int]:
    asked = raw.get("coreApi")
    if asked in (None, [], {}):
        return (0, 0)
    if not isinstance(asked, dict):
        raise PackageRefused(Rule.BAD_LIBRARY, file, "coreApi")
    major, minor = version_number(asked.get("majorVersion")), version_number(asked.get("minorVersion"))
    if major is None or minor is None:
        raise PackageRefused(Rule.BAD_LIBRARY, file, "coreApi")
    return (major, minor)


def dependencies(listed: object) -> tuple[LibraryKey, ...]:
    """The libraries a list names, each once; what is not a library's name is nothing."""
    keys: dict[LibraryKey, None] = {}
    for item in listed if isinstance(listed, list) else []:
        if not isinstance(item, dict):
            continue
        name, major, minor = (item.get(part) for part in ("machineName", "majorVersion", "minorVersion"))
        major, minor = version_number(major), version_number(minor)
        if isinstance(name, str) and _MACHINE_NAME.fullmatch(name) and major is not None and minor is not None:
            keys[LibraryKey(name, major, minor)] = None
    return tuple(keys)


def library_dependencies(raw: dict[str, Any], file: str) -> tuple[LibraryKey, ...]:
    """What the library needs before it can run. Each of them has to be understood."""
    listed = raw.get("preloadedDependencies") or []
    keys = dependencies(listed)
    if not isinstance(listed, list) or any(not dependencies([item]) for item in listed):
        raise PackageRefused(Rule.BAD_LIBRARY, file, "preloadedDependencies")
    return keys


def preloaded(raw: dict[str, Any], field: str, folder: str, paths: Collection[str]) -> tuple[str, ...]:
    """The paths of scripts or styles, in load order; each must be a file of the library."""
    found: dict[str, None] = {}
    for listed in _paths(raw.get(field)):
        path = posixpath.normpath(listed)
        if path not in paths:
            raise PackageRefused(Rule.MISSING_FILE, f"{folder}/{listed}", field)
        found[path] = None
    return tuple(found)


def _paths(listed: object) -> Iterator[str]:
    for item in listed if isinstance(listed, list) else []:
        path = item.get("path") if isinstance(item, dict) else item
        if isinstance(path, str) and path:
            yield path


def text(value: object) -> str:
    return value.strip()[:MAX_TEXT] if isinstance(value, str) else ""


def metadata(raw: dict[str, Any]) -> dict[str, Any]:
    """Title, authors, source, years, licence and changes: what an attribution is made of, as plain text."""
    known: dict[str, Any] = {name: text(raw.get(name)) for name in _TEXTS if text(raw.get(name))}
    known |= {name: year for name in _YEARS if (year := version_number(raw.get(name)))}
    authors = _people(raw.get("authors"), ("name", "role"))
    changes = _people(raw.get("changes"), ("date", "author", "log"))
    return known | ({"authors": authors} if authors else {}) | ({"changes": changes} if changes else {})


def _people(listed: object, fields: tuple[str, ...]) -> list[dict[str, str]]:
    entries = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    return [{name: text(item.get(name)) for name in fields if text(item.get(name))} for item in entries[:MAX_PEOPLE]]
