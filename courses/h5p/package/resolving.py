"""Which builds a content item plays with, in load order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from courses.h5p.package.errors import PackageRefused, Rule
from courses.h5p.package.limits import CORE_API, LIMITS
from courses.h5p.package.manifests import library_key
from courses.h5p.package.packages import Package
from courses.h5p.package.parts import MANIFEST, Installed, Library, LibraryBuild, LibraryKey


@dataclass(frozen=True)
class Resolution:
    """``pins``: the exact builds, dependencies before dependants, the main library's included. ``new``: those of them
    that the package brings and the registry has not. ``missing``: neither here nor there. ``passed_over``: what the
    package brings and an installed build of at least that patch version stands in for."""

    main: LibraryKey
    pins: tuple[LibraryBuild, ...]
    new: tuple[Library, ...]
    missing: tuple[LibraryKey, ...]
    passed_over: tuple[Library, ...]

    def require_complete(self) -> None:
        if self.missing:
            raise PackageRefused(Rule.MISSING_LIBRARY, MANIFEST, ", ".join(map(str, self.missing)))


def choose(package: Package, installed: Installed, key: LibraryKey) -> LibraryBuild | None:
    """The package's own build where it is newer than the installed one, else the installed one: packages of the same
    content type then share builds that someone has approved, as they share libraries in the H5P core."""
    brought, there = package.libraries.get(key), installed.get(key)
    if brought is None or there is None:
        return brought or there
    return brought if brought.version.patch > there.version.patch else there


def resolve(package: Package, installed: Installed, used: Collection[LibraryKey] | None = None) -> Resolution:
    """``used``: libraries named in the content (``Filtered.libraries``); looked up in the content when not given.
    Fails with ``PackageRefused``: a cycle, a core too new, a main library that is not runnable."""
    named = used if used is not None else tuple(libraries_named(package.content))
    order = _Order(package, installed)
    main = package.manifest.main
    for key in (main, *named):
        order.add(key)
    builds = order.builds
    if main in builds and not builds[main].runnable:
        raise PackageRefused(Rule.NOT_RUNNABLE, _file(package, main), str(main))
    brought = [build for build in builds.values() if isinstance(build, Library)]
    return Resolution(
        main=main,
        pins=tuple(builds.values()),
        new=tuple(brought),
        missing=tuple(order.missing),
        passed_over=tuple(
            package.libraries[key]
            for key, build in builds.items()
            if key in package.libraries and package.libraries[key].digest != build.digest
        ),
    )


def libraries_named(content: Any) -> Iterator[LibraryKey]:
    """The libraries of nested content, by the values it has where a library is named."""
    if isinstance(content, dict):
        key = library_key(content.get("library"))
        if key is not None:
            yield key
        for value in content.values():
            yield from libraries_named(value)
    elif isinstance(content, list):
        for value in content:
            yield from libraries_named(value)


class _Order:
    """Builds in load order: each after all it depends on."""

    def __init__(self, package: Package, installed: Installed) -> None:
        self.package = package
        self.installed = installed
        self.builds: dict[LibraryKey, LibraryBuild] = {}
        self.missing: dict[LibraryKey, None] = {}

    def add(self, wanted: LibraryKey) -> None:
        # Not by recursion: a chain of dependencies may be as long as a package has libraries.
        path: dict[LibraryKey, tuple[LibraryBuild, Iterator[LibraryKey]]] = {}
        self._enter(wanted, path)
        while path:
            key, (build, dependencies) = next(reversed(path.items()))
            dependency = next(dependencies, None)
            if dependency is None:
                self.builds[key] = build
                del path[key]
            else:
                self._enter(dependency, path)

    def _enter(self, key: LibraryKey, path: dict[LibraryKey, tuple[LibraryBuild, Iterator[LibraryKey]]]) -> None:
        if key in self.builds or key in self.missing:
            return
        if key in path:
            circle = [*list(path)[list(path).index(key) :], key]
            raise PackageRefused(Rule.DEPENDENCY_CYCLE, _file(self.package, key), " > ".join(map(str, circle)))
        build = choose(self.package, self.installed, key)
        if build is None:
            self.missing[key] = None
            return
        if build.core_api > CORE_API:
            asked = f"{build.core_api[0]}.{build.core_api[1]} > {CORE_API[0]}.{CORE_API[1]}"
            raise PackageRefused(Rule.CORE_TOO_NEW, _file(self.package, key), asked)
        if len(self.builds) + len(path) >= LIMITS.libraries:
            raise PackageRefused(Rule.TOO_MANY_LIBRARIES, "", str(LIMITS.libraries))
        path[key] = (build, iter(build.dependencies))


def _file(package: Package, key: LibraryKey) -> str:
    library = package.libraries.get(key)
    return f"{library.folder}/library.json" if library else MANIFEST
