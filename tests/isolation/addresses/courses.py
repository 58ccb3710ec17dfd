"""The designer's screens, and those about a municipality's own version."""

from __future__ import annotations

from tests.courses.factories import node_id
from tests.isolation.visits import Visit, code, course, pages, value, visit
from tests.isolation.world import World


def variant(world: World) -> list[int]:
    return [world.theirs.variant.pk]


VISITS: dict[str, Visit] = {
    "hyldefri_courses": visit("p=1"),
    "hyldefri_releases": visit(page_id=course),
    "hyldefri_release": visit(page_id=course, number=value(1)),
    "hyldefri_new_release": visit(
        page_id=course, form=lambda _world: {"notes": "x", "importance": "optional", "leave_drafts": "on"}
    ),
    "hyldefri_pool": visit(page_id=pages),
    "hyldefri_approval": visit(variant_id=variant, form=lambda _world: {"action": "approve", "comment": "overtaget"}),
    "hyldefri_review": visit("alle=1", variant_id=variant, form=lambda _world: {"action": "apply"}),
    "hyldefri_merged_preview": visit(variant_id=variant, node_id=value(node_id("l1"), node_id("l2"))),
    "hyldefri_set_up_municipality": visit(code=code, unseen="It answers to what is posted only."),
}
