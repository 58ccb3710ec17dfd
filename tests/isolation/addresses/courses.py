"""The designer's screens, and those about a municipality's own version."""

from __future__ import annotations

from tests.courses.factories import node_id
from tests.isolation.visits import Visit, code, course, pages, value, visit
from tests.isolation.world import World


def shared_course(world: World) -> list[int]:
    return [world.course.pk]


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
    "hyldefri_variant": visit(variant_id=variant),
    "hyldefri_variant_process": visit(variant_id=variant, form=lambda _world: {"pass_mark": "1"}),
    "hyldefri_variant_locks": visit(
        variant_id=variant, form=lambda _world: {"key": node_id("l1"), "locked": "1", "reason": "overtaget"}
    ),
    "hyldefri_variant_page": visit(
        variant_id=variant,
        page_id=pages,
        form=lambda _world: {"action": "remove"},
        unseen="It answers to what is posted only.",
    ),
    "hyldefri_municipal_courses": visit(),
    "hyldefri_new_variant": visit(
        municipality_id=lambda world: [world.theirs.municipality.pk],
        page_id=shared_course,
        unseen="The municipality has its own version already.",
    ),
    "hyldefri_spread": visit("export=csv", page_id=lambda world: [world.course.pk, world.theirs.course.pk]),
    "hyldefri_course_locks": visit(page_id=lambda world: [world.course.pk, world.theirs.course.pk]),
    "hyldefri_set_up_municipality": visit(code=code, unseen="It answers to what is posted only."),
}
