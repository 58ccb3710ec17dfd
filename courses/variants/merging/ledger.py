"""Conflicts, the decisions on them, and what is said about the merge: written down while it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from courses.variants.merging.errors import InvalidDecision
from courses.variants.merging.values import Side, copied, fingerprint, shown

ConflictKind = Literal["field", "type", "parent", "order", "delete_edit", "orphan"]
ChangeKind = Literal["added", "removed", "moved", "reordered", "field", "type", "locked"]
NoticeKind = Literal[
    "edit_delete", "locked", "lock_dropped", "rehomed", "gave_way", "stale_decision", "refused_decision"
]
Choice = Literal["ours", "theirs", "value"]


@dataclass(frozen=True)
class Decision:
    choice: Choice
    value: Any = None
    #: Its place among the decisions; -1 for the default of an open conflict.
    number: int = -1


@dataclass(frozen=True)
class Sides:
    """What stands in base, ours and theirs."""

    base: Any
    ours: Any
    theirs: Any


def conflict(kind: ConflictKind, node: str, path: str, sides: Sides, default: Side = "ours") -> dict[str, Any]:
    """A conflict as it is listed; the id is a hash of the rest, in which an absent value differs from null."""
    rest = [kind, node, path, sides.base, sides.ours, sides.theirs, default]
    return {
        "id": fingerprint(rest),
        "kind": kind,
        "node": node,
        "path": path,
        "base": shown(sides.base),
        "ours": shown(sides.ours),
        "theirs": shown(sides.theirs),
        "default": default,
    }


class Ledger:
    """Takes the decisions in; gives open conflicts, changes and notices out."""

    def __init__(self, decisions: Iterable[Mapping[str, Any]]) -> None:
        self.conflicts: dict[str, dict[str, Any]] = {}
        self.changes: list[dict[str, Any]] = []
        self.notices: list[dict[str, Any]] = []
        self._given: dict[str, Mapping[str, Any]] = {}
        self._decisions: dict[str, Decision] = {}
        for number, given in enumerate(decisions):
            name, decision = _read(given, number)
            self._given[name], self._decisions[name] = given, decision
        self._unused = dict.fromkeys(self._decisions)

    def __bool__(self) -> bool:
        """Whether there are decisions at all."""
        return bool(self._decisions)

    def decided(self, found: dict[str, Any]) -> Decision | None:
        """The decision on this conflict, if there is one."""
        decision = self._decisions.get(found["id"])
        if decision:
            self._unused.pop(found["id"], None)
            if decision.choice == "value" and found["kind"] in ("delete_edit", "orphan"):
                raise InvalidDecision(
                    f"A conflict of the kind {found['kind']} is settled by ours or theirs, not a value."
                )
        return decision

    def settle(self, found: dict[str, Any]) -> Decision:
        """The decision on this conflict, or its default; without a decision the conflict is open."""
        decision = self.decided(found)
        if decision:
            return decision
        self.conflicts[found["id"]] = found
        return Decision(found["default"])

    def refuse(self, found: dict[str, Any]) -> None:
        """The decision cannot be honoured together with earlier ones: the conflict is open again."""
        self.conflicts[found["id"]] = found
        self.notice("refused_decision", found["node"], found["path"], decision=copied(dict(self._given[found["id"]])))

    def change(self, kind: ChangeKind, node: str, path: str, base: Any, theirs: Any) -> None:
        self.changes.append(
            {"kind": kind, "node": node, "path": path, "base": shown(base), "theirs": shown(theirs)},
        )

    def notice(self, kind: NoticeKind, node: str | None, path: str, **more: Any) -> None:
        self.notices.append(
            {"kind": kind, "node": node, "path": path, **{key: shown(value) for key, value in more.items()}}
        )

    def close(self) -> None:
        """Tell about decisions whose conflict is no more."""
        for name in self._unused:
            self.notice("stale_decision", None, "", decision=dict(self._given[name]))


def _read(given: Any, number: int) -> tuple[str, Decision]:
    if not isinstance(given, Mapping) or not isinstance(given.get("conflict"), str):
        raise InvalidDecision("A decision is an object that names its conflict.")
    choice = given.get("choice")
    if choice not in get_args(Choice):
        raise InvalidDecision(f"A decision's choice is ours, theirs or value, not {choice!r}.")
    if choice == "value" and "value" not in given:
        raise InvalidDecision("A decision for a value of its own must bring the value.")
    return given["conflict"], Decision(cast(Choice, choice), copied(given.get("value")), number)
