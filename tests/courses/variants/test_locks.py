"""A locked node follows the release: told, never a conflict. What we have added beside it stays."""

from __future__ import annotations

from typing import Any

from courses.variants import MergeResult, merge
from tests.courses.variants.trees import changed, course, ids, lesson, node
from tests.courses.variants.triples import by_id, places

BASE = changed(course(lesson("l1", "abcf"), lesson("l2", "de"))).add(node("i", text="i"), "b", "items").lock("b").tree


def us() -> changed:
    return changed(BASE)


them = us


def told(result: MergeResult) -> list[tuple[str, Any, str]]:
    assert result.conflicts == []
    return [(notice["kind"], notice["node"], notice["path"]) for notice in result.notices]


def test_our_edit_of_a_locked_node_yields_to_the_release() -> None:
    result = merge(BASE, us().edit("b", text="vores").edit("i", text="vores").tree, them().edit("b", text="bedre").tree)

    assert by_id(result.tree)["b"]["fields"] == {"text": "bedre"}
    assert by_id(result.tree)["i"]["fields"] == {"text": "i"}
    assert told(result) == [("locked", "b", "text"), ("locked", "i", "text")]


def test_an_improvement_of_a_locked_node_we_left_alone_is_a_change_like_any_other() -> None:
    result = merge(BASE, BASE, them().edit("b", text="bedre").retype("i", "step").tree)

    assert told(result) == []
    assert [(change["kind"], change["node"]) for change in result.changes] == [
        ("field", "b"),
        ("type", "i"),
        ("field", "i"),
    ]


def test_a_locked_node_stands_where_the_release_has_it() -> None:
    result = merge(BASE, us().move("b", "l2").tree, BASE)
    assert (ids(result.tree, "l1"), told(result)) == ("abcf", [("locked", "b", "")])

    result = merge(BASE, us().order("l1", "acfb").tree, BASE)
    assert (ids(result.tree, "l1"), told(result)) == ("abcf", [("locked", "b", "body")])


def test_a_locked_node_we_removed_comes_back_with_what_it_stands_in() -> None:
    result = merge(BASE, us().remove("l1").tree, BASE)

    assert (ids(result.tree, "l1"), ids(result.tree, "course", "lessons")) == ("b", "l1l2")
    assert told(result) == [("locked", "l1", ""), ("locked", "b", ""), ("locked", "i", "")]


def test_a_locked_node_the_release_removed_goes_with_what_we_added_in_it() -> None:
    ours = us().edit("b", text="vores").add(node("x", text="tilføjet"), "b", "items").tree

    result = merge(BASE, ours, them().remove("b").tree)

    assert ids(result.tree, "l1") == "acf"
    assert sorted(told(result)) == [("lock_dropped", "x", ""), ("locked", "b", "")]
    assert merge(BASE, BASE, them().remove("b").tree).notices == []


def test_what_we_moved_into_a_locked_node_that_goes_stands_where_the_release_has_it() -> None:
    result = merge(BASE, us().move("d", "b", "items").tree, them().remove("b").move("d", "l1", at=0).tree)

    assert (ids(result.tree, "l1"), told(result)) == ("dacf", [("locked", "b", ""), ("gave_way", "d", "")])


def test_what_we_added_in_a_lesson_stays_when_the_lesson_is_locked() -> None:
    ours = us().add(node("x"), "l2", at=1).edit("d", text="vores").tree

    result = merge(BASE, ours, them().lock("l2").tree)

    assert (ids(result.tree, "l2"), by_id(result.tree)["d"]["fields"]) == ("dxe", {"text": "d"})
    assert told(result) == [("locked", "d", "text")]


def test_unlocking_gives_the_node_back_to_both() -> None:
    result = merge(BASE, us().edit("b", text="vores").tree, them().lock("b", False).tree)

    assert (by_id(result.tree)["b"]["fields"], by_id(result.tree)["b"]["locked"]) == ({"text": "vores"}, False)
    assert [(change["kind"], change["node"]) for change in result.changes] == [("locked", "b")]


def test_our_unlocking_is_no_unlocking() -> None:
    result = merge(BASE, us().lock("b", False).edit("b", text="vores").tree, BASE)

    assert by_id(result.tree)["b"] == by_id(BASE)["b"]


def test_a_lock_leaves_our_moves_around_it_alone() -> None:
    result = merge(BASE, us().move("d", "l1", at=1).tree, them().edit("b", text="bedre").tree)

    assert (ids(result.tree, "l1"), places(result.tree)["d"]) == ("adbcf", ("l1", "body"))


def test_a_locked_move_that_closes_a_cycle_undoes_ours() -> None:
    base = changed(course(lesson("l1"), lesson("l2"))).lock("l1").tree
    ours = changed(base).move("l2", "l1", "inside").tree
    theirs = changed(base).move("l1", "l2", "inside").tree

    result = merge(base, ours, theirs)

    assert (places(result.tree)["l1"], places(result.tree)["l2"]) == (("l2", "inside"), ("course", "lessons"))
    assert told(result) == [("gave_way", "l2", "")]
