"""The libraries that are here, as the reading of a package asks for them, and as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from courses.h5p.jsons import storable
from courses.h5p.package import InstalledBuild, Library, LibraryKey, LibraryVersion
from courses.h5p.package.errors import printable
from courses.models import H5PBuild, H5PLibrary


class InstalledBuilds(Mapping[LibraryKey, InstalledBuild]):
    """Of each library the newest approved build: by patch, and of the same patch the one approved last.

    One query for the names, one more for each library that is asked for.
    """

    def __init__(self) -> None:
        self._fetched: dict[LibraryKey, InstalledBuild] = {}

    @cached_property
    def _newest(self) -> dict[LibraryKey, int]:
        builds = H5PBuild.objects.approved().order_by("patch", "approved_at", "pk")
        rows = builds.values_list("library__machine_name", "library__major", "library__minor", "pk")
        return {LibraryKey(name, major, minor): pk for name, major, minor, pk in rows}

    def __getitem__(self, key: LibraryKey) -> InstalledBuild:
        if key not in self._fetched:
            self._fetched[key] = installed(H5PBuild.objects.select_related("library").get(pk=self._newest[key]))
        return self._fetched[key]

    def __contains__(self, key: object) -> bool:
        return key in self._newest

    def __iter__(self) -> Iterator[LibraryKey]:
        return iter(self._newest)

    def __len__(self) -> int:
        return len(self._newest)


def installed(build: H5PBuild) -> InstalledBuild:
    library = build.library
    return InstalledBuild(
        version=LibraryVersion(library.machine_name, library.major, library.minor, build.patch),
        digest=build.digest,
        dependencies=tuple(LibraryKey(*key) for key in build.dependencies),
        core_api=tuple(build.core_api),
        runnable=build.runnable,
        semantics=build.semantics,
    )


def add_build(library: Library, folder: str, user: Any) -> H5PBuild:
    """The rows of a library that a package brings. Raises ``IntegrityError`` where there is such a build already."""
    version = library.version
    row, _made = H5PLibrary.objects.get_or_create(
        machine_name=version.machine_name, major=version.major, minor=version.minor
    )
    build: H5PBuild = H5PBuild.objects.create(
        library=row,
        patch=version.patch,
        digest=library.digest,
        title=printable(library.title or version.machine_name),
        runnable=library.runnable,
        fullscreen=library.fullscreen,
        author=printable(library.author),
        licence=printable(library.license, 100),
        library_json=storable(library.library_json),
        semantics=storable(library.semantics),
        preloaded_js=list(library.preloaded_js),
        preloaded_css=list(library.preloaded_css),
        dependencies=[list(key) for key in library.dependencies],
        core_api=list(library.core_api),
        files={file.path: {"sha256": file.sha256, "size": file.size} for file in library.files},
        size=sum(file.size for file in library.files),
        folder=folder,
        created_by=user,
    )
    return build
