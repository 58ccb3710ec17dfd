"""What stands in a variant's workbench apart from its base, in the words :mod:`.matching` compares wishes with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry

from courses.blocks.course import SETTING_LABELS
from courses.models import Variant, VariantLock
from courses.process import LOCK_PREFIX, SETTINGS
from courses.trees.diff import Change, diff, label
from courses.trees.nodes import Node, Place, walk
from courses.trees.pages import course_pages
from courses.trees.places import PAGE_TYPES
from courses.trees.wording import type_label
from courses.variants.process import overrides_of, settings_locked_for
from courses.variants.workbench import Workbench, workbench_of
from elearning.commissions.wishes.matching import Kind, WorkbenchChange

#: In the log: what somebody does to a page of a variant, or to how it is run.
LOGGED = (
    "wagtail.create",
    "wagtail.edit",
    "wagtail.move",
    "wagtail.reorder",
    "wagtail.revert",
    "courses.variant.hide",
    "courses.variant.show",
)
#: Logged on the course, whichever of its pages they change.
LOGGED_WHOLE = ("courses.variant.tailor", "courses.variant.update", "courses.variant.undo")
LOGGED_LOCK = ("courses.variant.lock", "courses.variant.unlock")
LOGGED_PROCESS = ("courses.variant.process",)
#: A lock is compared by itself.
_LOCK_FIELDS = frozenset({"locked", "lock_reason"})


@dataclass(frozen=True)
class Tree:
    """A tree's places, and what holds each node."""

    root: Node

    @cached_property
    def places(self) -> dict[str, Place]:
        return {place.node["id"]: place for place in walk(self.root)}

    def within(self, node_id: str) -> frozenset[str]:
        """The ids of what holds the node, the course excepted."""
        found: set[str] = set()
        place = self.places.get(node_id)
        while place is not None and place.parent is not None:
            node_id = place.parent["id"]
            if node_id != self.root["id"]:
                found.add(node_id)
            place = self.places.get(node_id)
        return frozenset(found)

    def page_id(self, node_id: str) -> str:
        """The page a node is on, itself if it is one."""
        place = self.places.get(node_id)
        while place is not None and place.node["type"] not in PAGE_TYPES and place.parent is not None:
            place = self.places.get(place.parent["id"])
        return place.node["id"] if place is not None else ""


@dataclass(frozen=True)
class Bench:
    """A variant's workbench, read once for all its wishes."""

    variant: Variant
    base: Tree
    ours: Tree
    changes: tuple[WorkbenchChange, ...]

    @property
    def course_id(self) -> str:
        return self.base.root["id"]

    def within(self, node_id: str) -> frozenset[str]:
        return self.ours.within(node_id) | self.base.within(node_id)


def bench_of(variant: Variant, read: Workbench | None = None) -> Bench:
    """Some dozen queries, whatever the course's size."""
    read = read or workbench_of(variant)
    base, ours = Tree(read.base), Tree(read.ours)
    found = (*_of_tree(base, ours), *_of_locks(variant, base), *_of_settings(variant, base))
    return Bench(variant, base, ours, found)


def _of_tree(base: Tree, ours: Tree) -> Iterator[WorkbenchChange]:
    for change in diff(base.root, ours.root):
        tree = base if change.kind == "removed" else ours
        place = tree.places[change.node_id]
        for kind, fields in _kinds(change, place.node):
            yield WorkbenchChange(
                kind=kind,
                node_id=change.node_id,
                node_type=change.node_type,
                page_id=tree.page_id(change.node_id),
                within=tree.within(change.node_id),
                fields=fields,
                digest=_digest(kind, fields, place),
            )


def _kinds(change: Change, node: Node) -> Iterator[tuple[Kind, tuple[str, ...]]]:
    if change.kind != "changed":
        yield Kind(change.kind), ()
        return
    if "hidden" in change.fields:
        yield (Kind.HIDDEN if node["fields"].get("hidden") else Kind.SHOWN), ()
    fields = tuple(name for name in change.fields if name != "hidden" and name not in _LOCK_FIELDS)
    if fields:
        yield Kind.CHANGED, fields


def _of_locks(variant: Variant, base: Tree) -> Iterator[WorkbenchChange]:
    locks = VariantLock.objects.for_municipality(variant.municipality_id).filter(variant=variant).order_by("pk")
    for lock in locks:
        if lock.key.startswith(LOCK_PREFIX) or lock.key not in base.places:
            continue
        node = base.places[lock.key].node
        kind = Kind.LOCKED if lock.locked else Kind.UNLOCKED
        yield WorkbenchChange(kind, lock.key, node["type"], base.page_id(lock.key), base.within(lock.key))


def _of_settings(variant: Variant, base: Tree) -> Iterator[WorkbenchChange]:
    own, locked = overrides_of(variant), settings_locked_for(variant, base.root)
    for name in SETTINGS:
        value = own.get(name)
        if value is not None and name not in locked:
            root = base.root
            yield WorkbenchChange(
                Kind.SETTING, root["id"], root["type"], root["id"], fields=(name,), digest=_hash([value])
            )


def _digest(kind: Kind, fields: Iterable[str], place: Place) -> str:
    if kind is Kind.MOVED:
        return _hash([place.parent["id"] if place.parent else "", place.slot, place.position])
    if kind is Kind.CHANGED:
        return _hash([[name, place.node["fields"].get(name)] for name in sorted(fields)])
    return ""


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:16]


def describe(change: WorkbenchChange, base: Tree) -> str:
    """The change in a line for both sides: in the shared course's words, never in those of a municipality's draft."""
    if change.kind is Kind.SETTING:
        return _("The municipality's own setting: %(setting)s") % {
            "setting": capfirst(str(SETTING_LABELS[change.fields[0]]))
        }
    known = base.places.get(change.node_id)
    what = type_label(change.node_type)
    if known is not None:
        what = f"{what}: {label(known.node)}"
    line = f"{kind_words()[change.kind]}: {what}"
    page = base.places.get(change.page_id)
    if page is None or change.page_id in (change.node_id, base.root["id"]):
        return line
    return _("%(line)s (on »%(page)s«)") % {"line": line, "page": label(page.node)}


def kind_words() -> Mapping[Kind, str]:
    return {
        Kind.CHANGED: _("Changed"),
        Kind.ADDED: _("Added"),
        Kind.REMOVED: _("Removed"),
        Kind.MOVED: _("Moved"),
        Kind.HIDDEN: _("Hidden"),
        Kind.SHOWN: _("Shown"),
        Kind.LOCKED: _("Locked"),
        Kind.UNLOCKED: _("Unlocked"),
    }


def maker_of(change: WorkbenchChange, variant: Variant) -> Any:
    """Who made it, by the log: whoever last did something of the kind to the page; None where nobody is known."""
    actions = {Kind.SETTING: LOGGED_PROCESS, Kind.LOCKED: LOGGED_LOCK, Kind.UNLOCKED: LOGGED_LOCK}
    own = Q(page=variant.course_id, action__in=actions.get(change.kind, LOGGED_WHOLE))
    if change.kind not in actions:
        page = next((page.pk for page in course_pages(variant.course) if str(page.node_id) == change.page_id), None)
        own |= Q(page=page, action__in=LOGGED)
    entry = PageLogEntry.objects.filter(own).select_related("user").order_by("-timestamp", "-pk").first()
    return entry.user if entry is not None else None
