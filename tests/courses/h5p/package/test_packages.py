"""What is in a package: manifest, libraries, content, files; and what is wrong with hostile ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from courses.h5p.package import LibraryKey, PackageRefused, Rule, inspect
from courses.h5p.package.errors import Reason
from courses.h5p.package.limits import Limits
from tests.courses.h5p.package.building import MAIN, PNG, Raw, as_json, files, library, needs, package, packed

pytestmark = pytest.mark.once


def refusal(of: Mapping[str, bytes], limits: Limits | None = None) -> PackageRefused:
    with pytest.raises(PackageRefused) as caught:
        inspect(packed(of), limits or Limits())
    return caught.value


def changed(path: str, value: Any) -> dict[str, bytes]:
    return files() | {path: value if isinstance(value, bytes) else as_json(value)}


def test_a_package_is_what_it_says() -> None:
    with package(files(author="A. Uthor", license="MIT") | {"content/images/a.png": PNG}) as read:
        main = read.main

    assert main is not None
    assert (read.manifest.title, read.manifest.language, read.manifest.main) == ("A lesson", "da", MAIN)
    assert (main.title, main.license, main.author, main.runnable) == ("H5P.Lesson", "MIT", "A. Uthor", True)
    assert main.preloaded_js == ("script.js",)
    assert [file.path for file in main.files] == ["library.json", "script.js", "semantics.json"]
    assert [(file.path, file.size) for file in read.content_files] == [("images/a.png", len(PNG))]
    assert read.removed == ()


def test_a_package_without_its_libraries_is_one() -> None:
    of = {path: data for path, data in files().items() if not path.startswith("H5P.")}
    with package(of) as read:
        assert (read.main, dict(read.libraries), read.manifest.main) == (None, {}, MAIN)


def test_the_same_library_is_the_same_build_wherever_it_is_packed() -> None:
    with package() as one, package(files({"title": "Another"})) as other:
        assert one.libraries[MAIN].digest == other.libraries[MAIN].digest
    with package(files() | {"H5P.Lesson-1.0/script.js": b"// changed"}) as changed_one:
        assert changed_one.libraries[MAIN].digest != one.libraries[MAIN].digest


@pytest.mark.parametrize("missing", ["h5p.json", "content/content.json", "H5P.Lesson-1.0/script.js"])
def test_what_has_to_be_there_is_asked_for(missing: str) -> None:
    error = refusal({path: data for path, data in files().items() if path != missing})

    assert (error.rule, error.file) == (Rule.MISSING_FILE, missing)


JSON_FILES = ["h5p.json", "content/content.json", "H5P.Lesson-1.0/library.json", "H5P.Lesson-1.0/semantics.json"]
BROKEN = [
    b"",
    b"{",
    b'{"title": "a"',
    b'{"title": }',
    b"{'title': 'a'}",
    b'{"a": NaN}',
    b'{"a": Infinity}',
    b'{"a": -Infinity}',
    b'{"a": 1e999}',
    b'{"a": ' + b"9" * 6000 + b"}",
    b'{"a": "\xff\xfe"}',
    '{"title": "æ"}'.encode("latin-1"),
    '{"title": "a"}'.encode("utf-16"),
    b'{"a": "\0"}',
    b'{"a": "b\n"}',
    b"}{",
    b'{"a": 1} trailing',
    b'{"a": 1}\0',
    b'"' + b'\\"' * 1000,
]


@pytest.mark.parametrize("path", JSON_FILES)
@pytest.mark.parametrize("data", BROKEN, ids=range(len(BROKEN)))
def test_what_is_not_json_is_refused(path: str, data: bytes) -> None:
    error = refusal(changed(path, data))

    assert (error.rule, error.file) == (Rule.BAD_JSON, path)


@pytest.mark.parametrize("path", JSON_FILES)
@pytest.mark.parametrize("deep", [b"[" * 65 + b"]" * 65, b'{"a":' * 65 + b"1" + b"}" * 65, b"[" * 1_000_000])
def test_deep_json_is_refused_without_being_parsed(path: str, deep: bytes) -> None:
    error = refusal(changed(path, deep))

    assert error.file == path
    assert error.rule in {Rule.JSON_TOO_DEEP, Rule.JSON_TOO_LARGE}


@pytest.mark.parametrize("path", JSON_FILES)
@pytest.mark.parametrize("large", [b'"' + b"a" * 6_000_000 + b'"', b"[" + b"[]," * 300_000 + b"[]]"])
def test_large_json_is_refused_without_being_parsed(path: str, large: bytes) -> None:
    assert refusal(changed(path, large), Limits(ratio=100_000)).rule == Rule.JSON_TOO_LARGE


@pytest.mark.parametrize("limits", [Limits(json_values_in_all=1_000), Limits(json_in_all=10_000)])
def test_many_files_of_json_are_counted_together(limits: Limits) -> None:
    fields = [{"name": f"field{number}", "type": "text"} for number in range(50)]
    of = files()
    for number in range(20):
        of |= library(f"H5P.L{number}", semantics=fields)

    assert refusal(of, limits).rule == Rule.JSON_TOO_LARGE


def test_brackets_in_strings_are_no_depth() -> None:
    with package(files({"title": "[" * 5000 + '\\"[[[' + "}" * 300})) as read:
        assert len(str(read.content["title"])) > 5000


def test_the_last_of_two_equal_keys_counts_as_in_a_browser() -> None:
    with package(changed("content/content.json", b'{"title": "first", "title": "last"}')) as read:
        assert read.content == {"title": "last"}


def test_nul_and_half_characters_are_taken_out_of_strings() -> None:
    with package(changed("content/content.json", b'{"title": "a\\u0000b\\ud800c", "k\\u0000": 1}')) as read:
        assert read.content == {"title": "ab\ufffdc", "k": 1}


def test_a_byte_order_mark_is_fine() -> None:
    with package(
        {path: b"\xef\xbb\xbf" + data if path.endswith(".json") else data for path, data in files().items()}
    ) as read:
        assert read.manifest.title == "A lesson"


@pytest.mark.parametrize("versions", [("1", "0", "0"), (1, 0, 0), ("01", 0, "000")])
def test_a_version_is_a_number_or_a_string_of_digits(versions: tuple[object, ...]) -> None:
    numbers = dict(zip(("majorVersion", "minorVersion", "patchVersion"), versions, strict=True))
    with package(files(**numbers)) as read:
        assert MAIN in read.libraries


@pytest.mark.parametrize("version", [-1, 1.5, True, None, "", "1.0", "-1", "１", [], 10**6, "9" * 400])
def test_anything_else_is_no_version(version: object) -> None:
    error = refusal(files(majorVersion=version))

    assert (error.rule, error.file) == (Rule.BAD_LIBRARY, "H5P.Lesson-1.0/library.json")


@pytest.mark.parametrize(
    ("manifest", "rule"),
    [
        ([], Rule.BAD_MANIFEST),
        ("text", Rule.BAD_MANIFEST),
        ({}, Rule.BAD_MANIFEST),
        ({"mainLibrary": 5}, Rule.BAD_MANIFEST),
        ({"mainLibrary": "../evil"}, Rule.BAD_MANIFEST),
        ({"mainLibrary": "H5P.Lesson\n"}, Rule.BAD_MANIFEST),
        ({"mainLibrary": "<script>"}, Rule.BAD_MANIFEST),
        ({"mainLibrary": "a" * 300}, Rule.BAD_MANIFEST),
        ({"mainLibrary": "H5P.Nowhere"}, Rule.BAD_MANIFEST),
    ],
    ids=str,
)
def test_a_manifest_that_names_no_main_library_is_refused(manifest: object, rule: Rule) -> None:
    error = refusal(changed("h5p.json", manifest))

    assert (error.rule, error.file) == (rule, "h5p.json")


@pytest.mark.parametrize(
    "listed", [None, {}, "text", 7, [], [None, 1, "H5P.Lesson 1.0"], [{"machineName": 1}]], ids=str
)
def test_the_main_library_is_found_in_the_package_where_the_list_is_no_help(listed: object) -> None:
    with package(files(manifest={"preloadedDependencies": listed})) as read:
        assert read.manifest.main == MAIN


def test_what_an_attribution_needs_is_kept_as_text() -> None:
    told = {
        "license": "CC BY-SA",
        "licenseVersion": "4.0",
        "authors": [{"name": "A", "role": "Author", "evil": 1}, "text"],
        "yearFrom": 2020,
        "source": ["not text"],
        "evil": "<script>",
    }
    with package(files(manifest=told)) as read:
        assert read.manifest.metadata == {
            "title": "A lesson",
            "license": "CC BY-SA",
            "licenseVersion": "4.0",
            "authors": [{"name": "A", "role": "Author"}],
            "yearFrom": 2020,
        }


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"machineName": "../../evil"}, Rule.BAD_LIBRARY),
        ({"machineName": ["H5P.Lesson"]}, Rule.BAD_LIBRARY),
        ({"machineName": "H5P.Other"}, Rule.LIBRARY_FOLDER),
        ({"minorVersion": 7}, Rule.LIBRARY_FOLDER),
        ({"coreApi": "1.0"}, Rule.BAD_LIBRARY),
        ({"coreApi": {"majorVersion": "x", "minorVersion": 1}}, Rule.BAD_LIBRARY),
        ({"preloadedDependencies": {"machineName": "H5P.Part"}}, Rule.BAD_LIBRARY),
        ({"preloadedDependencies": [{"machineName": "H5P.Part", "majorVersion": "new"}]}, Rule.BAD_LIBRARY),
        ({"preloadedJs": [{"path": "../../content/evil.js"}]}, Rule.MISSING_FILE),
        ({"preloadedJs": [{"path": "/etc/passwd"}]}, Rule.MISSING_FILE),
        ({"preloadedJs": [{"path": "https://evil.example/a.js"}]}, Rule.MISSING_FILE),
        ({"preloadedCss": [{"path": "nowhere.css"}]}, Rule.MISSING_FILE),
    ],
    ids=str,
)
def test_a_library_that_describes_itself_wrongly_is_refused(fields: dict[str, Any], rule: Rule) -> None:
    error = refusal(files(**fields))

    assert error.rule == rule
    assert error.file.startswith("H5P.Lesson-1.0/")


@pytest.mark.parametrize("semantics", [{"a": 1}, "text", 5, [1], ["text"], [[]]], ids=str)
def test_semantics_that_are_no_list_of_fields_are_refused(semantics: object) -> None:
    error = refusal(changed("H5P.Lesson-1.0/semantics.json", semantics))

    assert (error.rule, error.file) == (Rule.BAD_SEMANTICS, "H5P.Lesson-1.0/semantics.json")


@pytest.mark.parametrize("content", [[], "text", 5, None], ids=str)
def test_content_that_is_no_object_is_refused(content: object) -> None:
    assert refusal(changed("content/content.json", content)).rule == Rule.BAD_CONTENT


@pytest.mark.parametrize("folder", ["H5P.Lesson", "H5P.Lesson-1.0", "H5P.Lesson-1.0.0"])
def test_a_librarys_folder_is_named_for_it(folder: str) -> None:
    with package({path.replace("H5P.Lesson-1.0", folder): data for path, data in files().items()}) as read:
        assert read.libraries[MAIN].folder == folder


def test_the_same_library_twice_is_refused_unless_it_is_the_same_build() -> None:
    again = {path.replace("H5P.Lesson-1.0", "H5P.Lesson"): data for path, data in library(semantics=[]).items()}

    assert refusal(files() | again).rule == Rule.LIBRARY_TWICE
    same = {path.replace("H5P.Lesson-1.0", "H5P.Lesson"): data for path, data in files().items() if "Lesson-1" in path}
    with package(files() | same) as read:
        assert list(read.libraries) == [MAIN]


def test_more_libraries_than_any_package_has_are_refused() -> None:
    of = files() | library("H5P.Part", "1.2.0")

    assert refusal(of, Limits(libraries=1)).rule == Rule.TOO_MANY_LIBRARIES


def left_out(of: Mapping[str, bytes]) -> dict[str, Reason]:
    with package(of) as read:
        assert {file.entry for file in read.content_files} | {"content/content.json"} <= of.keys()
        return {removed.where: removed.reason for removed in read.removed}


def test_files_that_could_run_are_left_out_of_content() -> None:
    names = [
        "a.svg",
        "a.html",
        "a.xml",
        "a.js",
        "a.css",
        "a.PHP",
        "a.exe",
        "a",
        "a.png.html",
        "a.xhtml",
        "a.htm",
        "a.wasm",
    ]
    of = {f"content/{name}": PNG for name in names}

    assert left_out(files() | of) == dict.fromkeys(of, Reason.FILE_TYPE)


@pytest.mark.parametrize(
    "data",
    [
        b"<html>",
        b"  \r\n<!DOCTYPE html>",
        b"<svg onload=alert(1)>",
        b"\xef\xbb\xbf<script>",
        b"<?php",
        b"<?xml ?>",
        b"</p>",
    ],
)
def test_a_page_under_the_name_of_a_picture_is_left_out(data: bytes) -> None:
    assert left_out(files() | {"content/a.png": data, "content/a.mp4": data, "content/a.pdf": data}) == {
        "content/a.png": Reason.DISGUISED,
        "content/a.mp4": Reason.DISGUISED,
        "content/a.pdf": Reason.DISGUISED,
    }


def test_a_picture_of_another_kind_than_its_name_is_still_a_picture() -> None:
    assert left_out(files() | {"content/a.jpg": PNG, "content/b.txt": b"<p> is a tag"}) == {}


def test_a_library_may_hold_more_but_not_anything() -> None:
    of = {
        f"H5P.Lesson-1.0/{name}": b"x"
        for name in ("a.css", "a.svg", "a.xml", "a.js.map", "a.wasm", "a.html", "a.php", "LICENSE")
    }

    assert left_out(files() | of) == {
        "H5P.Lesson-1.0/a.html": Reason.FILE_TYPE,
        "H5P.Lesson-1.0/a.php": Reason.FILE_TYPE,
        "H5P.Lesson-1.0/LICENSE": Reason.FILE_TYPE,
    }


def test_what_other_programs_leave_behind_is_left_out() -> None:
    stray = [
        "h5p.jpg",
        "notes.txt",
        "__MACOSX/content/._a.png",
        "content/.DS_Store",
        "H5P.Lesson-1.0/.gitignore",
        "folder/a.js",
    ]
    of = dict.fromkeys(stray, b"x")

    assert left_out(files() | of) == dict.fromkeys(
        ["h5p.jpg", "notes.txt", "__MACOSX/", "content/.DS_Store", "H5P.Lesson-1.0/.gitignore", "folder/"],
        Reason.STRAY_FILE,
    )


def test_beyond_a_number_what_is_left_out_is_counted() -> None:
    many = {f"content/{number}.html": b"x" for number in range(20)}
    with inspect(packed(files() | many), Limits(removed=5)) as read:
        assert len(read.removed) == 6
        assert (read.removed[-1].reason, read.removed[-1].detail) == (Reason.MORE, "15")


def test_a_preloaded_script_that_was_left_out_is_missing() -> None:
    of = files(preloadedJs=[{"path": "run.php"}]) | {"H5P.Lesson-1.0/run.php": b"x"}

    assert refusal(of).rule == Rule.MISSING_FILE


def test_refusals_are_said_in_characters_that_can_be_shown() -> None:
    with pytest.raises(PackageRefused) as caught:
        inspect(packed(files(), Raw("content/\x1b[31m\u202e" + "x" * 400 + ".png", b"x")))

    assert caught.value.file.isprintable()
    assert len(caught.value.file) <= 200
    assert str(caught.value).startswith("bad_name: content/")


def test_a_file_given_stays_open_and_a_path_is_closed(tmp_path: Any) -> None:
    given = packed(files())
    with inspect(given):
        pass
    assert not given.closed

    (tmp_path / "a.h5p").write_bytes(given.getvalue())
    with inspect(tmp_path / "a.h5p") as read:
        assert read.main is not None
    assert read.archive.file.closed


def test_dependencies_are_named_with_numbers_or_strings() -> None:
    with package(files(preloadedDependencies=needs("H5P.Part 1.2"))) as read:
        assert read.libraries[MAIN].dependencies == (LibraryKey("H5P.Part", 1, 2),)
