"""The table of DESIGN 5, row by row, and what the merge says beside the tree."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any, get_args

import pytest

from courses.variants import InvalidDecision, InvalidTree, MergeResult, merge
from courses.variants.merging.ledger import ChangeKind, ConflictKind, NoticeKind
from tests.courses.variants.trees import blocks, changed, course, ids, lesson, node
from tests.courses.variants.triples import Node, by_id, places
from tests.services import ROOT

BASE = course(lesson("l1", "abcd", title="Et"), lesson("l2", "ef", title="To"), title="Kursus")


def run(ours: changed, theirs: changed, *decisions: dict[str, Any]) -> MergeResult:
    return merge(BASE, ours.tree, theirs.tree, decisions)


def us() -> changed:
    return changed(BASE)


them = us


def only(result: MergeResult) -> dict[str, Any]:
    (conflict,) = result.conflicts
    return conflict


def test_the_engine_needs_no_django() -> None:
    code = "import sys, courses.variants; from courses.variants import merge; assert courses.variants.merge is merge"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO")}

    subprocess.run(
        [sys.executable, "-c", f"{code}; assert 'django' not in sys.modules"], cwd=ROOT, env=environment, check=True
    )


def test_what_either_side_adds_is_there() -> None:
    result = run(us().add(node("x"), "l1", at=1), them().add(node("y"), "l1", at=1))

    assert ids(result.tree, "l1") == "ayxbcd"
    assert result.conflicts == []
    assert result.changes == [
        {"kind": "added", "node": "y", "path": "", "base": None, "theirs": {"parent": "l1", "slot": "body"}}
    ]


def test_what_both_add_under_one_id_is_merged_field_by_field() -> None:
    result = run(us().add(node("x", text="vores", title="x"), "l1"), them().add(node("x", text="deres", mark=1), "l1"))

    assert by_id(result.tree)["x"]["fields"] == {"text": "vores", "title": "x", "mark": 1}
    assert (only(result)["kind"], only(result)["path"], only(result)["base"]) == ("field", "text", None)


def test_what_theirs_removes_and_we_have_not_touched_goes() -> None:
    result = run(us().edit("e", text="vores"), them().remove("l1"))

    assert ids(result.tree, "course", "lessons") == "l2"
    assert [(change["kind"], change["node"]) for change in result.changes] == [("removed", "l1")]
    assert result.conflicts == []


@pytest.mark.parametrize(
    "ours",
    [
        us().edit("b", text="vores"),
        us().add(node("x"), "l1"),
        us().add(node("x"), "b", "items"),
        us().move("e", "l1"),
        us().order("l1", "bacd"),
        us().edit("l1", title="Vores"),
        us().retype("b", "quotation", text="b"),
    ],
    ids=["edited", "added", "added deeper", "moved in", "reordered", "edited itself", "another type"],
)
def test_what_theirs_removes_and_we_have_touched_stays_until_somebody_decides(ours: changed) -> None:
    conflict = only(run(ours, them().remove("l1")))

    assert (conflict["kind"], conflict["node"], conflict["default"]) == ("delete_edit", "l1", "ours")
    assert by_id(run(ours, them().remove("l1")).tree)["l1"] == by_id(ours.tree)["l1"]
    gone = run(ours, them().remove("l1"), {"conflict": conflict["id"], "choice": "theirs"})
    assert gone.conflicts == []
    assert "l1" not in by_id(gone.tree)
    assert "e" in by_id(gone.tree)


def test_removing_something_in_what_theirs_removes_is_no_conflict() -> None:
    result = run(us().remove("b"), them().remove("l1"))

    assert (result.conflicts, "l1" in by_id(result.tree)) == ([], False)


def test_what_either_moved_out_of_a_removed_lesson_survives() -> None:
    result = run(us().edit("b", text="vores"), them().move("b", "l2").remove("l1"))
    assert (ids(result.tree, "l2"), result.conflicts) == ("efb", [])
    assert by_id(result.tree)["b"]["fields"] == {"text": "vores"}

    result = run(us().move("b", "l2"), them().remove("l1"))
    assert (ids(result.tree, "l2"), ids(result.tree, "course", "lessons")) == ("efb", "l2")
    assert (only(result)["kind"], only(result)["node"]) == ("delete_edit", "b")


def test_what_we_removed_stays_removed_and_an_improvement_of_it_is_told_about() -> None:
    result = run(us().remove("l1"), them().edit("b", text="bedre"))

    assert (ids(result.tree, "course", "lessons"), result.conflicts, result.changes) == ("l2", [], [])
    assert [(notice["kind"], notice["node"]) for notice in result.notices] == [("edit_delete", "b")]


def test_what_both_removed_is_gone_without_a_word() -> None:
    result = run(us().remove("l1"), them().remove("l1"))

    assert (result.changes, result.conflicts, result.notices) == ([], [], [])


def test_fields_merge_one_by_one() -> None:
    result = run(us().edit("l1", title="Vores"), them().edit("l1", minutes=5).edit("l2", title="Deres"))

    assert by_id(result.tree)["l1"]["fields"] == {"title": "Vores", "minutes": 5}
    assert by_id(result.tree)["l2"]["fields"] == {"title": "Deres"}
    assert result.conflicts == []


def test_a_field_both_edited_is_ours_until_somebody_decides() -> None:
    ours, theirs = us().edit("l1", title="Vores"), them().edit("l1", title="Deres")

    conflict = only(run(ours, theirs))

    assert {key: conflict[key] for key in conflict if key != "id"} == {
        "kind": "field",
        "node": "l1",
        "path": "title",
        "base": "Et",
        "ours": "Vores",
        "theirs": "Deres",
        "default": "ours",
    }
    for decision, title in (({"choice": "theirs"}, "Deres"), ({"choice": "value", "value": "Helt ny"}, "Helt ny")):
        result = run(ours, theirs, {"conflict": conflict["id"], **decision})
        assert (by_id(result.tree)["l1"]["fields"]["title"], result.conflicts) == (title, [])


def test_an_absent_field_is_not_null() -> None:
    result = run(us().drop("l1", "title"), them().edit("l2", title=None))

    assert by_id(result.tree)["l1"]["fields"] == {}
    assert by_id(result.tree)["l2"]["fields"] == {"title": None}
    theirs = them().edit("l1", title="Deres")
    absent, null = (only(run(ours, theirs)) for ours in (us().drop("l1", "title"), us().edit("l1", title=None)))
    assert absent["ours"] is null["ours"] is None
    assert absent["id"] != null["id"]


@pytest.mark.parametrize(
    ("was", "becomes", "is_change"), [(True, 1, True), (1, 1.0, False), ({"a": 0}, {"a": False}, True)]
)
def test_true_is_not_one_but_one_is_one_point_nought(was: Any, becomes: Any, is_change: bool) -> None:
    base = course(mark=was)

    result = merge(base, changed(base).edit("course", mark=becomes).tree, changed(base).edit("course", mark=2).tree)

    assert bool(result.conflicts) == is_change


def test_a_change_of_type_never_mixes_fields() -> None:
    ours, theirs = us().edit("b", text="vores"), them().retype("b", "quotation", words="b", by="x")

    conflict = only(run(ours, theirs))

    assert (conflict["kind"], conflict["node"]) == ("type", "b")
    assert by_id(run(ours, theirs).tree)["b"]["fields"] == {"text": "vores"}
    taken = run(ours, theirs, {"conflict": conflict["id"], "choice": "theirs"})
    assert by_id(taken.tree)["b"] == by_id(theirs.tree)["b"]
    assert by_id(run(us(), theirs).tree)["b"] == by_id(theirs.tree)["b"]
    assert by_id(run(theirs, them()).tree)["b"] == by_id(theirs.tree)["b"]


def test_a_move_of_theirs_is_taken_and_told_as_a_move() -> None:
    result = run(us().edit("b", text="vores"), them().move("b", "l2", at=0))

    assert (ids(result.tree, "l1"), ids(result.tree, "l2")) == ("acd", "bef")
    (change,) = result.changes
    assert (change["kind"], change["base"]["parent"], change["theirs"]["parent"]) == ("moved", "l1", "l2")


def test_a_node_moved_to_two_places_is_where_we_put_it_until_somebody_decides() -> None:
    ours, theirs = us().move("b", "l2"), them().move("b", "a", "items")

    conflict = only(run(ours, theirs))

    assert (conflict["kind"], conflict["theirs"]) == ("parent", {"parent": "a", "slot": "items"})
    assert places(run(ours, theirs).tree)["b"] == ("l2", "body")
    for decision, place in (
        ({"choice": "theirs"}, ("a", "items")),
        ({"choice": "value", "value": {"parent": "l1", "slot": "notes"}}, ("l1", "notes")),
    ):
        assert places(run(ours, theirs, {"conflict": conflict["id"], **decision}).tree)["b"] == place


def test_what_theirs_adds_in_a_removed_lesson_stays_out_until_somebody_wants_the_lesson_back() -> None:
    ours, theirs = us().remove("l1"), them().add(node("x"), "l1", at=1)

    result = run(ours, theirs)

    assert (only(result)["kind"], only(result)["node"], "x" in by_id(result.tree)) == ("orphan", "x", False)
    back = run(ours, theirs, {"conflict": only(result)["id"], "choice": "theirs"})
    assert by_id(back.tree)["l1"] == by_id(theirs.tree)["l1"]


def test_what_theirs_moves_into_a_removed_lesson_stays_where_we_have_it() -> None:
    ours, theirs = us().remove("l1"), them().move("e", "l1")

    result = run(ours, theirs)

    assert (only(result)["kind"], only(result)["node"], ids(result.tree, "l2")) == ("orphan", "e", "ef")
    back = run(ours, theirs, {"conflict": only(result)["id"], "choice": "theirs"})
    assert (ids(back.tree, "l1"), ids(back.tree, "l2")) == ("abcde", "f")


def test_moves_that_close_a_cycle_are_a_conflict_and_ours_stands() -> None:
    ours, theirs = us().move("l1", "l2", "inside"), them().move("l2", "l1", "inside")

    conflict = only(run(ours, theirs))

    assert (conflict["kind"], conflict["node"], conflict["default"]) == ("parent", "l2", "ours")
    assert places(run(ours, theirs).tree)["l1"] == ("l2", "inside")
    result = run(ours, theirs, {"conflict": conflict["id"], "choice": "theirs"})
    assert (places(result.tree)["l2"], places(result.tree)["l1"]) == (("l1", "inside"), ("course", "lessons"))
    assert [notice["kind"] for notice in result.notices] == ["gave_way"]
    kept = run(ours, theirs, {"conflict": conflict["id"], "choice": "ours"})
    assert (places(kept.tree)["l1"], kept.conflicts) == (("l2", "inside"), [])


def test_decisions_that_contradict_each_other_leave_the_later_one_open() -> None:
    base = course(*map(lesson, ("l1", "l2", "l3", "l4")))
    ours = changed(base).move("l1", "l2", "in").move("l2", "l3", "in").tree
    theirs = changed(base).move("l2", "l1", "in").move("l1", "l4", "in").tree
    first, second = sorted(merge(base, ours, theirs).conflicts, key=lambda conflict: conflict["node"])

    decisions = [{"conflict": first["id"], "choice": "ours"}, {"conflict": second["id"], "choice": "theirs"}]
    result = merge(base, ours, theirs, decisions)

    assert result.conflicts == [second]
    assert [notice["kind"] for notice in result.notices] == ["refused_decision"]
    assert places(result.tree)["l1"] == ("l2", "in")


def test_trees_of_two_courses_are_taken_whole() -> None:
    base, ours, theirs = (node(name, "course", {"body": blocks(name.upper())}) for name in "abc")

    assert merge(base, base, theirs).tree == theirs
    assert merge(base, ours, base).tree == ours
    result = merge(base, ours, theirs)
    assert (result.tree, only(result)["kind"]) == (ours, "parent")
    assert merge(base, ours, theirs, [{"conflict": only(result)["id"], "choice": "theirs"}]).tree == theirs


# Decisions


def test_a_decision_is_stale_when_what_it_was_about_has_changed() -> None:
    ours, theirs = us().edit("l1", title="Vores"), them().edit("l1", title="Deres")
    decision = {"conflict": only(run(ours, theirs))["id"], "choice": "theirs", "who": "Karen"}

    result = run(ours.edit("l1", title="Vores, ny"), theirs, decision)

    assert by_id(result.tree)["l1"]["fields"]["title"] == "Vores, ny"
    assert only(result)["ours"] == "Vores, ny"
    assert [(notice["kind"], notice["decision"]) for notice in result.notices] == [("stale_decision", decision)]


@pytest.mark.parametrize(
    "decision",
    ["theirs", {}, {"conflict": "x"}, {"conflict": "x", "choice": "mine"}, {"conflict": 1, "choice": "ours"},
     {"conflict": "x", "choice": "value"}, {"conflict": "x", "choice": ["ours"]}],
)  # fmt: skip
def test_a_decision_that_says_nothing_is_refused(decision: Any) -> None:
    with pytest.raises(InvalidDecision):
        merge(BASE, BASE, BASE, [decision])


@pytest.mark.parametrize(
    ("ours", "theirs", "value"),
    [
        (us().edit("b", text="x"), them().remove("l1"), "x"),
        (us().remove("l1"), them().move("e", "l1"), {"parent": "l2", "slot": "body"}),
        (us().move("b", "l2"), them().move("b", "a"), {"parent": "l1"}),
        (us().move("b", "l2"), them().move("b", "a"), {"parent": "nowhere", "slot": "body"}),
        (us().order("l1", "dabc"), them().order("l1", "adbc"), ["a", "b", "c"]),
        (us().order("l1", "dabc"), them().order("l1", "adbc"), "abcd"),
        (us().edit("b", text="x"), them().retype("b", "quotation"), {"type": "x"}),
    ],
)
def test_a_value_that_does_not_fit_its_conflict_is_refused(ours: changed, theirs: changed, value: Any) -> None:
    conflict = only(run(ours, theirs))

    with pytest.raises(InvalidDecision):
        run(ours, theirs, {"conflict": conflict["id"], "choice": "value", "value": value})


def test_a_value_for_a_type_brings_type_and_fields() -> None:
    ours, theirs = us().edit("b", text="x"), them().retype("b", "quotation")
    value = {"type": "example", "fields": {"title": "x"}}

    result = run(ours, theirs, {"conflict": only(run(ours, theirs))["id"], "choice": "value", "value": value})

    assert by_id(result.tree)["b"] == {"id": "b", "children": {}, **value}


# Trees


@pytest.mark.parametrize(
    "tree",
    [
        [],
        {"type": "course"},
        {"id": 1, "type": "course"},
        {"id": "x"},
        node("course", "course", {"lessons": [lesson("l1"), lesson("l1")]}),
        {"id": "x", "type": "course", "fields": [1]},
        {"id": "x", "type": "course", "children": {"lessons": {"id": "y"}}},
        {"id": "x", "type": "course", "children": {"lessons": [None]}},
    ],
)
def test_what_is_no_tree_is_refused(tree: Any) -> None:
    with pytest.raises(InvalidTree):
        merge(BASE, tree, BASE)


def test_a_node_may_leave_out_what_is_empty() -> None:
    bare: Node = {"id": "course", "type": "course"}

    assert merge(bare, bare, bare).tree == bare
    assert merge(bare, bare, BASE).tree == BASE
    assert merge(BASE, bare, BASE).tree == bare


def test_what_else_a_node_carries_is_kept() -> None:
    ours, theirs = us().tree, them().tree
    by_id(ours)["a"]["note"] = by_id(theirs)["b"]["note"] = "x"

    merged = by_id(merge(BASE, ours, theirs).tree)

    assert merged["a"]["note"] == merged["b"]["note"] == "x"


def test_depth_knows_no_limit() -> None:
    def deep(word: str) -> Node:
        tree = node("0", word=word)
        for number in range(1, 3000):
            tree = node(str(number), children={"body": [tree]})
        return node("root", children={"body": [tree]})

    result = merge(deep("a"), deep("b"), deep("c"))

    assert only(result)["node"] == "0"
    assert len(by_id(merge(deep("a"), deep("b"), node("root")).tree)) == 3001


# Documentation


@pytest.mark.parametrize("kind", [*get_args(ConflictKind), *get_args(ChangeKind), *get_args(NoticeKind)])
def test_every_kind_is_documented(kind: str) -> None:
    assert f"\n| `{kind}` |" in (ROOT / "docs" / "algorithms" / "merge.md").read_text(encoding="utf-8")


def test_the_example_in_the_documentation() -> None:
    base = course(lesson("l", "abc"))
    ours = changed(base).edit("a", text="Et hos os").add(node("x"), "l", at=1).tree
    theirs = changed(base).order("l", "acb").add(node("d"), "l").tree

    assert ids(merge(base, ours, theirs).tree, "l") == "acxbd"
