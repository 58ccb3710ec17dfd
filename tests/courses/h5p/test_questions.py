"""Parts of a content are called what a designer would know them by."""

from __future__ import annotations

import json
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.demo.packages import TWO_QUESTIONS
from courses.h5p.questions import LONGEST, parts_of

REAL = Path(__file__).parents[4] / "shared" / "h5p"
ID = "5f0c8a58-2f2b-4b53-8e5e-0d0b7f3a1c01"


def nested(params: Any, title: str = "", **more: Any) -> dict[str, Any]:
    metadata = {"title": title, "contentType": "Multiple Choice"}
    return {"library": "H5P.MultiChoice 1.16", "params": params, "subContentId": ID, "metadata": metadata, **more}


def name_of(node: Any) -> str:
    [part] = parts_of({"questions": [node]})
    return part.name


@pytest.mark.parametrize(
    ("params", "title", "name"),
    [
        ({"question": "<p>Hvem ejer <strong>gevinsten</strong>?</p>"}, "", "Hvem ejer gevinsten?"),
        ({"question": "Hvem ejer den?"}, "Untitled Multiple Choice", "Hvem ejer den?"),
        ({"question": "Hvem ejer den?"}, "Ejerskab", "Ejerskab: Hvem ejer den?"),
        ({"question": "Ejerskab: hvem?"}, "ejerskab", "Ejerskab: hvem?"),
        ({"taskDescription": "Træk ordene", "textField": "*a* b"}, "", "Træk ordene"),
        ({"text": "", "questions": ["<p>Den er *grøn*</p>"]}, "", "Den er *grøn*"),
        ({"question": {"settings": {}, "task": {}}}, "Træk", "Træk"),
        ({"question": "A &amp; B &lt; C"}, "", "A & B < C"),
        ([], "Titlen", "Titlen"),
        ({}, "", ""),
        (None, "", ""),
    ],
)
def test_by_its_title_and_what_it_asks(params, title, name):
    assert name_of(nested(params, title)) == name


def test_a_long_text_is_cut():
    name = name_of(nested({"question": "ord " * 500}))
    assert len(name) <= LONGEST
    assert name.endswith("…")


def test_an_item_of_a_list_is_a_part():
    choices = [{"subContentId": ID, "question": "<p>Ja?</p>", "answers": ["ja", "nej"]}]
    [part] = parts_of({"choices": choices})
    assert (part.id, part.name, part.library, part.kind) == (ID, "Ja?", "", "")


def test_parts_come_in_reading_order_and_each_once():
    ids = [str(uuid.uuid4()) for _ in range(4)]
    inner = nested({"question": "b"}, subContentId=ids[1])
    column = nested({"content": [inner, nested({"question": "c"}, subContentId=ids[2])]}, subContentId=ids[0])
    content = {"a": [column, inner], "z": nested({}, subContentId=ids[3])}
    assert [part.id for part in parts_of(content)] == ids


def test_the_demos_own_questions_are_named():
    content = json.loads((TWO_QUESTIONS / "content" / "content.json").read_text())
    assert [part.name for part in parts_of(content)][1] == "Hvornår er en gevinst høstet?"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20) | st.just(ID),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["subContentId", "id", "params", "metadata", "question", "library", "x"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=40)
@given(JSON)
def test_any_content_is_read(content):
    for part in parts_of(content):
        assert uuid.UUID(part.id)
        assert len(part.name) <= LONGEST


@pytest.mark.skipif(not REAL.is_dir(), reason="the real packages are not here")
@pytest.mark.parametrize("name", ["SingleChoiceSet-1.11", "Summary-1.10"])
def test_real_questions_are_named(name):
    with zipfile.ZipFile(REAL / f"H5P.{name}.h5p") as package:
        content = json.loads(package.read("content/content.json"))
    parts = parts_of(content)
    assert parts
    assert all(part.name and "<" not in part.name for part in parts)
