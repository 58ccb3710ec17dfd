"""Content against semantics: what an author made stays, what nobody asked for goes, and it is told."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.h5p.package import Filtered, LibraryKey, PackageRefused, Rule, filter_content
from courses.h5p.package.errors import Reason
from courses.h5p.package.limits import Limits

pytestmark = pytest.mark.once

MAIN = LibraryKey("H5P.Main", 1, 0)
PART = LibraryKey("H5P.Part", 1, 2)
PART_FIELDS = [{"name": "text", "type": "text"}, {"name": "inner", "type": "library", "options": ["H5P.Part 1.2"]}]
FILES = {"images/a.png", "images/b.png", "videos/a.mp4"}


def filtered(content: Any, *fields: Mapping[str, Any], limits: Limits | None = None) -> Filtered:
    libraries: dict[LibraryKey, list[Any] | None] = {MAIN: list(fields), PART: PART_FIELDS}
    return filter_content(content, MAIN, libraries.__getitem__, FILES, limits or Limits())


def field(kind: str, **more: Any) -> dict[str, Any]:
    return {"name": "it", "type": kind, **more}


def kept(value: Any, kind: str, **more: Any) -> Any:
    """What stays of a value, and the reasons given for what does not."""
    result = filtered({"it": value}, field(kind, **more))
    reasons = [removed.reason for removed in result.removed]
    return result.content.get("it", *([reasons] if reasons else [None]))


def test_what_semantics_do_not_name_goes() -> None:
    result = filtered({"it": "x", "other": "y", "__proto__": {"a": 1}, "": 1}, field("text"))

    assert result.content == {"it": "x"}
    assert [(removed.where, removed.reason) for removed in result.removed] == [
        ("other", Reason.UNKNOWN_FIELD),
        ("__proto__", Reason.UNKNOWN_FIELD),
        ("", Reason.UNKNOWN_FIELD),
    ]


@pytest.mark.parametrize("name", ["__proto__", "constructor", "prototype"])
def test_semantics_cannot_name_what_every_object_has(name: str) -> None:
    assert filtered({name: "x"}, {"name": name, "type": "text"}).content == {}


def test_the_content_given_is_left_as_it_is() -> None:
    given = {"it": [{"a": "<b>", "b": 1}]}
    before = copy.deepcopy(given)
    filtered(given, field("list", field={"type": "group", "fields": [{"name": "a", "type": "text"}]}))

    assert given == before


@pytest.mark.parametrize(
    ("value", "stays"),
    [
        ("plain", "plain"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\"'<>&", "&quot;&#039;&lt;&gt;&amp;"),
        ("a &amp; b", "a &amp; b"),
        (5, "5"),
        (1.5, "1.5"),
        ("", ""),
        (None, None),
        (True, [Reason.WRONG_TYPE]),
        ([], [Reason.WRONG_TYPE]),
        ({"a": 1}, [Reason.WRONG_TYPE]),
    ],
)
def test_text_is_escaped(value: Any, stays: Any) -> None:
    assert kept(value, "text") == stays


def test_html_is_cleaned_as_the_field_says() -> None:
    html = "<p><strong>a</strong><h2>b</h2><script>c</script></p>"

    assert kept(html, "text", tags=["strong"]) == "<p><strong>a</strong>b</p>"
    assert kept(html, "text", tags=["script"]) == "<p>ab</p>"
    assert kept(html, "text", widget="html") == "<p><strong>a</strong></p><h2>b</h2>"
    assert filtered({"it": html}, field("text", tags=["h2"])).removed[0].detail == "script, strong"


@pytest.mark.parametrize("name", ["url", "href", "link", "imageUrl", "src", "source", "website"])
def test_text_that_becomes_an_address_cannot_run(name: str) -> None:
    content = {name: "javascript:alert(1)"}

    assert filtered(content, {"name": name, "type": "text"}).content == {}
    assert (
        filtered({name: "https://example.org/a?b=1"}, {"name": name, "type": "text"}).content[name].startswith("https")
    )


def test_a_question_may_be_about_javascript() -> None:
    assert kept("javascript: what is it?", "text") == "javascript: what is it?"


def test_the_markup_of_all_texts_together_has_an_end() -> None:
    fields = field("list", field={"type": "text", "tags": ["p"]})
    with pytest.raises(PackageRefused) as caught:
        filtered({"it": ["<p>x</p>"] * 20}, fields, limits=Limits(marks_in_all=45))

    assert caught.value.rule == Rule.TOO_MUCH_MARKUP
    assert len(filtered({"it": ["<p>x</p>"] * 15}, fields, limits=Limits(marks_in_all=45)).content["it"]) == 15


def test_a_hostile_pattern_is_never_run() -> None:
    assert kept("a" * 5000 + "!", "text", regexp={"pattern": "^(a+)+$"}, maxLength=3) == "a" * 5000 + "!"


@pytest.mark.parametrize(
    ("value", "stays"),
    [
        (5, 5),
        (-1.5, -1.5),
        ("5", "5"),
        ("-2.5", "-2.5"),
        (" 5", " 5"),
        (".5", ".5"),
        ("+1e3", "+1e3"),
        ("", None),
        ("5 px", [Reason.WRONG_TYPE]),
        (0, 0),
        ("nan", [Reason.WRONG_TYPE]),
        ("inf", [Reason.WRONG_TYPE]),
        ("five", [Reason.WRONG_TYPE]),
        (True, [Reason.WRONG_TYPE]),
        ([], [Reason.WRONG_TYPE]),
    ],
)
def test_a_number_is_a_number(value: Any, stays: Any) -> None:
    assert kept(value, "number") == stays


@pytest.mark.parametrize(
    ("value", "stays"),
    [
        (True, True),
        (False, False),
        ("true", True),
        ("false", False),
        (1, True),
        ("0", False),
        ("yes", [Reason.WRONG_TYPE]),
    ],
)
def test_a_truth_is_a_truth(value: Any, stays: Any) -> None:
    assert kept(value, "boolean") is stays or kept(value, "boolean") == stays


@pytest.mark.parametrize(
    ("value", "stays"),
    [("a", "a"), ("<b>", "&lt;b&gt;"), (2, 2), (["a", "<b>", {}], ["a", "&lt;b&gt;"]), ({}, [Reason.WRONG_TYPE])],
)
def test_a_choice_is_escaped(value: Any, stays: Any) -> None:
    assert kept(value, "select", options=[{"value": "a", "label": "A"}]) == stays


def test_lists_lose_what_does_not_fit_and_keep_the_rest() -> None:
    result = filtered({"it": ["a", [], None, "b"]}, field("list", field={"type": "text"}))

    assert result.content == {"it": ["a", "b"]}
    assert [removed.where for removed in result.removed] == ["it[1]"]
    assert kept({}, "list", field={"type": "text"}) == []
    assert kept("text", "list", field={"type": "text"}) == [Reason.WRONG_TYPE]
    assert kept(["a"], "list") == [Reason.WRONG_TYPE]


TWO = [{"name": "a", "type": "text"}, {"name": "b", "type": "number"}]
ONE = [{"name": "a", "type": "text"}]


def test_a_group_keeps_the_fields_it_has() -> None:
    assert kept({"a": "x", "b": "2", "c": 3}, "group", fields=TWO) == {"a": "x", "b": "2"}
    assert kept([], "group", fields=TWO) == {}
    assert kept("x", "group", fields=TWO) == [Reason.WRONG_TYPE]


def test_a_group_of_one_field_is_written_as_that_field() -> None:
    assert kept("<x>", "group", fields=ONE) == "&lt;x&gt;"
    assert kept(["<x>"], "group", fields=[{"name": "a", "type": "list", "field": {"type": "text"}}]) == ["&lt;x&gt;"]
    inner = [{"name": "b", "type": "group", "fields": TWO}]
    assert kept({"a": "x"}, "group", fields=inner) == {"a": "x"}


def test_a_group_of_one_field_that_is_spelled_out_stays_so() -> None:
    assert kept({"a": "<x>"}, "group", fields=ONE) == {"a": "&lt;x&gt;"}
    inner = [{"name": "c", "type": "group", "fields": TWO}]
    assert kept({"c": {"a": "x", "evil": 1}}, "group", fields=inner) == {"c": {"a": "x"}}


def test_sub_content_is_never_written_as_its_only_field() -> None:
    value = {"a": "x", "subContentId": "0f8fad5b-d9cb-469f-a165-70867728950e"}

    assert kept(value, "group", fields=ONE, isSubContent=True) == value
    assert kept(value | {"subContentId": "<script>"}, "group", fields=ONE, isSubContent=True) == {"a": "x"}


def test_a_library_of_one_field_is_never_written_as_that_field() -> None:
    assert filtered({"it": "x"}, field("text")).content == {"it": "x"}


def part(**more: Any) -> dict[str, Any]:
    return {"library": "H5P.Part 1.2", "params": {"text": "<b>"}, **more}


def test_nested_content_is_filtered_by_its_own_semantics() -> None:
    value = part(subContentId="a-1", metadata={"title": "T", "license": "U", "evil": 1}, evil=1)
    result = filtered({"it": value}, field("library", options=["H5P.Part 1.2"]))

    assert result.content["it"] == {
        "library": "H5P.Part 1.2",
        "params": {"text": "&lt;b&gt;"},
        "subContentId": "a-1",
        "metadata": {"title": "T", "license": "U"},
    }
    assert result.libraries == (PART,)
    assert [removed.where for removed in result.removed] == ["it.metadata.evil", "it.evil"]


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("H5P.Other 1.0", Reason.LIBRARY_NOT_ALLOWED),
        ("H5P.Part", Reason.LIBRARY_NOT_ALLOWED),
        ("../../evil 1.0", Reason.LIBRARY_NOT_ALLOWED),
        ("H5P.Part 1.2<script>", Reason.LIBRARY_NOT_ALLOWED),
        ({"a": 1}, Reason.LIBRARY_NOT_ALLOWED),
        ("H5P.Part 1.9", Reason.LIBRARY_MISSING),
    ],
)
def test_a_library_the_field_does_not_take_goes(named: Any, reason: Reason) -> None:
    assert kept(part(library=named), "library", options=["H5P.Part 1.2"]) == [reason]


def test_another_version_of_a_library_the_field_takes_stays() -> None:
    assert kept(part(), "library", options=["H5P.Part 1.1"])["library"] == "H5P.Part 1.2"


def test_what_is_missing_is_told() -> None:
    assert filtered({"it": part(library="H5P.Part 1.9")}, field("library")).missing == (LibraryKey("H5P.Part", 1, 9),)


@pytest.mark.parametrize("empty", [{}, [], {"params": {}}])
def test_a_place_where_nothing_was_put_stays_empty(empty: Any) -> None:
    assert kept(empty, "library", options=["H5P.Part 1.2"]) == empty


def test_nesting_has_an_end() -> None:
    content: dict[str, Any] = part()
    for _ in range(10):
        content = {"library": "H5P.Part 1.2", "params": {"inner": content}}
    result = filtered({"it": content}, field("library"), limits=Limits(sub_content_depth=4))

    assert json.dumps(result.content).count("H5P.Part") == 4
    assert result.removed[0].reason == Reason.TOO_DEEP


def test_a_file_is_one_of_the_package() -> None:
    picture = {
        "path": "images/a.png",
        "mime": "image/png",
        "width": 5,
        "height": "7",
        "copyright": {"license": "U", "title": "<b>", "evil": 1},
        "originalImage": {"path": "images/b.png", "mime": "image/png"},
        "onerror": "alert(1)",
    }
    result = filtered({"it": picture}, field("image"))

    assert result.content["it"] == {
        "path": "images/a.png",
        "mime": "image/png",
        "width": 5,
        "height": "7",
        "copyright": {"license": "U", "title": "&lt;b&gt;"},
        "originalImage": {"path": "images/b.png", "mime": "image/png"},
    }
    assert result.files == {"images/a.png", "images/b.png"}
    assert [removed.where for removed in result.removed] == ["it.copyright.evil", "it.onerror"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("images/none.png", Reason.FILE_NOT_THERE),
        ("../h5p.json", Reason.FILE_NOT_THERE),
        ("../../../../etc/passwd", Reason.FILE_NOT_THERE),
        ("/etc/passwd", Reason.FILE_NOT_THERE),
        ("images/../images/a.png", Reason.FILE_NOT_THERE),
        ("javascript:alert(1)", Reason.FILE_NOT_THERE),
        ("data:text/html,x", Reason.FILE_NOT_THERE),
        ("file:///etc/passwd", Reason.FILE_NOT_THERE),
        ("http" + "://" + "a" * 5000, Reason.FILE_NOT_THERE),
        (5, Reason.WRONG_TYPE),
        ("", Reason.WRONG_TYPE),
    ],
)
def test_a_path_to_anywhere_else_goes(path: Any, reason: Reason) -> None:
    assert kept({"path": path, "mime": "image/png"}, "image") == [reason]
    assert filtered({"it": [{"path": path, "mime": "video/mp4"}]}, field("video")).content == {"it": []}


def test_a_picture_before_cropping_that_is_not_there_costs_only_itself() -> None:
    value = {"path": "images/a.png", "originalImage": {"path": "images/none.png"}}

    assert kept(value, "image") == {"path": "images/a.png"}


def test_a_video_may_be_on_the_web_and_its_address_can_break_out_of_nothing() -> None:
    value = [
        {"path": "https://video.example/watch?v=1&t=2\"'><script>", "mime": "video/YouTube"},
        {"path": "videos/a.mp4"},
    ]

    assert kept(value, "video") == [
        {"path": "https://video.example/watch?v=1&t=2%22%27%3E%3Cscript%3E", "mime": "video/YouTube"},
        {"path": "videos/a.mp4"},
    ]


def test_a_file_just_uploaded_is_found_by_its_name() -> None:
    assert kept({"path": "images/a.png#tmp"}, "image") == {"path": "images/a.png"}


@pytest.mark.parametrize("empty", ["", [], {}])
def test_a_file_nobody_chose_is_none(empty: Any) -> None:
    assert "it" not in filtered({"it": empty}, field("image")).content


@pytest.mark.parametrize(
    "semantics",
    [
        {},
        {"name": "it"},
        {"name": "it", "type": 5},
        {"name": "it", "type": "unknown"},
        {"name": ["it"], "type": "text"},
        {"name": "it", "type": "list", "field": "text"},
        {"name": "it", "type": "group", "fields": "text"},
        {"name": "it", "type": "group", "fields": [5]},
        {"name": "it", "type": "text", "tags": [5, None, {}]},
        {"name": "it", "type": "library", "options": [5, {"name": 5}]},
        {"name": "it", "type": "library", "options": "H5P.Part 1.2"},
        {"name": "it", "type": "select", "options": 7},
    ],
    ids=str,
)
@pytest.mark.parametrize("value", ["x", 5, ["x"], {"a": 1}, {"library": "H5P.Part 1.2"}, None, True], ids=str)
def test_hostile_semantics_fail_at_nothing(semantics: dict[str, Any], value: Any) -> None:
    result = filtered({"it": value}, semantics)

    assert set(result.content) <= {"it"}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["it", "a", "b", "path", "library", "params"]), inner)
    ),
    max_leaves=20,
)
FIELDS = st.recursive(
    st.sampled_from(["text", "number", "boolean", "select", "image", "video", "library"]).map(
        lambda kind: {"type": kind}
    ),
    lambda inner: (
        inner.map(lambda each: {"type": "list", "field": each})
        | st.lists(st.tuples(st.sampled_from("ab"), inner), max_size=3).map(
            lambda named: {"type": "group", "fields": [{"name": name, **each} for name, each in named]}
        )
    ),
    max_leaves=8,
)


@given(VALUES, FIELDS)
def test_any_content_against_any_semantics_gives_json_and_filtering_again_changes_nothing(
    value: Any, kind: dict[str, Any]
) -> None:
    once = filtered({"it": value}, {"name": "it", **kind})
    again = filtered(once.content, {"name": "it", **kind})

    assert json.loads(json.dumps(once.content, allow_nan=False)) == once.content
    assert again.content == once.content
