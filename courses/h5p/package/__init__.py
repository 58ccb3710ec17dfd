"""Reading a .h5p file that anyone may have made: plain Python, nothing believed, nothing unpacked to disk.

``docs/h5p-packages.md`` has the rules. The way through:

    with inspect(path) as package:
        prepared = prepare(package, installed)      # choose builds, filter the content, put the libraries in order
        prepared.resolution.require_complete()
        for file in package.content_files: package.open(file)

Everything that is refused is refused with ``PackageRefused``; everything that is left out stands in ``removed``.
"""

from courses.h5p.package.errors import PackageRefused, Removed, Rule
from courses.h5p.package.filtering import Filtered, filter_content
from courses.h5p.package.limits import CORE_API, LIMITS, Limits
from courses.h5p.package.packages import Package, inspect
from courses.h5p.package.parts import (
    Installed,
    InstalledBuild,
    Library,
    LibraryBuild,
    LibraryKey,
    LibraryVersion,
    Manifest,
    PackageFile,
)
from courses.h5p.package.preparing import Prepared, prepare
from courses.h5p.package.resolving import Resolution, resolve

__all__ = [
    "CORE_API",
    "LIMITS",
    "Filtered",
    "Installed",
    "InstalledBuild",
    "Library",
    "LibraryBuild",
    "LibraryKey",
    "LibraryVersion",
    "Limits",
    "Manifest",
    "Package",
    "PackageFile",
    "PackageRefused",
    "Prepared",
    "Removed",
    "Resolution",
    "Rule",
    "filter_content",
    "inspect",
    "prepare",
    "resolve",
]
