"""How a page stands in the variant it is in: whether it is the course's own, and what is locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wagtail.models import Page

from courses.models import NodePage, Variant
from courses.selectors import release_tree
from courses.trees.nodes import Node, index
from courses.variants.access import variant_of
from courses.variants.locks import agreed_locks, locked_nodes


@dataclass(frozen=True)
class Ground:
    """What a variant stands on: its base release with the agreed locks, by node id."""

    variant: Variant
    base: Node
    upstream: Mapping[str, Node]
    #: Node id -> the reason.
    locked: Mapping[str, str]


def ground_of(variant: Variant) -> Ground:
    base = agreed_locks([variant])[variant.pk].on(release_tree(variant.base_release_id))
    return Ground(variant, base, index(base), locked_nodes(base))


@dataclass(frozen=True)
class Standing:
    """One page in its variant. ``lock`` is the reason it is locked ("" for none given), None where it is not."""

    page: NodePage
    ground: Ground

    @property
    def is_upstream(self) -> bool:
        return str(self.page.node_id) in self.ground.upstream

    @property
    def is_course(self) -> bool:
        return bool(self.page.pk == self.ground.variant.course_id)

    @property
    def lock(self) -> str | None:
        return self.ground.locked.get(str(self.page.node_id))


def standing_of(page: Page) -> Standing | None:
    """None for a page in no variant. Remembered on the page: one request asks often."""
    if not isinstance(page, NodePage):
        page = page.specific
    if not isinstance(page, NodePage):
        return None
    if "_standing" not in page.__dict__:
        variant = variant_of(page)
        page.__dict__["_standing"] = Standing(page, ground_of(variant)) if variant else None
    found: Standing | None = page.__dict__["_standing"]
    return found


def locked_below(page: NodePage, ground: Ground) -> list[NodePage]:
    """The locked pages under a page, in tree order: what hiding or removing the page would take along."""
    below = page.get_descendants().specific()
    return [each for each in below if isinstance(each, NodePage) and str(each.node_id) in ground.locked]
