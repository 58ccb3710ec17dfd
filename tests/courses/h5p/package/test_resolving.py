"""Which builds play, in which order; and which packages cannot."""

from __future__ import annotations

from typing import Any

import pytest

from courses.h5p.package import (
    CORE_API,
    InstalledBuild,
    LibraryKey,
    LibraryVersion,
    Package,
    PackageRefused,
    Prepared,
    Rule,
    prepare,
    resolve,
)
from courses.h5p.package.errors import Reason
from tests.courses.h5p.package.building import MAIN, PNG, SEMANTICS, files, library, needs, package

pytestmark = pytest.mark.once

PART = LibraryKey("H5P.Part", 1, 2)


def installed(key: LibraryKey, patch: int = 0, **more: Any) -> dict[LibraryKey, InstalledBuild]:
    return {key: InstalledBuild(LibraryVersion(*key, patch), f"{key}.{patch}", **more)}


def names(prepared: Prepared) -> list[str]:
    return [str(build.version) for build in prepared.resolution.pins]


def chain(*libraries: tuple[str, list[str]]) -> dict[str, bytes]:
    """Libraries by name, each with the names of those it depends on; the first is the main one."""
    of = files(preloadedDependencies=needs(*(f"{name} 1.0" for name in libraries[0][1])))
    for name, wanted in libraries[1:]:
        of |= library(name, preloadedDependencies=needs(*(f"{other} 1.0" for other in wanted)))
    return of


def refusal(read: Package) -> PackageRefused:
    with pytest.raises(PackageRefused) as caught:
        prepare(read, {})
    return caught.value


def test_what_a_library_needs_is_loaded_before_it() -> None:
    with package(chain(("", ["b", "c"]), ("a", []), ("b", ["a"]), ("c", ["a", "b"]))) as read:
        assert names(prepare(read, {})) == ["a 1.0.0", "b 1.0.0", "c 1.0.0", "H5P.Lesson 1.0.0"]


def test_libraries_in_the_content_are_loaded_after_the_main_one() -> None:
    content = {"part": {"library": "H5P.Part 1.2", "params": {"text": "x"}}}
    with package(files(content) | library("H5P.Part", "1.2.3", semantics=[{"name": "text", "type": "text"}])) as read:
        prepared = prepare(read, {})

    assert names(prepared) == ["H5P.Lesson 1.0.0", "H5P.Part 1.2.3"]
    assert prepared.content == content


def test_what_the_manifest_lists_is_not_loaded_for_that() -> None:
    manifest = {"preloadedDependencies": needs("H5P.Lesson 1.0", "H5P.Part 1.2", "H5P.Nowhere 1.0")}
    with package(files(manifest=manifest) | library("H5P.Part", "1.2.3")) as read:
        prepared = prepare(read, {})

    assert names(prepared) == ["H5P.Lesson 1.0.0"]
    assert prepared.resolution.missing == ()


def test_what_is_neither_here_nor_installed_is_missing() -> None:
    with package(files(preloadedDependencies=needs("H5P.Part 1.2"))) as read:
        resolution = prepare(read, {}).resolution

    assert resolution.missing == (PART,)
    with pytest.raises(PackageRefused, match=r"missing_library: h5p.json: H5P.Part 1.2"):
        resolution.require_complete()


def test_a_library_missing_in_the_content_is_missing() -> None:
    with package(files({"part": {"library": "H5P.Part 1.2", "params": {}}})) as read:
        assert prepare(read, {}).resolution.missing == (PART,)


def test_content_alone_plays_with_what_is_installed() -> None:
    of = {path: data for path, data in files({"title": "<b>", "evil": 1}).items() if not path.startswith("H5P.")}
    with package(of) as read:
        prepared = prepare(read, installed(MAIN, 7, runnable=True, semantics=SEMANTICS))

    assert names(prepared) == ["H5P.Lesson 1.0.7"]
    assert prepared.content == {"title": "&lt;b&gt;"}
    assert prepared.resolution.new == ()


def test_content_alone_without_its_library_is_missing_it() -> None:
    of = {path: data for path, data in files().items() if not path.startswith("H5P.")}
    with package(of) as read:
        prepared = prepare(read, {})

    assert (prepared.content, prepared.resolution.missing) == ({}, (MAIN,))


