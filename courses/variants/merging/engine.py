"""The merge of three course trees: see docs/algorithms/merge.md, which this implements (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from courses.trees import nodes
from courses.variants.merging.assembling import assembled
from courses.variants.merging.fields import content
from courses.variants.merging.index import Node, Tree
from courses.variants.merging.ledger import Ledger, Sides, conflict
from courses.variants.merging.placing import placed
from courses.variants.merging.presence import Three, present


@dataclass(frozen=True)
class MergeResult:
    """The merged tree, and what there is to say about it; the shapes are in docs/algorithms/merge.md.

    ``tree`` holds the default wherever a conflict is open. ``changes`` are those taken from theirs without
    asking, ``conflicts`` the open ones, ``notices`` what somebody ought to know. Nothing is shared with the input.
    """

    tree: nodes.Node
    changes: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]
    notices: list[dict[str, Any]]


def merge(
    base: Mapping[str, Any],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    decisions: Iterable[Mapping[str, Any]] = (),
) -> MergeResult:
    """What ``theirs`` changed since ``base``, brought into ``ours``.

    Raises InvalidTree or InvalidDecision, both MergeError, a ValueError. A decision whose conflict is no more is
    left out of account and told about.
    """
    ledger = Ledger(decisions)
    trees = Tree(base, "base"), Tree(ours, "ours"), Tree(theirs, "theirs")
    three = Three.of(*trees)
    if len({tree.root for tree in trees}) > 1:
        tree = _another_root(three, ledger)
    else:
        presence = present(three, ledger)
        spots = placed(three, presence, ledger)
        contents = {
            node_id: content(three, node_id, ledger)
            for node_id in dict.fromkeys([*three.ours, *three.theirs])
            if node_id in presence.nodes
        }
        tree = assembled(three, contents, spots, ledger)
    ledger.close()
    rank = {node_id: n for n, node_id in enumerate(dict.fromkeys([*three.ours, *three.theirs]))}
    return MergeResult(
        cast(nodes.Node, tree),
        _sorted(ledger.changes, rank),
        _sorted(list(ledger.conflicts.values()), rank),
        _sorted(ledger.notices, rank),
    )


def _another_root(three: Three, ledger: Ledger) -> Node:
    """Trees with different roots are different courses: one of them is taken, whole."""
    base, ours, theirs = ({"root": t.root, "subtree": t.digest(t.root)} for t in (three.base, three.ours, three.theirs))
    if ours == base:
        ledger.change("moved", three.theirs.root, "", base, theirs)
        return rebuilt(three.theirs)
    if theirs in (base, ours):
        return rebuilt(three.ours)
    decision = ledger.settle(conflict("parent", three.ours.root, "", Sides(base, ours, theirs)))
    return rebuilt(three.theirs if decision.choice == "theirs" else three.ours)


def rebuilt(tree: Tree) -> Node:
    """A copy of the whole tree."""
    same = Three(tree, tree, tree, frozenset())
    silent = Ledger(())
    return assembled(same, {n: content(same, n, silent) for n in tree}, tree.spots, silent)


def _sorted(entries: list[dict[str, Any]], rank: dict[str, int]) -> list[dict[str, Any]]:
    """In reading order, ours first; what is about no node last."""
    return sorted(entries, key=lambda entry: rank.get(entry["node"], len(rank)))
