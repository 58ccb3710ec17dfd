"""What a municipality may not change in its variant: the course's locks, and what has been agreed otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from courses.models import Variant, VariantLock
from courses.process import LOCK_PREFIX, SETTINGS
from courses.trees.nodes import Node, index, walk


@dataclass(frozen=True)
class Agreed:
    """One variant's agreed locks and unlocks: key (node id or ``process:<setting>``) -> (locked, reason)."""

    by_key: Mapping[str, tuple[bool, str]] = field(default_factory=dict)

    def on(self, tree: Node) -> Node:
        """A release's tree with the variant's locks on it: agreed ones put on or taken off, the rest as they are."""
        if not any(not key.startswith(LOCK_PREFIX) for key in self.by_key):
            return tree
        return _with_locks(tree, self.by_key)

    def off(self, tree: Node, release: Node) -> Node:
        """The reverse, for what is written to pages: the locks are the release's own again."""
        own = index(release)
        plain = {
            key: (bool(own[key].get("locked")), str(own[key]["fields"].get("lock_reason", "")))
            for key in self.by_key
            if key in own
        }
        return _with_locks(tree, plain) if plain else tree


def agreed_locks(variants: Iterable[Variant]) -> dict[int, Agreed]:
    """What has been agreed for many variants, by the variant's id, in one query."""
    pks = [variant.pk for variant in variants]
    found: dict[int, dict[str, tuple[bool, str]]] = defaultdict(dict)
    for lock in VariantLock.objects.unscoped(reason="the variants are given").filter(variant_id__in=pks):
        found[lock.variant_id][lock.key] = (lock.locked, lock.reason)
    return {pk: Agreed(found[pk]) for pk in pks}


def locked_nodes(tree: Node) -> dict[str, str]:
    """Every node under a lock, itself or through one above it that is no page: node id -> the reason ("" if none).

    A lock on a page, a module or the course covers that page's own words, not the pages below it.
    """
    found: dict[str, str] = {}
    for place in walk(tree):
        node, parent = place.node, place.parent
        if node.get("locked"):
            found[node["id"]] = str(node["fields"].get("lock_reason", ""))
        elif parent is not None and parent["id"] in found and place.slot not in ("modules", "pages"):
            found[node["id"]] = found[parent["id"]]
    return found


def locked_settings(tree: Node, agreed: Agreed) -> dict[str, str]:
    """The process settings that have no override here: setting -> the reason."""
    locks = {
        lock["fields"]["setting"]: str(lock["fields"].get("reason", ""))
        for lock in tree["children"].get("process_locks", [])
    }
    for key, (locked, reason) in agreed.by_key.items():
        setting = key.removeprefix(LOCK_PREFIX)
        if not key.startswith(LOCK_PREFIX) or setting not in SETTINGS:
            continue
        if locked:
            locks[setting] = reason
        else:
            locks.pop(setting, None)
    return locks


def _with_locks(node: Node, agreed: Mapping[str, tuple[bool, str]]) -> Node:
    children = {slot: [_with_locks(child, agreed) for child in nodes] for slot, nodes in node["children"].items()}
    changed: Node = {**node, "children": children}
    if node["id"] not in agreed:
        return changed
    locked, reason = agreed[node["id"]]
    changed["fields"] = {name: value for name, value in node["fields"].items() if name != "lock_reason"}
    changed.pop("locked", None)
    if locked:
        changed["locked"] = True
        changed["fields"].update({"lock_reason": reason} if reason else {})
    return changed
