"""The order of siblings, in the tree and on its own."""

from __future__ import annotations

from itertools import permutations, product

import pytest

from courses.variants import merge
from courses.variants.merging.ordering import combined, inserted
from tests.courses.variants.trees import changed, course, ids, lesson, node

BASE = course(lesson("l1", "abcdef"), lesson("l2", "xy"))


def moves(items: str) -> list[tuple[str, str]]:
    """Every move of one item by more than a step: then there is no doubt which one moved."""
    found = []
    for here, there in product(range(len(items)), repeat=2):
        if abs(here - there) > 1:
            rest = items[:here] + items[here + 1 :]
            found.append((items[here], rest[:there] + items[here] + rest[there:]))
    return found


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ("abcdef", "fabcde", "fabcde"),
        ("bacdef", "abcdfe", "bacdfe"),
        ("fabcde", "bcdaef", "fbcdae"),
        ("bcdefa", "bcdefa", "bcdefa"),
        ("fabcde", "abfcde", None),
        ("bacdef", "acdbef", None),
    ],
)
def test_moves_of_both_are_combined_unless_one_thing_went_two_ways(ours: str, theirs: str, merged: str | None) -> None:
    order = combined("abcdef", ours, theirs)

    assert order == (list(merged) if merged else None)


def test_two_different_things_can_always_be_moved_and_one_thing_only_one_way() -> None:
    for (one, ours), (other, theirs) in product(moves("abcdef"), repeat=2):
        if ours != theirs:
            assert (combined("abcdef", ours, theirs) is None) == (one == other)


def test_what_is_combined_is_its_own_result() -> None:
    for ours, theirs in product(permutations("abcde"), repeat=2):
        order = combined("abcde", ours, theirs)
        assert order is None or combined("abcde", order, theirs) == order


def test_what_is_new_follows_what_stood_before_it() -> None:
    assert inserted("ca", "1a2b3c4") == list("1c4a2b3")


def test_new_nodes_go_after_their_nearest_surviving_predecessor() -> None:
    ours = changed(BASE).remove("b").add(node("o"), "l1", at=1).order("l1", "edcaof").tree
    theirs = changed(BASE).add(node("t"), "l1", at=2).add(node("u"), "l1", at=0).tree

    assert ids(merge(BASE, ours, theirs).tree, "l1") == "uedcatof"


def test_an_order_both_changed_is_ours_until_somebody_decides() -> None:
    ours, theirs = changed(BASE).order("l1", "fabcde").tree, changed(BASE).order("l1", "abfcde").tree

    result = merge(BASE, ours, theirs)

    (conflict,) = result.conflicts
    assert (conflict["kind"], conflict["node"], conflict["path"]) == ("order", "l1", "body")
    assert (ids(result.tree, "l1"), "".join(conflict["theirs"])) == ("fabcde", "abfcde")
    for decision, order in (({"choice": "theirs"}, "abfcde"), ({"choice": "value", "value": list("cbafed")}, "cbafed")):
        assert ids(merge(BASE, ours, theirs, [{"conflict": conflict["id"], **decision}]).tree, "l1") == order


def test_a_reordering_is_told_by_what_moved() -> None:
    result = merge(BASE, BASE, changed(BASE).order("l1", "bcdeaf").tree)

    assert result.changes == [
        {
            "kind": "reordered",
            "node": "a",
            "path": "body",
            "base": {"parent": "l1", "slot": "body", "after": None},
            "theirs": {"parent": "l1", "slot": "body", "after": "e"},
        }
    ]