@pytest.mark.parametrize(("there", "plays", "new"), [(4, "1.0.5", 1), (5, "1.0.5", 0), (6, "1.0.6", 0)])
def test_the_newest_of_the_packages_build_and_the_installed_one_plays(there: int, plays: str, new: int) -> None:
    of = {path: data for path, data in files().items() if not path.startswith("H5P.")} | library(version="1.0.5")
    with package(of) as read:
        prepared = prepare(read, installed(MAIN, there, runnable=True))

    assert names(prepared) == [f"H5P.Lesson {plays}"]
    assert len(prepared.resolution.new) == new
    told = [removed.detail for removed in prepared.removed if removed.reason == Reason.OTHER_BUILD]
    assert told == ([] if new else ["H5P.Lesson 1.0.5"])


def test_the_build_that_is_installed_already_is_not_new() -> None:
    with package() as read:
        own = read.libraries[MAIN]
        there = {MAIN: InstalledBuild(own.version, own.digest, runnable=True, semantics=SEMANTICS)}
        prepared = prepare(read, there)

    assert (prepared.resolution.new, prepared.removed) == ((), ())


@pytest.mark.parametrize(
    "circle",
    [
        [("", ["a"]), ("a", ["b"]), ("b", ["a"])],
        [("", ["a"]), ("a", ["H5P.Lesson"])],
        [("", ["H5P.Lesson"])],
        [("", ["a"]), ("a", ["a"])],
    ],
    ids=range(4),
)
def test_libraries_that_need_each_other_are_refused(circle: list[tuple[str, list[str]]]) -> None:
    with package(chain(*circle)) as read:
        error = refusal(read)

    assert error.rule == Rule.DEPENDENCY_CYCLE
    assert error.file.endswith("/library.json")
    assert " > " in error.detail


def test_content_within_content_of_the_same_library_is_no_circle() -> None:
    own = {"name": "part", "type": "library", "options": ["H5P.Lesson 1.0"]}
    of = files({"part": {"library": "H5P.Lesson 1.0", "params": {}}}) | library(semantics=[own])
    with package(of) as read:
        assert names(prepare(read, {})) == ["H5P.Lesson 1.0.0"]


def test_a_long_chain_is_no_trouble() -> None:
    links = [(f"l{number}", [f"l{number + 1}"]) for number in range(300)]
    with package(chain(("", ["l0"]), *links, ("l300", []))) as read:
        assert names(prepare(read, {}))[0] == "l300 1.0.0"


@pytest.mark.parametrize("asked", [(CORE_API[0], CORE_API[1] + 1), (CORE_API[0] + 1, 0), (99, 99)])
def test_a_library_for_a_newer_core_is_refused(asked: tuple[int, int]) -> None:
    with package(files(coreApi={"majorVersion": asked[0], "minorVersion": str(asked[1])})) as read:
        error = refusal(read)

    assert (error.rule, error.file) == (Rule.CORE_TOO_NEW, "H5P.Lesson-1.0/library.json")


def test_a_library_for_this_core_is_let_in() -> None:
    with package(files(coreApi={"majorVersion": CORE_API[0], "minorVersion": CORE_API[1]})) as read:
        assert names(prepare(read, {})) == ["H5P.Lesson 1.0.0"]


@pytest.mark.parametrize("runnable", [0, "0", None, False, "yes"])
def test_a_main_library_that_does_not_run_is_refused(runnable: object) -> None:
    with package(files(runnable=runnable)) as read:
        assert refusal(read).rule == Rule.NOT_RUNNABLE


def test_libraries_are_found_in_raw_content_too() -> None:
    content = {"any": [{"library": "H5P.Part 1.2"}], "library": "a book"}
    with package(files(content) | library("H5P.Part", "1.2.3")) as read:
        assert [str(build.version) for build in resolve(read, {}).pins] == ["H5P.Lesson 1.0.0", "H5P.Part 1.2.3"]


def test_everything_left_out_is_told_together() -> None:
    of = files({"title": "x", "evil": 1}) | {"content/a.svg": b"<svg>", "content/a.png": PNG}
    with package(of) as read:
        prepared = prepare(read, {})

    assert [removed.where for removed in prepared.removed] == ["content/a.svg", "evil"]
    assert [file.path for file in prepared.files] == ["a.png"]
