"""The second release and the three tailored courses fit the first release and one another."""

from typing import Any

import pytest

from courses.demo.files import HERE, VARIANTS, read_course, read_releases, read_variant
from courses.demo.tailoring import tailor
from courses.trees.kinds import RICH, block_keys
from courses.trees.nodes import Node
from courses.trees.schema import TYPES, validate
from tests.courses.demo.helpers import DAY, V1, V2, fields, nodes, page, visible_minutes, walk


@pytest.fixture(scope="module")
def v1() -> Node:
    return read_course(V1)


@pytest.fixture(scope="module")
def v2() -> Node:
    return read_course(V2)


@pytest.fixture(params=VARIANTS)
def variant(request: pytest.FixtureRequest) -> dict[str, Any]:
    return read_variant(request.param)


# The second release


def test_the_releases_are_numbered_and_their_files_exist() -> None:
    releases = read_releases()
    assert [release["number"] for release in releases] == [1, 2]
    assert all((HERE / release["file"]).is_file() and release["notes"] for release in releases)
    assert [release["importance"] for release in releases] == ["optional", "mandatory"]


def test_version_2_keeps_every_id_of_version_1(v1: Node, v2: Node) -> None:
    before, after = ({(node["id"], node["type"]) for node in walk(tree)} for tree in (v1, v2))
    assert before < after


def changed(v1: Node, v2: Node) -> set[tuple[str, str]]:
    before, after = fields(v1), fields(v2)
    return {key for key, value in before.items() if after[key] != value}


def edited(variant: dict[str, Any]) -> set[tuple[str, str]]:
    return {(change["node"], change["field"]) for change in variant["changes"] if change["action"] == "edit"}


def test_version_2_changes_exactly_one_field_that_each_variant_changed_too(
    v1: Node, v2: Node, variant: dict[str, Any]
) -> None:
    (conflict,) = changed(v1, v2) & edited(variant)
    ours = fields(tailor(v1, variant["changes"]))[conflict]
    theirs = fields(v2)[conflict]
    assert ours != theirs
    assert block_keys(ours) == block_keys(theirs)


def test_version_2_has_a_clean_change_and_one_in_a_locked_node(v1: Node, v2: Node) -> None:
    touched = set().union(*(edited(read_variant(name)) for name in VARIANTS))
    clean = {node for node, _ in changed(v1, v2) - touched}
    locked = {node["id"] for node in walk(v1) if node.get("locked")}
    assert len(clean & locked) == 1
    assert len(clean - locked) == 1


# The tailored courses


def test_a_variant_file_has_its_shape(variant: dict[str, Any]) -> None:
    assert variant.keys() == {"municipality", "title", "order", "process", "locks", "changes"}
    facts = "request format login tone process follow_up personal_data participants later fictional"
    assert variant["order"].keys() == set(facts.split())
    assert variant["order"]["fictional"] is True
    processes = {"pass_mark", "attempt_rule", "order_rule", "deadline_days", "maturity_display"}
    assert variant["process"].keys() <= processes
    shapes = {
        "edit": {"node", "field", "value"},
        "hide": {"node"},
        "move": {"node", "position"},
        "add": {"content", "position"},
    }
    for change in variant["changes"]:
        assert change.keys() == shapes[change["action"]] | {"action", "note"}
        assert change["note"]
        if "position" in change:
            assert change["position"].keys() == {"parent", "slot", "after"}


def test_a_variant_refers_to_nodes_of_version_1_and_adds_ids_of_its_own(v1: Node, variant: dict[str, Any]) -> None:
    known = {node["id"] for node in walk(v1)}
    assert set(variant["locks"]) <= known
    for change in variant["changes"]:
        if change["action"] == "add":
            added = {node["id"] for node in walk(change["content"])}
            assert not added & known
            known |= added
        else:
            assert change["node"] in known
        if "position" in change:
            assert {change["position"]["parent"], change["position"]["after"]} <= known | {None}


def test_added_ids_differ_between_variants_and_from_version_2(v2: Node) -> None:
    added = [
        node["id"]
        for name in VARIANTS
        for change in read_variant(name)["changes"]
        if change["action"] == "add"
        for node in walk(change["content"])
    ]
    assert len(set(added)) == len(added)
    assert not set(added) & {node["id"] for node in walk(v2)}


