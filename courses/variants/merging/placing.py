"""Under which parent, and in which slot, every node of the merged tree stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from courses.variants.merging.errors import InvalidDecision
from courses.variants.merging.index import Spot
from courses.variants.merging.ledger import Decision, Ledger, Sides, conflict
from courses.variants.merging.presence import Presence, Three
from courses.variants.merging.values import ABSENT, Side, winner

#: Why a node stands where it does: nobody disputes it, a rule or a lock says so, a person does.
Firmness = Literal["free", "fixed", "decided"]


def placed(three: Three, presence: Presence, ledger: Ledger) -> dict[str, Spot]:
    """The spot of every node present but the root. Always a tree."""
    placing = _Placing(three, presence, ledger)
    for node_id in presence.nodes:
        if node_id != three.ours.root:
            placing.place(node_id)
    placing.break_cycles()
    placing.tell()
    return placing.spots


class _Placing:
    def __init__(self, three: Three, presence: Presence, ledger: Ledger) -> None:
        self.three, self.presence, self.ledger = three, presence, ledger
        self.spots: dict[str, Spot] = {}
        self.side: dict[str, Side | None] = {}
        self.firm: dict[str, Firmness] = {}
        self.decisions: dict[str, tuple[int, dict[str, Any]]] = {}
        self.flipped: set[tuple[str, Side]] = set()
        self.climbed: set[str] = set()

    def place(self, node_id: str) -> None:
        three = self.three
        if node_id not in three.theirs:
            self._put(node_id, "ours", "fixed")
        elif node_id not in three.ours or node_id in three.locked:
            self._put(node_id, "theirs", "fixed")
        elif node_id in self.presence.orphans:
            self._put(node_id, self.presence.orphans[node_id], "fixed")
        else:
            self._place_shared(node_id)

    def _place_shared(self, node_id: str) -> None:
        three = self.three
        ours, theirs = three.ours.spots[node_id], three.theirs.spots[node_id]
        won = winner(three.base.spot(node_id), ours, theirs)
        if ours == theirs or theirs.parent not in self.presence.nodes:
            self._put(node_id, "ours", "fixed")
        elif ours.parent not in self.presence.nodes:
            self._put(node_id, "theirs", "fixed")
            if ours != three.base.spot(node_id):
                self.ledger.notice("gave_way", node_id, "", **self._sides(node_id))
        elif won is None:
            self._decide(node_id, self.ledger.settle(self._conflict(node_id, "ours")))
        elif self.ledger and (decision := self._earlier_decision(node_id)):
            self._decide(node_id, decision)
        else:
            self._put(node_id, won, "free")

    def _earlier_decision(self, node_id: str) -> Decision | None:
        """What was decided when this move closed a cycle, which it need not do now."""
        for default in ("ours", "theirs"):
            decision = self.ledger.decided(self._conflict(node_id, default))
            if decision:
                self.decisions[node_id] = decision.number, self._conflict(node_id, default)
                return decision
        return None

    def _decide(self, node_id: str, decision: Decision) -> None:
        if decision.number < 0:
            self._put(node_id, "ours", "free")
            return
        self.decisions.setdefault(node_id, (decision.number, self._conflict(node_id, "ours")))
        if decision.choice == "value":
            self.spots[node_id] = self._own(decision.value)
            self.side[node_id], self.firm[node_id] = None, "decided"
        else:
            self._put(node_id, decision.choice, "decided")

    def _own(self, value: Any) -> Spot:
        if not isinstance(value, dict) or not all(isinstance(value.get(key), str) for key in ("parent", "slot")):
            raise InvalidDecision("The value for a parent is an object with parent and slot.")
        if value["parent"] not in self.presence.nodes:
            raise InvalidDecision(f"The parent {value['parent']!r} is not in the merged tree.")
        return Spot(value["parent"], value["slot"])

    def _put(self, node_id: str, side: Side, firm: Firmness) -> None:
        """Put the node where the side has it; else where the other has it; else as near as can be."""
        spots = {"ours": self.three.ours.spot(node_id), "theirs": self.three.theirs.spot(node_id)}
        other: Side = "theirs" if side == "ours" else "ours"
        self.firm[node_id] = firm
        for choice in (side, other):
            spot = spots[choice]
            if isinstance(spot, Spot) and spot.parent in self.presence.nodes:
                self.spots[node_id], self.side[node_id] = spot, choice
                return
        self._rehome(node_id)

    def _rehome(self, node_id: str) -> None:
        tree = self.three.ours if node_id in self.three.ours else self.three.theirs
        spot = tree.spots[node_id]
        while spot.parent not in self.presence.nodes:
            spot = tree.spots[spot.parent]
        self.spots[node_id], self.side[node_id] = spot, None

    # Cycles: ours is a tree and theirs is a tree, so every cycle has moves of both.

    def break_cycles(self) -> None:
        while cycles := list(_cycles(self.spots)):
            for cycle in cycles:
                self._break(sorted(cycle, key=lambda n: (self.three.theirs.rank.get(n, -1), n)))

    def _break(self, cycle: list[str]) -> None:
        if not (self._give_way(cycle, "theirs") or self._give_way(cycle, "ours") or self._refuse(cycle)):
            self._climb(cycle)

    def _give_way(self, cycle: list[str], side: Side) -> bool:
        """Undo one undecided move of this side."""
        other: Side = "ours" if side == "theirs" else "theirs"
        for node_id in cycle:
            if self.firm[node_id] == "free" and self.side[node_id] == side and self._can(node_id, other):
                self._put(node_id, other, "free")
                self.flipped.add((node_id, other))
                if side == "theirs":
                    self.ledger.settle(self._conflict(node_id, "ours"))
                elif any(self._outranks(other_id) for other_id in cycle):
                    self.ledger.notice("gave_way", node_id, "", **self._sides(node_id))
                else:
                    self.ledger.settle(self._conflict(node_id, "theirs"))
                return True
        return False

    def _can(self, node_id: str, side: Side) -> bool:
        tree = self.three.ours if side == "ours" else self.three.theirs
        return tree.spots[node_id].parent in self.presence.nodes and (node_id, side) not in self.flipped

    def _outranks(self, node_id: str) -> bool:
        return self.firm[node_id] == "decided" or (self.side[node_id] == "theirs" and node_id in self.three.locked)

    def _refuse(self, cycle: list[str]) -> bool:
        """Decisions that contradict each other: the latest gives way and its conflict is open again."""
        decided = [n for n in cycle if self.firm[n] == "decided"]
        if not decided:
            return False
        node_id = max(decided, key=lambda n: self.decisions[n][0])
        self._put(node_id, "theirs" if self.side[node_id] == "ours" else "ours", "free")
        self.ledger.refuse(self.decisions[node_id][1])
        return True

    def _climb(self, cycle: list[str]) -> None:
        """Nowhere to go back to: under the nearest thing above it, in our tree, that is not in the cycle."""
        free = [n for n in cycle if n in self.three.ours and n not in self.three.locked and n not in self.climbed]
        node_id = next((n for n in free if self.side[n] != "ours"), free[0])
        self.climbed.add(node_id)
        inside = set(cycle)
        spot = self.three.ours.spots[node_id]
        while spot.parent not in self.presence.nodes or spot.parent in inside:
            spot = self.three.ours.spots[spot.parent]
        self.spots[node_id], self.side[node_id] = spot, None

    def tell(self) -> None:
        """Write down moves taken from theirs, moves a lock undid, and what had to find another place."""
        three = self.three
        for node_id, spot in self.spots.items():
            base, ours, theirs = three.base.spot(node_id), three.ours.spot(node_id), three.theirs.spot(node_id)
            if self.side[node_id] is None and self.firm[node_id] != "decided":
                self.ledger.notice("rehomed", node_id, "", **self._sides(node_id), to=spot.shown())
            if node_id not in three.ours or spot == ours or self.firm[node_id] == "decided":
                continue
            if node_id in three.locked and base != ours:
                self.ledger.notice("locked", node_id, "", **self._sides(node_id))
            elif self.side[node_id] == "theirs" and node_id not in self.presence.orphans and base == ours:
                self.ledger.change("moved", node_id, "", _shown(base), _shown(theirs))

    def _sides(self, node_id: str) -> dict[str, Any]:
        three = self.three
        return {
            "base": _shown(three.base.spot(node_id)),
            "ours": _shown(three.ours.spot(node_id)),
            "theirs": _shown(three.theirs.spot(node_id)),
        }

    def _conflict(self, node_id: str, default: Side) -> dict[str, Any]:
        return conflict("parent", node_id, "", Sides(**self._sides(node_id)), default)


def _shown(spot: Any) -> Any:
    return ABSENT if spot is ABSENT else spot.shown()


def _cycles(spots: dict[str, Spot]) -> Iterator[list[str]]:
    """Every cycle there is: each node has one parent, so they do not touch."""
    seen: dict[str, str] = {}
    for start in sorted(spots):
        path: list[str] = []
        node_id = start
        while node_id in spots and node_id not in seen:
            seen[node_id] = start
            path.append(node_id)
            node_id = spots[node_id].parent
        if seen.get(node_id) == start and node_id in path:
            yield path[path.index(node_id) :]
