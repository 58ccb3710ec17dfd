"""Making a tailored course out of a tree and a list of changes."""

import copy
from typing import Any

import pytest

from courses.demo.files import read_course
from courses.demo.tailoring import TailoringError, tailor
from courses.trees.nodes import Node
from tests.courses.demo.helpers import walk


@pytest.fixture(scope="module")
def course() -> Node:
    return read_course("ledelse-af-digital-forandring.v1.json")


def module(course: Node, index: int) -> Node:
    return course["children"]["modules"][index]


def pages(course: Node, index: int) -> list[str]:
    return [page["fields"]["code"] for page in module(course, index)["children"]["pages"]]


def page(course: Node, code: str) -> Node:
    return next(node for node in walk(course) if node["fields"].get("code") == code)


def at(course: Node, index: int, after: str | None) -> dict[str, Any]:
    anchor = page(course, after)["id"] if after else None
    return {"parent": module(course, index)["id"], "slot": "pages", "after": anchor}


def test_an_edit_sets_one_field(course: Node) -> None:
    lesson = page(course, "1.1")
    tailored = tailor(
        course,
        [{"action": "edit", "node": lesson["id"], "field": "title", "value": "Fra punkt 7 til punkt 1"}],
    )
    assert page(tailored, "1.1")["fields"] == lesson["fields"] | {"title": "Fra punkt 7 til punkt 1"}


def test_hiding_keeps_the_node(course: Node) -> None:
    tailored = tailor(course, [{"action": "hide", "node": page(course, "D4")["id"]}])
    assert page(tailored, "D4")["fields"]["hidden"] is True


def test_a_move_takes_the_node_along_and_leaves_no_copy(course: Node) -> None:
    move = {"action": "move", "node": page(course, "D2")["id"], "position": at(course, 1, "D1")}
    tailored = tailor(course, [move])
    assert pages(tailored, 1) == ["1.1", "1.2", "1.3", "1.4", "1.5", "D1", "D2"]
    assert pages(tailored, 2) == ["2.1", "2.2", "2.3", "2.4", "2.5"]


def test_a_move_within_a_slot_can_go_first(course: Node) -> None:
    move = {"action": "move", "node": page(course, "2.3")["id"], "position": at(course, 2, None)}
    assert pages(tailor(course, [move]), 2) == ["2.3", "2.1", "2.2", "2.4", "2.5", "D2"]


def test_what_is_added_can_be_built_on_by_the_next_change(course: Node) -> None:
    first, second = (copy.deepcopy(page(course, "1.1")) for _ in range(2))
    first |= {"id": "00000000-0000-0000-0000-000000000001"}
    second |= {"id": "00000000-0000-0000-0000-000000000002"}
    first["fields"]["code"], second["fields"]["code"] = "4.5", "4.6"
    changes = [
        {"action": "add", "content": first, "position": at(course, 4, "4.4")},
        {"action": "add", "content": second, "position": at(course, 4, "4.4") | {"after": first["id"]}},
    ]
    assert pages(tailor(course, changes), 4) == ["4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "D4"]


def test_the_tree_and_the_content_given_are_left_as_they_were(course: Node) -> None:
    before = copy.deepcopy(course)
    content = copy.deepcopy(page(course, "1.1")) | {"id": "00000000-0000-0000-0000-000000000001"}
    changes: list[dict[str, Any]] = [
        {"action": "hide", "node": page(course, "4.4")["id"]},
        {"action": "add", "content": content, "position": at(course, 4, "4.4")},
        {"action": "hide", "node": content["id"]},
    ]
    tailor(course, changes)
    assert course == before
    assert content["fields"]["hidden"] is False


NOWHERE = "00000000-0000-0000-0000-000000000009"


def test_a_change_that_does_not_fit_the_course_is_refused(course: Node) -> None:
    lesson = page(course, "1.1")["id"]
    bad: list[dict[str, Any]] = [
        {"action": "paint", "node": lesson},
        {"action": "hide", "node": NOWHERE},
        {"action": "edit", "node": lesson, "field": "colour", "value": "blå"},
        {"action": "move", "node": course["id"], "position": at(course, 1, None)},
        {"action": "move", "node": lesson, "position": at(course, 1, None) | {"slot": "shelves"}},
        {"action": "move", "node": lesson, "position": at(course, 1, "2.1")},
    ]
    for change in bad:
        with pytest.raises(TailoringError):
            tailor(course, [change])