def test_an_edit_changes_something_and_keeps_the_paragraphs_keys(v1: Node, variant: dict[str, Any]) -> None:
    before = fields(v1)
    types = {node["id"]: node["type"] for node in walk(v1)}
    for change in variant["changes"]:
        if change["action"] != "edit":
            continue
        original = before[change["node"], change["field"]]
        assert change["value"] != original
        if TYPES[types[change["node"]]].fields[change["field"]] is RICH:
            assert set(block_keys(original)) <= set(block_keys(change["value"]))


def test_a_tailored_course_has_the_trees_form_on_both_releases(v1: Node, v2: Node, variant: dict[str, Any]) -> None:
    assert validate(tailor(v1, variant["changes"])) == []
    assert validate(tailor(v2, variant["changes"])) == []


def test_no_variant_edits_what_is_locked(v1: Node, variant: dict[str, Any]) -> None:
    roots = [node for node in walk(v1) if node.get("locked") or node["id"] in variant["locks"]]
    locked = {node["id"] for root in roots for node in walk(root)}
    assert not locked & {change.get("node") for change in variant["changes"]}


def test_an_audience_names_a_department_and_every_department_has_its_example(v1: Node) -> None:
    lesson = page(tailor(v1, read_variant("aarhus")["changes"]), "1.3")
    original, *parallel = nodes(lesson, "example")
    assert original["fields"]["hidden"]
    assert [example["fields"]["audience"] for example in parallel] == [
        ["Børn og Unge"],
        ["Sundhed og Omsorg"],
        ["Sociale Forhold og Beskæftigelse"],
        ["Teknik og Miljø"],
    ]


@pytest.mark.parametrize(
    ("name", "lessons", "dialogues", "hidden", "added"),
    [
        ("glostrup", 157, 70, {"4.4", "D4"}, {"2.6": 7}),
        ("aarhus", 164, 70, {"D4"}, {"1.6": 6, "4.0": 3}),
        ("laesoe", 161, 80, {"D1"}, {"3.6": 6}),
    ],
)
def test_a_tailored_course_has_its_minutes(
    v1: Node, name: str, lessons: int, dialogues: int, hidden: set[str], added: dict[str, int]
) -> None:
    tailored = tailor(v1, read_variant(name)["changes"])
    assert visible_minutes(tailored, "lesson") == lessons
    assert visible_minutes(tailored, "dialogue") == dialogues
    assert visible_minutes(tailored, "lesson", "dialogue") <= DAY
    pages = nodes(tailored, "lesson", "dialogue")
    assert {page["fields"]["code"] for page in pages if page["fields"]["hidden"]} == hidden
    known = {page["id"] for page in nodes(v1, "lesson", "dialogue")}
    new = [page for page in pages if page["id"] not in known]
    assert {page["fields"]["code"]: page["fields"]["minutes"] for page in new} == added


def test_the_order_states_the_minutes_the_course_has(v1: Node) -> None:
    for name in ("glostrup", "aarhus"):
        variant = read_variant(name)
        minutes = visible_minutes(tailor(v1, variant["changes"]), "lesson")
        assert f"{minutes} minutters e-læring" in variant["order"]["format"]


def test_glostrup_takes_the_benefit_dialogue_after_module_1(v1: Node) -> None:
    tailored = tailor(v1, read_variant("glostrup")["changes"])
    codes = [page["fields"]["code"] for page in tailored["children"]["modules"][1]["children"]["pages"]]
    assert codes == ["1.1", "1.2", "1.3", "1.4", "1.5", "D1", "D2"]


def test_enough_questions_are_left_to_draw_from(v1: Node, variant: dict[str, Any]) -> None:
    tailored = tailor(v1, variant["changes"])
    drawn_from = {
        block["fields"]["question"]
        for lesson in nodes(tailored, "lesson")
        if not lesson["fields"]["hidden"]
        for block in nodes(lesson, "pool_question")
    }
    assert len(drawn_from) >= 2 * tailored["fields"]["draw_count"]
