"""The laws of the merge (DESIGN 5), on random triples."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.variants import MergeResult, merge
from courses.variants.merging.richtext import paragraphs
from tests.courses.variants.triples import Node, Triple, by_id, places, triples, walk

#: Enough for every run; raise it when the engine is changed.
MODERATELY = settings(max_examples=50)


def text(tree: Any) -> str:
    """JSON, in which 1, 1.0 and true differ."""
    return json.dumps(tree, sort_keys=True)


@MODERATELY
@given(triples(locks=True))
def test_where_we_changed_nothing_the_update_is_taken_as_it_is(triple: Triple) -> None:
    base, _, theirs = triple

    result = merge(base, base, theirs)

    assert text(result.tree) == text(theirs)
    assert (result.conflicts, result.notices) == ([], [])


@MODERATELY
@given(triples())
def test_where_nothing_came_ours_stays_as_it_is(triple: Triple) -> None:
    base, ours, _ = triple

    result = merge(base, ours, base)

    assert text(result.tree) == text(ours)
    assert (result.changes, result.conflicts, result.notices) == ([], [], [])


@MODERATELY
@given(triples(locks=True))
def test_what_both_have_made_the_same_is_taken(triple: Triple) -> None:
    base, ours, _ = triple

    result = merge(base, ours, ours)

    assert text(result.tree) == text(ours)
    assert (result.changes, result.conflicts) == ([], [])


@MODERATELY
@given(triples(locks=True))
def test_the_result_is_a_tree_of_nodes_of_the_three(triple: Triple) -> None:
    merged = merge(*triple).tree

    ids = [node["id"] for node, *_ in walk(merged)]
    assert len(ids) == len(set(ids))
    assert set(ids) <= set().union(*map(by_id, triple))


@MODERATELY
@given(triples(locks=True))
def test_the_inputs_are_untouched_and_nothing_of_them_is_shared(triple: Triple) -> None:
    before = copy.deepcopy(triple)

    result = merge(*triple)
    _spoil(result)

    assert triple == before


@MODERATELY
@given(triples(locks=True))
def test_the_same_again_gives_the_same(triple: Triple) -> None:
    assert merge(*triple) == merge(*copy.deepcopy(triple))


@MODERATELY
@given(triples())
def test_what_we_added_survives(triple: Triple) -> None:
    base, ours, theirs = map(by_id, triple)

    merged = by_id(merge(*triple).tree)

    for node_id in ours.keys() - base.keys() - theirs.keys():
        assert _own(merged[node_id]) == _own(ours[node_id])


@MODERATELY
@given(triples(locks=True))
def test_what_all_three_have_survives(triple: Triple) -> None:
    base, ours, theirs = map(by_id, triple)

    assert base.keys() & ours.keys() & theirs.keys() <= by_id(merge(*triple).tree).keys()


@MODERATELY
@given(triples())
def test_what_we_removed_stays_removed(triple: Triple) -> None:
    base, ours, _ = map(by_id, triple)

    assert not (base.keys() - ours.keys()) & by_id(merge(*triple).tree).keys()


@MODERATELY
@given(triples())
def test_merging_again_changes_nothing(triple: Triple) -> None:
    base, _, theirs = triple
    merged = merge(*triple).tree

    assert text(merge(base, merged, theirs).tree) == text(merged)


@MODERATELY
@given(triples(locks=True))
def test_a_merged_tree_is_up_to_date(triple: Triple) -> None:
    merged = merge(*triple).tree

    result = merge(triple.theirs, merged, triple.theirs)

    assert text(result.tree) == text(merged)
    assert (result.changes, result.conflicts, result.notices) == ([], [], [])


@MODERATELY
@given(triples())
def test_with_no_change_listed_ours_is_what_it_was(triple: Triple) -> None:
    result = merge(*triple)

    told = {notice["kind"] for notice in result.notices} & {"rehomed", "gave_way"}
    if not result.changes and not told and all(conflict["default"] == "ours" for conflict in result.conflicts):
        assert _without_empty(result.tree) == _without_empty(triple.ours)


@MODERATELY
@given(triples(locks=True))
def test_conflicts_follow_their_default_and_have_ids_of_their_own(triple: Triple) -> None:
    result = merge(*triple)

    assert len({conflict["id"] for conflict in result.conflicts}) == len(result.conflicts)
    for conflict in result.conflicts:
        assert set(conflict) == {"id", "kind", "node", "path", "base", "ours", "theirs", "default"}
        assert_honoured(result, conflict, conflict["default"])


@MODERATELY
@given(triples(locks=True), st.data())
def test_a_decision_is_honoured_and_its_conflict_is_closed(triple: Triple, data: st.DataObject) -> None:
    conflicts = merge(*triple).conflicts
    if not conflicts:
        return
    conflict = data.draw(st.sampled_from(conflicts))
    choice = data.draw(st.sampled_from(("ours", "theirs")))

    result = merge(*triple, decisions=[{"conflict": conflict["id"], "choice": choice}])

    assert conflict["id"] not in {open_["id"] for open_ in result.conflicts}
    assert not {"stale_decision", "refused_decision"} & {notice["kind"] for notice in result.notices}
    assert_honoured(result, conflict, choice)
    ids = [node["id"] for node, *_ in walk(result.tree)]
    assert len(ids) == len(set(ids))


@MODERATELY
@given(triples(locks=True), st.data())
def test_decisions_on_everything_leave_nothing_open_but_what_contradicts_itself(
    triple: Triple, data: st.DataObject
) -> None:
    chosen: dict[str, dict[str, str]] = {}
    result = merge(*triple)
    for _ in range(4):
        for conflict in result.conflicts:
            choice = data.draw(st.sampled_from(("ours", "theirs")))
            chosen[conflict["id"]] = {"conflict": conflict["id"], "choice": choice}
        result = merge(*triple, decisions=list(chosen.values()))

    refused = {n["decision"]["conflict"] for n in result.notices if n["kind"] == "refused_decision"}
    assert {conflict["id"] for conflict in result.conflicts} <= refused


@MODERATELY
@given(triples(), st.data())
def test_a_decision_for_the_other_side_leaves_only_its_own_mark(triple: Triple, data: st.DataObject) -> None:
    conflicts = [conflict for conflict in merge(*triple).conflicts if conflict["kind"] == "field"]
    if not conflicts:
        return
    conflict = data.draw(st.sampled_from(conflicts))
    before = by_id(merge(*triple).tree)

    after = by_id(merge(*triple, decisions=[{"conflict": conflict["id"], "choice": "theirs"}]).tree)

    assert {node_id for node_id in after if _own(before[node_id]) != _own(after[node_id])} <= {conflict["node"]}


@MODERATELY
@given(triples(locks=True))
def test_a_locked_node_is_as_in_the_release(triple: Triple) -> None:
    result = merge(*triple)

    merged, theirs = by_id(result.tree), by_id(triple.theirs)
    stands, stood = places(result.tree), places(triple.theirs)
    locked = _locked(triple.theirs)
    for node_id in locked:
        assert _own(merged[node_id]) == _own(theirs[node_id])
        assert stands[node_id] == stood[node_id]
        for slot, children in theirs[node_id].get("children", {}).items():
            ids = [child["id"] for child in children]
            assert [child["id"] for child in merged[node_id]["children"][slot] if child["id"] in ids] == ids
    assert not locked & {conflict["node"] for conflict in result.conflicts if conflict["kind"] != "order"}


def assert_honoured(result: MergeResult, conflict: dict[str, Any], choice: str) -> None:
    node = by_id(result.tree).get(conflict["node"])
    chosen = conflict[choice]
    match conflict["kind"]:
        case "delete_edit":
            assert (node is not None) == (choice == "ours")
        case "orphan" if choice == "ours":
            assert (node is not None) == (conflict["ours"] is not None)
        case "orphan" | "parent":
            assert node is not None
            assert places(result.tree)[node["id"]] == (chosen["parent"], chosen["slot"])
        case "order":
            assert node is not None
            ids = [child["id"] for child in node["children"][conflict["path"]]]
            assert [child for child in ids if child in chosen] == chosen
        case "type":
            assert node is not None
            assert text([node["type"], node.get("fields", {})]) == text([chosen["type"], chosen["fields"]])
        case "field":
            assert node is not None
            name, _, key = conflict["path"].partition("#")
            value = node.get("fields", {}).get(name)
            if not key:
                assert text(value) == text(chosen)
            else:
                assert (paragraphs(value) or {}).get(key) == (paragraphs(chosen or "") or {}).get(key)


def _without_empty(tree: Node) -> list[Any]:
    """The tree without slots that hold nothing, in which nobody sees a change."""
    slots = {slot: children for slot, children in sorted(tree.get("children", {}).items()) if children}
    below = [[slot, list(map(_without_empty, children))] for slot, children in slots.items()]
    return [tree["id"], tree["type"], tree.get("fields", {}), below]


def _own(node: Node) -> str:
    return text({key: value for key, value in node.items() if key != "children"})


def _locked(tree: Node) -> set[str]:
    locked: set[str] = set()
    for node, parent, _ in walk(tree):
        if node.get("locked") is True or (parent and parent["id"] in locked):
            locked.add(node["id"])
    return locked


def _spoil(value: Any) -> None:
    """Change everything that can be changed."""
    if isinstance(value, MergeResult):
        for part in (value.tree, value.changes, value.conflicts, value.notices):
            _spoil(part)
    elif isinstance(value, dict):
        for inner in value.values():
            _spoil(inner)
        value.clear()
    elif isinstance(value, list):
        for inner in value:
            _spoil(inner)
        value.append("spoilt")
