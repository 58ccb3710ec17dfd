"""The tree's form: what a good tree looks like, and what is said about a bad one."""

import copy
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from courses.trees import kinds
from courses.trees.nodes import Node
from courses.trees.schema import BLOCK_TYPES, QUESTION_TYPES, TYPES, validate

FORMAT = Path(__file__).parents[3] / "docs" / "content-format.md"


def identity(number: int) -> str:
    return str(UUID(int=number))


def node(number: int, kind: str, fields: dict[str, Any], **children: list[Node]) -> Node:
    common: dict[str, Any] = {"hidden": False, "audience": []} if kind in BLOCK_TYPES else {}
    return {"id": identity(number), "type": kind, "fields": common | fields, "children": children}


@pytest.fixture
def course() -> Node:
    question = node(
        2,
        "true_false",
        {
            "code": "q01",
            "prompt": "Er det sandt?",
            "level": 1,
            "explanation": "",
            "answer": True,
            "feedback_right": "Ja.",
            "feedback_wrong": "Nej.",
        },
    )
    text = f'<p data-block-key="aaaaa">Se <a linktype="node" id="{identity(4)}">lektionen</a>.</p>'
    body = [node(5, "paragraph", {"text": text}), node(6, "pool_question", {"question": identity(2)})]
    lesson = node(
        4,
        "lesson",
        {
            "title": "Lektion",
            "slug": "lektion",
            "code": "1.1",
            "goal": "",
            "minutes": 5,
            "minutes_outside": 0,
            "required": True,
            "hidden": False,
        },
        body=body,
    )
    module = node(
        3,
        "module",
        {"title": "Modul", "slug": "modul", "theme": "", "purpose": "", "hidden": False},
        pages=[lesson],
    )
    return node(
        1,
        "course",
        {
            "title": "Kursus",
            "slug": "kursus",
            "subtitle": "",
            "days": 1,
            "audience": "",
            "introduction": "",
            "draw_count": 1,
            "pass_mark": 70,
            "attempt_rule": "next_day",
            "order_rule": "free",
            "deadline_days": 0,
            "reminder_days": 0,
            "maturity_display": "figures",
        },
        goals=[],
        sources=[],
        maturity=[],
        maturity_bands=[],
        process_locks=[],
        pool=[question],
        modules=[module],
    )


def lesson_of(course: Node) -> Node:
    return course["children"]["modules"][0]["children"]["pages"][0]


def only(problems: list[str]) -> str:
    assert len(problems) == 1, problems
    return problems[0]


def test_a_tree_of_good_form_has_no_problems(course: Node) -> None:
    assert validate(course) == []


def test_a_problem_names_the_path_to_its_node(course: Node) -> None:
    lesson_of(course)["children"]["body"][0]["fields"]["hidden"] = "nej"
    assert only(validate(course)) == (
        "root (course) > modules[0] (module) > pages[0] (lesson 1.1) > body[0] (paragraph): "
        "field hidden must be true or false"
    )


@pytest.mark.parametrize("thing", [None, [], "course", {}, {"id": identity(1)}])
def test_what_is_no_node_is_reported_and_does_not_raise(thing: object) -> None:
    assert "a node has id, type, fields, children" in only(validate(thing))


def test_the_root_is_a_course(course: Node) -> None:
    assert "lesson does not belong here, only course" in validate(lesson_of(course))[0]


def test_a_part_can_be_checked_on_its_own_and_may_refer_outside_itself(course: Node) -> None:
    assert validate(lesson_of(course), root_type="lesson") == []


def test_an_unknown_type_is_reported(course: Node) -> None:
    lesson_of(course)["children"]["body"][0]["type"] = "confetti"
    assert "unknown type 'confetti'" in only(validate(course))


def test_a_node_in_the_wrong_slot_is_reported(course: Node) -> None:
    children = course["children"]
    children["goals"].append(children["sources"].pop() if children["sources"] else node(9, "pair", {}))
    assert "pair does not belong here, only goal" in validate(course)[0]


def test_missing_and_unknown_fields_are_reported_by_name(course: Node) -> None:
    fields = lesson_of(course)["fields"]
    fields["colour"] = fields.pop("goal")
    assert [problem.rsplit(": ", 1)[1] for problem in validate(course)] == [
        "field goal is missing",
        "field colour is unknown",
    ]


def test_missing_and_unknown_slots_are_reported_by_name(course: Node) -> None:
    children = lesson_of(course)["children"]
    children["tail"] = []
    del children["body"][1]
    children["feet"] = children.pop("body")
    assert [problem.rsplit(": ", 1)[1] for problem in validate(course)] == [
        "slot body is missing",
        "slot feet is unknown",
        "slot tail is unknown",
    ]


def test_fields_children_and_slots_have_their_json_shape(course: Node) -> None:
    lesson = lesson_of(course)
    lesson["children"]["body"] = "tekst"
    assert "slot body must be a list" in only(validate(course))
    lesson["children"] = []
    assert "children must be an object" in only(validate(course))
    lesson["fields"] = []
    assert "fields must be an object" in validate(course)[0]


@pytest.mark.parametrize("bad", ["", "5b0c", 7, None, "5B0C0000-0000-0000-0000-000000000000"])
def test_an_id_is_a_uuid_in_its_canonical_form(course: Node, bad: object) -> None:
    lesson_of(course)["id"] = bad
    assert any("is not a UUID" in problem for problem in validate(course))


def test_an_id_is_used_once(course: Node) -> None:
    lesson_of(course)["children"]["body"][0]["id"] = identity(3)
    assert "is used already, by root (course) > modules[0] (module)" in only(validate(course))


