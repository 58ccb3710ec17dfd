"""The designer's screens."""

from __future__ import annotations

from tests.isolation.visits import Visit, course, pages, value, visit

VISITS: dict[str, Visit] = {
    "hyldefri_courses": visit("p=1"),
    "hyldefri_releases": visit(page_id=course),
    "hyldefri_release": visit(page_id=course, number=value(1)),
    "hyldefri_new_release": visit(
        page_id=course, form=lambda world: {"notes": "x", "importance": "optional", "leave_drafts": "on"}
    ),
    "hyldefri_pool": visit(page_id=pages),
}
