"""What real tools write, and the H5P core takes: nothing of it refused, nothing of its content lost."""

from __future__ import annotations

import html
import io
import json
import zipfile
from typing import Any

import pytest

from courses.h5p.package import LibraryKey, inspect, prepare
from courses.h5p.package.errors import Reason
from tests.courses.h5p.package.building import (
    MAIN,
    PNG,
    STORED,
    Raw,
    entries,
    files,
    library,
    needs,
    package,
    zipped,
)
from tests.courses.h5p.package.test_filtering import field, filtered, kept

pytestmark = pytest.mark.once


def zip_of(*of: Raw) -> list[str]:
    """The content's files of a package with these entries besides."""
    with package(files(), *of) as read:
        return [file.path for file in read.content_files]


def test_folders_parted_by_backslashes_as_some_windows_tools_write_them() -> None:
    of = [Raw(name.replace("/", "\\"), data) for name, data in files({"picture": {"path": "images/a.png"}}).items()]
    images = [Raw("content\\images\\", attributes=0o040755 << 16), Raw("content\\images\\a.png", PNG)]

    with package({}, *of, *images) as read:
        assert prepare(read, {}).content == {"picture": {"path": "images/a.png"}}


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("bl\u00e5b\u00e6r.png".encode("cp437"), "bl\u00e5b\u00e6r.png"),
        ("\U0001f469\u200d\U0001f4bb.png".encode(), "\U0001f469\u200d\U0001f4bb.png"),
        ("a\uf022b.png".encode(), "a\uf022b.png"),
        ("soft\u00adhyphen.png".encode(), "soft\u00adhyphen.png"),
    ],
    ids=["before UTF-8", "joined pictures", "as a Mac writes a colon", "a soft hyphen"],
)
def test_names_that_people_and_their_computers_write(raw: bytes, name: str) -> None:
    assert zip_of(Raw(b"content/" + raw, PNG, flags=0)) == [name]


def test_what_a_mac_and_windows_put_beside_it_is_left_out() -> None:
    beside = ["__MACOSX/content/._a.png", "content/.DS_Store", ".DS_Store", "content/Thumbs.db", "content/._a.png"]

    assert zip_of(*(Raw(name, b"x") for name in beside)) == []


def test_capital_endings_and_every_kind_of_medium() -> None:
    names = ["A.PNG", "b.Jpg", "c.webp", "d.gif", "e.m4a", "f.vtt", "g.json", "h.mp4", "i.WOFF2", "j.glb", "k.pdf"]

    assert zip_of(*(Raw(f"content/{name}", b"x" * 9) for name in names)) == sorted(names)


