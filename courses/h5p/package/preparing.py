"""From an inspected package to what is stored: builds chosen, content filtered, libraries in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from courses.h5p.package.errors import Reason, Removed
from courses.h5p.package.filtering import filter_content
from courses.h5p.package.packages import Package
from courses.h5p.package.parts import Installed, LibraryKey, PackageFile
from courses.h5p.package.resolving import Resolution, choose, resolve


@dataclass(frozen=True)
class Prepared:
    """``content``: filtered, ready to store. ``files``: the content's files. ``removed``: everything left out, of files
    and content alike. Use neither content nor files before ``resolution.require_complete()``: content of a library
    there is not cannot be filtered, and is left out."""

    content: dict[str, Any]
    files: tuple[PackageFile, ...]
    removed: tuple[Removed, ...]
    resolution: Resolution


def addons(package: Package) -> list[LibraryKey]:
    """Libraries of the package that nothing in it names, because they look for their work themselves: formulas in any
    text, for one. Whoever exported it had the core find them, and h5p.json lists them."""
    found = [package.libraries[key] for key in package.manifest.listed if key in package.libraries]
    return [library.key for library in found if isinstance(library.library_json.get("addTo"), dict)]


def prepare(package: Package, installed: Installed) -> Prepared:
    """Fails with ``PackageRefused``; libraries that are missing are told by ``resolution.missing``."""

    def semantics_of(key: LibraryKey) -> list[Any] | None:
        build = choose(package, installed, key)
        if build is None:
            raise KeyError(key)
        return build.semantics

    main = package.manifest.main
    if choose(package, installed, main) is None:
        return Prepared({}, (), package.removed, resolve(package, installed))
    files = [file.path for file in package.content_files]
    filtered = filter_content(package.content, main, semantics_of, files)
    resolution = resolve(package, installed, (*filtered.libraries, *filtered.missing, *addons(package)))
    passed_over = [
        Removed(library.folder, Reason.OTHER_BUILD, str(library.version)) for library in resolution.passed_over
    ]
    return Prepared(
        content=filtered.content,
        files=package.content_files,
        removed=(*package.removed, *filtered.removed, *passed_over),
        resolution=resolution,
    )
