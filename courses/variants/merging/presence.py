"""Which nodes the merged tree holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from courses.variants.merging.index import Spot, Tree, differs
from courses.variants.merging.ledger import Ledger, Sides, conflict
from courses.variants.merging.values import ABSENT, Side, same


@dataclass(frozen=True)
class Three:
    """The three trees, and the nodes that follow the release because of a lock."""

    base: Tree
    ours: Tree
    theirs: Tree
    locked: frozenset[str]

    @classmethod
    def of(cls, base: Tree, ours: Tree, theirs: Tree) -> Three:
        gone = {node_id for node_id in base.locked() if node_id not in theirs}
        return cls(base, ours, theirs, frozenset(theirs.locked() | gone))

    def moved(self, side: Tree, node_id: str) -> bool:
        """Whether the side has added the node, or put it under another parent or in another slot."""
        return node_id not in self.base or self.base.spot(node_id) != side.spot(node_id)


@dataclass
class Presence:
    nodes: set[str] = field(default_factory=set)
    #: Nodes that both have, but theirs under what we have removed: whose place was taken.
    orphans: dict[str, Side] = field(default_factory=dict)


def present(three: Three, ledger: Ledger) -> Presence:
    presence = Presence()
    presence.nodes.update(_kept(three, ledger))
    _TheirsOnly(three, ledger, presence).settle()
    _tell_removed(three, ledger, presence)
    return presence


# What we have, of which theirs may have removed something.


def _kept(three: Three, ledger: Ledger) -> set[str]:
    group = _groups(three)
    touched = _touched(three, group)
    removed = {
        root for root in dict.fromkeys(group.values()) if _is_removed(three, ledger, root, touched.get(root, []))
    }
    for node_id, root in group.items():
        if root in three.locked and node_id not in three.base:
            ledger.notice("lock_dropped", node_id, "", ours=three.ours.content(node_id))
    return {node_id for node_id in three.ours if group.get(node_id) not in removed}


def _groups(three: Three) -> dict[str, str]:
    """Nodes that theirs has removed, and what we have added in them, by the uppermost removed node.

    A node that theirs still has ends a group: it is not lost with what surrounds it here. A locked node that was
    removed begins one, because it goes whatever becomes of the rest.
    """
    group: dict[str, str] = {}
    for node_id in three.ours:
        if node_id in three.theirs:
            continue
        spot = three.ours.spots.get(node_id)
        above = group.get(spot.parent) if spot else None
        if node_id in three.base and (above is None or (node_id in three.locked and above not in three.locked)):
            group[node_id] = node_id
        elif above is not None:
            group[node_id] = above
    return group


def _touched(three: Three, group: dict[str, str]) -> dict[str, list[str]]:
    """By group, in reading order, the nodes we have edited, moved, reordered or added in it."""
    touched: dict[str, list[str]] = {}
    for node_id in three.ours:
        spot = three.ours.spots.get(node_id)
        above = group.get(spot.parent) if spot else None
        root = group.get(node_id, above)
        if root is None:
            continue
        if three.moved(three.ours, node_id):
            touched.setdefault(above or root, []).append(node_id)
            if root != above:
                touched.setdefault(root, []).append(node_id)
        elif node_id in group and differs(three.base, three.ours, node_id):
            touched.setdefault(root, []).append(node_id)
    for spot, children in three.ours.slots.items():
        if spot.parent in group:
            stayed = [n for n in children if n in group and three.base.spot(n) == spot]
            if stayed != [n for n in three.base.children(spot) if n in set(stayed)]:
                touched.setdefault(group[spot.parent], []).append(spot.parent)
    return touched


def _is_removed(three: Three, ledger: Ledger, root: str, touched: list[str]) -> bool:
    if root in three.locked:
        if touched:
            ledger.notice("locked", root, "", base=_place(three.base, root), ours=_place(three.ours, root), theirs=None)
        else:
            ledger.change("removed", root, "", _place(three.base, root), None)
        return True
    if not touched:
        ledger.change("removed", root, "", _place(three.base, root), None)
        return True
    base = {**_place(three.base, root), "subtree": three.base.digest(root)}
    ours = {**_place(three.ours, root), "subtree": three.ours.digest(root), "touched": list(dict.fromkeys(touched))}
    return ledger.settle(conflict("delete_edit", root, "", Sides(base, ours, ABSENT))).choice == "theirs"


def _place(tree: Tree, node_id: str) -> dict[str, str]:
    spot = tree.spots.get(node_id)
    return spot.shown() if spot else {}


# What theirs has and we have not.


class _TheirsOnly:
    """Goes through theirs from the top. What we have removed is a region; what theirs puts under it, an orphan."""

    def __init__(self, three: Three, ledger: Ledger, presence: Presence) -> None:
        self.three, self.ledger, self.presence = three, ledger, presence
        self.region: dict[str, str] = {}
        self.under: dict[str, str] = {}
        self.taken: set[str] = set()

    def settle(self) -> None:
        three = self.three
        self.presence.nodes |= self._forced()
        for node_id in three.theirs:
            spot = three.theirs.spots.get(node_id)
            if spot is None:
                continue
            if node_id in three.ours:
                self._ours_too(node_id, spot)
            elif node_id not in self.presence.nodes:
                self._theirs_alone(node_id, spot)
        restored = {self.region[three.theirs.spots[orphan].parent] for orphan in self.taken}
        self.presence.nodes.update(n for n, root in self.region.items() if root in restored)
        self.presence.nodes.update(n for n, orphan in self.under.items() if orphan in self.taken)

    def _forced(self) -> set[str]:
        """What a lock brings back, with what it stands in."""
        three = self.three
        forced: set[str] = set()
        for locked in three.theirs:
            if locked not in three.locked:
                continue
            node_id = locked
            if node_id in three.ours and node_id != three.theirs.root:
                node_id = three.theirs.spots[node_id].parent
            while node_id not in three.ours and node_id not in forced:
                forced.add(node_id)
                node_id = three.theirs.spots[node_id].parent
        for node_id in three.theirs:
            if node_id in forced and node_id in three.base:
                base, theirs = _place(three.base, node_id), _place(three.theirs, node_id)
                self.ledger.notice("locked", node_id, "", base=base, ours=None, theirs=theirs)
        return forced

    def _ours_too(self, node_id: str, spot: Spot) -> None:
        if spot.parent in self.region and self.three.moved(self.three.theirs, node_id):
            side = self._orphan(node_id)
            self.presence.orphans[node_id] = side

    def _theirs_alone(self, node_id: str, spot: Spot) -> None:
        if spot.parent in self.under:
            self.under[node_id] = self.under[spot.parent]
        elif node_id in self.three.base:
            self.region[node_id] = self.region.get(spot.parent, node_id)
        elif spot.parent in self.region:
            self.under[node_id] = node_id
            self._orphan(node_id)
        else:
            self.presence.nodes.add(node_id)
            above = self.three.theirs.spots[node_id].parent
            if above in self.three.ours or above in self.three.base:
                self.ledger.change("added", node_id, "", None, _place(self.three.theirs, node_id))

    def _orphan(self, node_id: str) -> Side:
        three = self.three
        sides = Sides(
            _place(three.base, node_id) if node_id in three.base else ABSENT,
            _place(three.ours, node_id) if node_id in three.ours else ABSENT,
            {**_place(three.theirs, node_id), "subtree": three.theirs.digest(node_id)},
        )
        if self.ledger.settle(conflict("orphan", node_id, "", sides)).choice == "ours":
            return "ours"
        self.taken.add(node_id)
        return "theirs"


def _tell_removed(three: Three, ledger: Ledger, presence: Presence) -> None:
    for node_id in three.theirs:
        if node_id in presence.nodes or node_id not in three.base:
            continue
        base, theirs = three.base, three.theirs
        if differs(base, theirs, node_id) or not same(base.spot(node_id), theirs.spot(node_id)):
            shown = [{**_place(tree, node_id), **tree.content(node_id)} for tree in (base, theirs)]
            ledger.notice("edit_delete", node_id, "", base=shown[0], ours=None, theirs=shown[1])