def test_locked_is_true_or_absent(course: Node) -> None:
    course["locked"] = True
    assert validate(course) == []
    course["locked"] = False
    assert "locked is true or absent" in only(validate(course))


def test_a_pool_question_refers_to_the_pool(course: Node) -> None:
    lesson_of(course)["children"]["body"][1]["fields"]["question"] = identity(5)
    assert "is not in the pool" in only(validate(course))


def test_a_link_to_a_node_leads_somewhere(course: Node) -> None:
    paragraph = lesson_of(course)["children"]["body"][0]
    paragraph["fields"]["text"] = paragraph["fields"]["text"].replace(identity(4), identity(99))
    assert "leads nowhere" in only(validate(course))


GOOD_AND_BAD: list[tuple[kinds.Kind, list[object], list[object]]] = [
    (kinds.TEXT, ["", "tekst"], [None, 1]),
    (kinds.LINE, ["tekst"], ["", "  ", None]),
    (
        kinds.RICH,
        [
            "",
            '<p data-block-key="aaaaa">Et <b>ord</b></p>',
            '<ul><li data-block-key="aaaaa">Et</li><li data-block-key="bbbbb">To</li></ul>',
            '<p data-block-key="aaaaa">Et</p><hr data-block-key="bbbbb"/>',
        ],
        [
            None,
            "bar tekst",
            "<p>uden nøgle</p>",
            '<p data-block-key="">tom nøgle</p>',
            '<p data-block-key="aaaaa">Et</p><p data-block-key="aaaaa">To</p>',
            '<p data-block-key="aaaaa"><a linktype="node" id="7">Hen</a></p>',
            '<p data-block-key="aaaaa"><a linktype="node">Hen</a></p>',
        ],
    ),
    (kinds.BOOLEAN, [True, False], [0, "true", None]),
    (kinds.NUMBER, [0, 2.5, -1], [True, "2,5", None]),
    (kinds.NODE_ID, [identity(1)], ["", "1", None]),
    (kinds.STRINGS, [[], ["Teknik og Miljø"]], [None, "Teknik", [1], [""]]),
    (kinds.DAYS, [[30], [30, 60, 90]], [None, [], [0], [60, 30], [30, 30], ["30"], [True]]),
    (kinds.COUNT, [0, 7], [-1, 1.5, True, "7"]),
    (kinds.integer(1, 3), [1, 3], [0, 4]),
    (kinds.choice("before", "after"), ["before"], ["during", None]),
    (
        kinds.IMAGE,
        [
            None,
            {"media": "image", "id": 3},
            {"media": "image", "id": 3, "hash": "5b0c"},
            {"media": "image", "file": "a.png"},
        ],
        [
            3,
            {"media": "document", "id": 3},
            {"media": "image"},
            {"media": "image", "id": "3"},
            {"media": "image", "id": 3, "hash": 7},
            {"media": "image", "file": ""},
            {"media": "image", "id": 3, "file": "a.png"},
        ],
    ),
]


@pytest.mark.parametrize(("kind", "good", "bad"), GOOD_AND_BAD, ids=lambda value: getattr(value, "name", ""))
def test_a_kind_takes_what_is_good_and_refuses_what_is_bad(
    kind: kinds.Kind, good: list[object], bad: list[object]
) -> None:
    assert [value for value in good if kind.problem(value)] == []
    assert [value for value in bad if not kind.problem(value)] == []


def test_block_keys_are_listed_in_order_with_none_where_one_is_missing() -> None:
    html = '<h2 data-block-key="aaaaa">Et</h2><p>To</p><ol><li data-block-key="ccccc">Tre</li></ol>'
    assert kinds.block_keys(html) == ["aaaaa", None, "ccccc"]


def test_every_slot_takes_types_that_exist_and_every_type_has_a_place() -> None:
    taken = {kind for spec in TYPES.values() for allowed in spec.slots.values() for kind in allowed}
    assert taken == TYPES.keys() - {"course"}


def test_the_pool_takes_the_question_types_and_nothing_else() -> None:
    assert TYPES["course"].slots["pool"] == QUESTION_TYPES


def test_the_format_page_lists_every_type_with_its_fields_and_slots() -> None:
    """A table's row is ``| `type` | fields | slots |``; a list item is written ``type {field, field}``."""
    page = FORMAT.read_text()
    rows = re.findall(r"^\| `(\w+)` \|(.*?)\|.*\|$", page, re.MULTILINE)
    items = dict(re.findall(r"`(\w+) \{([^}]*)\}`", page))
    documented = {kind: names(fields) for kind, fields in rows} | {
        kind: names(fields) for kind, fields in items.items()
    }
    common = {"hidden", "audience"}
    question = {"code", "prompt", "level", "explanation"}
    for kind, spec in TYPES.items():
        expected = set(spec.fields)
        if kind in BLOCK_TYPES:
            expected -= common
        if kind in QUESTION_TYPES:
            expected -= question
        assert documented[kind] == expected, kind


def names(cell: str) -> set[str]:
    without_notes = re.sub(r"\([^)]*\)", "", cell)
    return {name.strip() for name in without_notes.split(",") if name.strip()}


def test_validating_changes_nothing(course: Node) -> None:
    before = copy.deepcopy(course)
    validate(course)
    assert course == before


def test_a_node_may_say_why_it_is_locked(course: Node) -> None:
    course["children"]["pool"][0]["fields"]["lock_reason"] = "Så svarene kan sammenlignes."
    assert validate(course) == []
    course["children"]["pool"][0]["fields"]["lock_reason"] = 7
    assert "lock_reason must be a string" in only(validate(course))
