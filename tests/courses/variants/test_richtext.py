"""Rich text, paragraph by paragraph."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.variants import InvalidDecision, MergeResult, merge
from courses.variants.merging.richtext import joined, paragraphs
from tests.courses.variants.triples import Node


def p(key: str, text: str, tag: str = "p") -> str:
    return f'<{tag} data-block-key="{key}">{text}</{tag}>'


def lines(*items: str, tag: str = "ul") -> str:
    return f"<{tag}>{''.join(items)}</{tag}>"


BASE = p("h", "Mål", "h2") + p("a", "En") + lines(p("b", "to", "li"), p("c", "tre", "li")) + p("d", "Slut")


def tree(text: Any) -> Node:
    return {"id": "b1", "type": "paragraph", "fields": {"text": text}, "children": {}}


def run(ours: str, theirs: str, *decisions: dict[str, Any], base: str = BASE) -> MergeResult:
    return merge(tree(base), tree(ours), tree(theirs), decisions)


def merged(ours: str, theirs: str, *, base: str = BASE) -> str:
    result = run(ours, theirs, base=base)
    assert result.conflicts == []
    text: str = result.tree["fields"]["text"]
    return text


def test_different_paragraphs_merge_cleanly() -> None:
    result = run(BASE.replace("En", "Vores"), BASE.replace("tre", "deres"))

    assert result.tree["fields"]["text"] == BASE.replace("En", "Vores").replace("tre", "deres")
    assert result.conflicts == []
    assert [(change["kind"], change["path"]) for change in result.changes] == [("field", "text#c")]


def test_one_paragraph_edited_by_both_is_one_conflict_and_the_rest_is_merged() -> None:
    ours, theirs = (
        BASE.replace("En", "Vores").replace("Slut", "Nu"),
        BASE.replace("En", "Deres").replace("Mål", "Sigte"),
    )

    result = run(ours, theirs)

    (conflict,) = result.conflicts
    assert (conflict["kind"], conflict["path"], conflict["default"]) == ("field", "text#a", "ours")
    assert (conflict["base"], conflict["ours"], conflict["theirs"]) == (p("a", "En"), p("a", "Vores"), p("a", "Deres"))
    assert result.tree["fields"]["text"] == ours.replace("Mål", "Sigte")
    for decision, text in (
        ({"choice": "theirs"}, p("a", "Deres")),
        ({"choice": "value", "value": p("a", "Begge", "h3")}, p("a", "Begge", "h3")),
        ({"choice": "value", "value": None}, ""),
    ):
        decided = run(ours, theirs, {"conflict": conflict["id"], **decision})
        assert decided.tree["fields"]["text"] == ours.replace("Mål", "Sigte").replace(p("a", "Vores"), text)


@pytest.mark.parametrize("value", ["Begge", p("x", "Begge"), p("a", "To") + p("x", "stykker"), 7, "<p>"])
def test_a_value_for_a_paragraph_is_that_paragraph(value: Any) -> None:
    ours, theirs = BASE.replace("En", "Vores"), BASE.replace("En", "Deres")
    (conflict,) = run(ours, theirs).conflicts

    with pytest.raises(InvalidDecision):
        run(ours, theirs, {"conflict": conflict["id"], "choice": "value", "value": value})


def test_formatting_is_an_edit() -> None:
    ours = BASE.replace("En", "<b>En</b>")

    assert merged(ours, BASE.replace("Slut", "Deres")) == ours.replace("Slut", "Deres")
    (conflict,) = run(ours, BASE.replace(p("a", "En"), p("a", "En", "h3"))).conflicts
    assert conflict["path"] == "text#a"


def test_paragraphs_come_go_and_move() -> None:
    ours = BASE.replace(p("d", "Slut"), p("o", "Vores") + p("d", "Slut"))
    theirs = BASE.replace(p("a", "En"), "").replace(p("b", "to", "li"), p("b", "to", "li") + p("t", "ny", "li"))
    assert merged(ours, theirs) == p("h", "Mål", "h2") + lines(
        p("b", "to", "li"), p("t", "ny", "li"), p("c", "tre", "li")
    ) + p("o", "Vores") + p("d", "Slut")

    theirs = p("d", "Slut") + BASE.replace(p("d", "Slut"), "")
    assert merged(BASE.replace("En", "Vores"), theirs) == theirs.replace("En", "Vores")


def test_a_paragraph_removed_by_one_and_edited_by_the_other_is_a_conflict() -> None:
    (conflict,) = run(BASE.replace(p("a", "En"), ""), BASE.replace("En", "Deres")).conflicts

    assert (conflict["path"], conflict["ours"], conflict["theirs"]) == ("text#a", None, p("a", "Deres"))


@pytest.mark.parametrize(
    "text",
    [
        "Almindelig tekst",
        "<p>uden nøgle</p>",
        p("a", "x") + p("a", "y"),
        p("a", "x") + "\n" + p("b", "y"),
        p("a", "x") + '<embed embedtype="image" id="1"/>',
        lines(p("a", "x" + lines(p("b", "y", "li")), "li")),
        lines(p("a", "x", "li")) + lines(p("b", "y", "li")),
        lines(p("a", "x", "li"), "løst"),
        '<p data-block-key="a">aldrig lukket',
        "<ul></ul>" + p("a", "x"),
        p("a", "x") + "<!-- " + p("b", "y") + " -->",
    ],
)
def test_what_cannot_be_taken_apart_faithfully_is_taken_as_a_whole(text: str) -> None:
    assert paragraphs(text) is None
    (conflict,) = run(text + p("o", "x"), text + p("t", "y"), base=text).conflicts
    assert conflict["path"] == "text"


def test_a_text_both_wrote_from_nothing_is_one_conflict() -> None:
    assert [conflict["path"] for conflict in run(p("a", "x"), p("b", "y"), base="").conflicts] == ["text"]


@given(st.text(st.sampled_from(list('<>/=" abhlopru1'))), st.integers(0, 200))
def test_whatever_is_read_is_given_back_byte_for_byte(noise: str, at: int) -> None:
    text = BASE[:at] + noise + BASE[at:]
    read = paragraphs(text)

    assert read is None or joined(list(read.values())) == text
