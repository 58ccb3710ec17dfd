"""What a municipality has made different: derived by comparing with the base, never stored (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.models import NodePage, Variant
from courses.trees.diff import Change, diff, label
from courses.trees.nodes import Node, index, walk
from courses.trees.places import PAGE_TYPES, whereabouts
from courses.trees.wording import field_label, type_label
from courses.variants.form_blocks import unit_names
from courses.variants.locks import locked_nodes
from courses.variants.workbench import Workbench, workbench_of
from elearning.municipalities.models import Membership


@dataclass(frozen=True)
class Line:
    """One difference, or one thing that stands out, in words. ``block_id`` is where on the page; "" the page itself."""

    kind: str
    text: str
    block_id: str = ""
    detail: str = ""


@dataclass(frozen=True)
class PageChanges:
    """``is_own`` says that the municipality wrote the page itself: there is nothing to compare."""

    variant: Variant
    changes: list[Line]
    hidden: list[Line]
    locked: list[Line]
    warnings: list[Line]
    is_own: bool = False

    @property
    def count(self) -> int:
        return len(self.changes)


def page_changes(variant: Variant, page: NodePage, bench: Workbench | None = None) -> PageChanges:
    bench = bench or workbench_of(variant)
    base, ours = bench.base, bench.ours
    places = whereabouts(ours)
    node = index(ours).get(str(page.node_id))
    if node is None:
        return PageChanges(variant, [], [], [], [])
    here = {node_id for node_id, place in places.items() if place.page["id"] == node["id"]}
    gone = {node_id for node_id, place in whereabouts(base).items() if place.page["id"] == node["id"]}
    changes = [change for change in diff(base, ours) if change.node_id in here | gone]
    locks = locked_nodes(base)
    own_nodes = [place.node for place in walk(ours) if place.node["id"] in here]
    return PageChanges(
        variant=variant,
        changes=[_line(change, places) for change in changes],
        hidden=[_said("hidden", each, node) for each in own_nodes if each["fields"].get("hidden")],
        locked=[
            _said("locked", each, node, locks[each["id"]])
            for each in own_nodes
            if each["id"] in locks and (each["id"] == node["id"] or each in _blocks(node))
        ],
        warnings=list(audience_warnings(variant, own_nodes, node)),
        is_own=node["id"] not in index(base),
    )


def audience_warnings(variant: Variant, nodes: list[Node], page: Node) -> Iterator[Line]:
    """Blocks that are only for somebody there is nobody of: a unit renamed or gone since."""
    known = {*Membership.Level.values, *unit_names(variant.municipality)}
    for node in nodes:
        audience = node["fields"].get("audience")
        unknown = sorted(set(audience) - known) if isinstance(audience, list) else []
        if unknown:
            names = ", ".join(f"»{name}«" for name in unknown)
            yield _said("audience", node, page, _("No unit is called %(names)s.") % {"names": names})


def kind_label(kind: str) -> str:
    labels = {"added": _("Added"), "removed": _("Removed"), "moved": _("Moved"), "changed": _("Changed")}
    return str(labels.get(kind, kind))


def _line(change: Change, places: object) -> Line:
    fields = ", ".join(field_label(change.node_type, name) for name in change.fields)
    place = places.get(change.node_id) if isinstance(places, dict) else None
    block = place.block["id"] if place is not None and place.block is not None else ""
    return Line(kind_label(change.kind), f"{type_label(change.node_type)}: {change.label}", block, fields)


def _said(kind: str, node: Node, page: Node, detail: str = "") -> Line:
    block = "" if node["type"] in PAGE_TYPES else node["id"]
    text = _("The page itself") if node["id"] == page["id"] else f"{type_label(node['type'])}: {label(node)}"
    return Line(kind, text, block, detail)


def _blocks(page: Node) -> list[Node]:
    return [node for nodes in page["children"].values() for node in nodes if node["type"] not in PAGE_TYPES]
