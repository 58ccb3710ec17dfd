"""What a merge without conflicts may not do by itself (DESIGN 5): it then waits for a person.

A blocker is either a person's to accept, or *final*: the merged course could not be stored without losing something,
and the municipality must change its own pages first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.releasing.findings import Known, errors
from courses.trees.diff import label
from courses.trees.nodes import Node, walk
from courses.trees.schema import TYPES
from courses.variants.merging import MergeResult

#: Blockers nobody can accept.
FINAL = frozenset({"does_not_fit"})

#: Release errors that block whether or not the variant had them before.
_ALWAYS = frozenset({"over_budget", "pool_too_small"})

#: Notices of the merge that say that what the municipality wrote gave way to a lock.
_GAVE_WAY = frozenset({"locked", "lock_dropped"})


@dataclass(frozen=True)
class Blocker:
    """``code`` is stored; ``message`` is for the municipality's editor; ``node_id`` is what it is about."""

    code: str
    message: str
    node_id: str | None = None

    @property
    def final(self) -> bool:
        return self.code in FINAL


def blockers(ours: Node, result: MergeResult, known: Known, dropped: tuple[str, ...] = ()) -> tuple[Blocker, ...]:
    """Why ``result`` may not be applied to ``ours`` by itself; empty if it may.

    ``known`` is what the merged tree's links and files lead to; ``dropped`` names the municipality's process settings
    that the release locks.
    """
    merged = result.tree
    return (*_misfits(merged), *_release_errors(ours, merged, known), *_locks(ours, merged, result, dropped))


def _misfits(tree: Node) -> Iterator[Blocker]:
    """Nodes where no page or block has room for them, e.g. ours in a block that has become one of another type."""
    for place in walk(tree):
        parent = place.parent
        if parent is None or parent["type"] not in TYPES:
            continue
        if place.node["type"] not in TYPES[parent["type"]].slots.get(place.slot, frozenset()):
            yield Blocker(
                "does_not_fit",
                _("»%(label)s« has no place in »%(parent)s«, which the update makes something else. Move or delete it.")
                % {"label": label(place.node), "parent": label(parent)},
                place.node["id"],
            )


def _release_errors(ours: Node, merged: Node, known: Known) -> Iterator[Blocker]:
    found = errors(merged, known)
    if not found:
        return
    before = {(finding.code, finding.node_id) for finding in errors(ours, known)}
    for finding in found:
        if finding.code in _ALWAYS:
            yield Blocker(finding.code, finding.message, finding.node_id)
        elif (finding.code, finding.node_id) not in before:
            yield Blocker("release_error", finding.message, finding.node_id)


def _locks(ours: Node, merged: Node, result: MergeResult, dropped: tuple[str, ...]) -> Iterator[Blocker]:
    """Something of the municipality's gives way to a lock, or a lock is put on or taken off."""
    gave_way = next((notice["node"] for notice in result.notices if notice["kind"] in _GAVE_WAY), None)
    if gave_way:
        yield Blocker("touches_lock", _("The update has locked something that you have changed."), gave_way)
    elif dropped:
        yield Blocker("touches_lock", _("The update locks a setting that you have made your own."))
    elif changed := next((change["node"] for change in result.changes if change["kind"] == "locked"), None):
        yield Blocker("touches_lock", _("The update changes what is locked."), changed)
    elif _process_locks(ours) != _process_locks(merged):
        yield Blocker("touches_lock", _("The update changes which settings are locked."))


def _process_locks(tree: Node) -> set[Any]:
    return {lock["fields"]["setting"] for lock in tree["children"].get("process_locks", [])}