def test_a_zip_written_to_a_stream_with_large_records() -> None:
    """Sizes behind the bytes and room for 64 bits, as a server writes that does not know yet how much will come."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.written = io.BytesIO()

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            return self.written.write(data)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files().items():
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(data)

    assert inspect(io.BytesIO(stream.written.getvalue())).content == {"title": "Hello"}


def test_byte_order_marks_everywhere() -> None:
    of = {name: (b"\xef\xbb\xbf" + data if name.endswith(".json") else data) for name, data in files().items()}

    with package(of) as read:
        assert read.content == {"title": "Hello"}


@pytest.mark.parametrize(
    "listed",
    [
        [],
        {},
        None,
        needs("H5P.Other 1.0"),
        needs("H5P.Lesson 1.0", "H5P.Lesson 0.9"),
        [{"machineName": "H5P.Lesson"}],
        [{"machineName": "H5P.Lesson", "majorVersion": "1", "minorVersion": "0"}],
    ],
    ids=str,
)
def test_the_main_library_is_found_whatever_h5p_json_lists(listed: Any) -> None:
    with package(files(manifest={"preloadedDependencies": listed})) as read:
        assert read.manifest.main == MAIN


def test_what_only_an_editor_needs_may_be_missing() -> None:
    more = {
        "editorDependencies": needs("H5PEditor.RangeList 1.0"),
        "dynamicDependencies": needs("H5P.Nowhere 1.0"),
        "metadataSettings": {"disable": 0, "disableExtraTitleField": 1},
        "embedTypes": ["iframe"],
        "w": 600,
        "h": "400",
        "fullscreen": 1,
        "coreApi": {"majorVersion": 1, "minorVersion": 24},
    }

    with package(files(**more)) as read:
        prepare(read, {}).resolution.require_complete()


def test_a_library_without_fields_written_as_php_writes_nothing() -> None:
    of = files({}) | {"H5P.Lesson-1.0/semantics.json": b"{}"}

    with package(of) as read:
        assert prepare(read, {}).content == {}


def addon(**more: Any) -> dict[str, bytes]:
    formulas = {"content": {"types": [{"text": {"regex": "/\\$\\$.+\\$\\$/"}}]}}
    return library("H5P.MathDisplay", addTo=formulas, runnable=0, **more)


def test_an_addon_that_h5p_json_lists_comes_along() -> None:
    of = files(manifest={"preloadedDependencies": needs("H5P.Lesson 1.0", "H5P.MathDisplay 1.0")}) | addon()

    with package(of) as read:
        pins = [build.version.key for build in prepare(read, {}).resolution.pins]
    assert pins == [MAIN, LibraryKey("H5P.MathDisplay", 1, 0)]


def test_an_addon_that_nobody_lists_stays_behind() -> None:
    with package(files() | addon()) as read:
        assert [build.version.key for build in prepare(read, {}).resolution.pins] == [MAIN]


@pytest.mark.parametrize(
    "text",
    [
        '<p style="text-align:center;">'
        '<span style="font-size:1.5em;font-family:Georgia, serif;color:rgb(1, 2, 3);">x</span></p>',
        '<figure class="table" style="float:left;width:50%;">'
        '<table style="border-bottom:1px solid #333333;"><tbody><tr>'
        '<td style="border-top-style:double;vertical-align:top;" bgcolor="#eeeeee" nowrap="nowrap">x</td>'
        "</tr></tbody></table></figure>",
        '<h2 style="margin-left:40px;" lang="da">x</h2><hr width="50%">',
        '<p><a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer" name="x">x</a></p>',
        '<p data-paraid="1" aria-label="x" xml:lang="da-DK">Bl&aring;b&aelig;r &nbsp; \\(x^2\\)</p>',
        '<ul><li>x</li></ul><ol start="3"><li>y</li></ol><pre><code>a &lt; b</code></pre><br /><br>',
    ],
)
def test_formatting_that_editors_write_stays(text: str) -> None:
    tags = ["strong", "a", "ul", "ol", "h2", "hr", "table", "pre", "code"]
    font = {"size": True, "family": True, "color": True, "background": True}

    assert kept(text, "text", widget="html", tags=tags, font=font, importance="high") == text


@pytest.mark.parametrize(
    "text", ["Data: Danmarks Statistik", "File: se bilag", "Kilde: https://dst.dk", "10:30", 'A & B <3 "c"']
)
def test_text_that_only_looks_like_an_address_stays(text: str) -> None:
    result = filtered({"source": text}, {"name": "source", "type": "text"})

    assert html.unescape(result.content["source"]) == text


def test_a_list_that_php_has_written_as_an_object() -> None:
    texts = {"type": "text"}

    assert kept({"0": "a", "2": "c", "10": "d"}, "list", field=texts, widgets=[{"name": "default"}]) == ["a", "c", "d"]
    assert kept({"0": {"path": "videos/a.mp4"}}, "video") == [{"path": "videos/a.mp4"}]


@pytest.mark.parametrize("value", [1, 0, 1.5, True, False, "1", ["1", 2], "nb-NO"])
def test_choices_of_every_kind_stay(value: Any) -> None:
    assert kept(value, "select", options=[{"value": 1, "label": "One"}]) == value


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("images/a.png#tmp", "images/a.png"),
        ("images%2Fa.png", "images/a.png"),
        ("images&#x2F;a.png", "images/a.png"),
        ("data:image/png;base64,iVBORw0KGgo=", "data:image/png;base64,iVBORw0KGgo="),
    ],
)
def test_a_file_is_found_however_its_path_is_written(written: str, path: str) -> None:
    assert kept({"path": written, "mime": "image/png"}, "image") == {"path": path, "mime": "image/png"}


@pytest.mark.parametrize(
    "path", ["https://www.youtube.com/watch?v=x", "//player.vimeo.com/video/1", "HTTP://example.org/a b.mp4"]
)
def test_a_film_on_another_site_stays_and_is_told(path: str) -> None:
    result = filtered({"it": [{"path": path, "mime": "video/YouTube", "copyright": {"license": "U"}}]}, field("video"))

    assert [source["path"] for source in result.content["it"]] == [path.replace(" ", "%20")]
    [told] = result.removed
    assert (told.where, told.reason) == ("it[0]", Reason.ELSEWHERE)
    assert told.detail in {"www.youtube.com", "player.vimeo.com", "example.org"}


def test_old_content_with_its_rights_and_an_editors_remains() -> None:
    fields = [
        {"name": "image", "type": "image"},
        {"name": "behaviour", "type": "group", "fields": [{"name": "retry", "type": "boolean"}]},
        {
            "name": "l10n",
            "type": "group",
            "common": True,
            "fields": [{"name": "a", "type": "text"}, {"name": "b", "type": "text"}],
        },
        {"name": "position", "type": "group", "isSubContent": True, "fields": [{"name": "x", "type": "number"}]},
        {"name": "part", "type": "library", "options": ["H5P.Part 1.9", {"name": "H5P.Other 1.0"}]},
    ]
    content = {
        "image": {
            "path": "images/a.png",
            "mime": "image/png",
            "width": 10,
            "height": "20",
            "copyright": {
                "title": "x",
                "author": "y",
                "year": "1889-1910",
                "source": "z",
                "license": "CC BY",
                "version": "4.0",
            },
            "originalImage": {"path": "images/b.png", "mime": "image/png"},
        },
        "behaviour": True,
        "l10n": {"a": "x", "b": ""},
        "position": {"x": "12.5"},
        "part": {
            "library": "H5P.Part 1.2",
            "params": {"text": "x"},
            "subContentId": "1b1ba4ab-9a1c-4b8e-8f2c-000000000000",
            "metadata": {
                "contentType": "Text",
                "license": "CC BY-SA",
                "licenseVersion": "4.0",
                "title": "x",
                "yearFrom": 1999,
                "authors": [{"name": "x", "role": "Author"}],
                "changes": [{"date": "01-01-20 10:00:00", "author": "x", "log": "y"}],
            },
        },
    }
    result = filtered(content, *fields)

    assert result.content == json.loads(json.dumps(content))
    assert result.removed == ()


def test_a_package_stored_and_not_packed() -> None:
    of = [Raw(entry.name, entry.data, STORED) for entry in entries(files())]

    assert inspect(io.BytesIO(zipped(of))).content == {"title": "Hello"}


def test_a_group_of_one_field_spelled_out_and_not() -> None:
    tracks = {
        "type": "list",
        "field": {"type": "group", "fields": [{"name": "label", "type": "text"}, {"name": "track", "type": "file"}]},
    }
    group = field("group", fields=[{"name": "videoTrack", **tracks}])
    track = [{"label": "Dansk", "track": {"path": "videos/a.mp4", "mime": "text/vtt"}}]

    for written in (track, {"videoTrack": track}):
        assert filtered({"it": written}, group).content == {"it": written}
