"""Real packages from the hub, which are not part of the project: read whole, and nothing of their content lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from courses.h5p.package import LibraryKey, inspect, prepare
from courses.h5p.package.limits import MEGABYTE
from courses.h5p.package.resolving import libraries_named
from tests.courses.h5p.package.test_cost import measured
from tests.services import ROOT

pytestmark = pytest.mark.once
FOLDER = ROOT.parent / "shared" / "h5p"
PACKAGES = sorted(FOLDER.glob("*.h5p"))

if not PACKAGES:
    pytest.skip("no real packages beside the repository", allow_module_level=True)

each = pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.stem)


@each
def test_no_content_is_lost(path: Path) -> None:
    with inspect(path) as package:
        prepared = prepare(package, {})

    assert prepared.content == package.content
    assert prepared.removed == ()


@each
def test_it_plays_with_what_it_brings(path: Path) -> None:
    with inspect(path) as package:
        resolution = prepare(package, {}).resolution
        assert resolution.missing == ()
        assert [build.digest for build in resolution.new] == [build.digest for build in resolution.pins]
        loaded: set[LibraryKey] = set()
        for build in resolution.pins:
            assert set(build.dependencies) <= loaded
            loaded.add(build.version.key)
        assert {package.manifest.main, *libraries_named(package.content)} <= loaded


@each
def test_every_file_the_content_names_is_there(path: Path) -> None:
    with inspect(path) as package:
        files = {file.path for file in package.content_files}
        named = set(re.findall(r"'path': '([^':]+)'", str(package.content)))
        assert named <= files
        for file in package.content_files:
            with package.open(file) as stream:
                assert len(stream.read()) == file.size


def builds_of(path: Path) -> set[str]:
    with inspect(path) as package:
        return {library.digest for library in package.libraries.values()}


def test_packages_share_their_builds() -> None:
    builds = [builds_of(path) for path in PACKAGES]

    assert len(set.union(*builds)) < sum(map(len, builds))


def test_they_take_little_memory() -> None:
    assert measured(*PACKAGES) < 100 * MEGABYTE
