"""Reads of a course as its editors have it: latest drafts, pages still in a form."""

from __future__ import annotations

from typing import cast

from wagtail.models import Page

from courses.models import CoursePage, NodePage
from courses.trees.nodes import Node
from courses.trees.pages import read_course, read_page

PAGE_SLOTS = ("modules", "pages")


def course_of(page: Page) -> CoursePage | None:
    """The course that a page is or is in, None outside courses."""
    course: CoursePage | None = CoursePage.objects.ancestor_of(page, inclusive=True).order_by("-depth").first()
    return course


def draft_pool(course: CoursePage) -> list[Node]:
    """The questions in the pool of the course's latest draft."""
    latest = cast(CoursePage, course.get_latest_revision_as_object())
    return read_page(latest)["children"]["pool"]


def workbench_tree(page: NodePage, course: CoursePage | None = None) -> Node:
    """The course as its latest drafts have it, with ``page`` as it is in memory (a preview, a form being edited)."""
    return with_page(read_course(course or cast(CoursePage, page.course), drafts=True), read_page(page))


def with_page(tree: Node, page: Node) -> Node:
    """The tree with a page's own fields and blocks in place of those it has under that id; pages below it stay."""
    if tree["id"] == page["id"]:
        below = {slot: nodes for slot, nodes in tree["children"].items() if slot in PAGE_SLOTS}
        return {**tree, **page, "children": {**page["children"], **below}}
    children = {
        slot: [with_page(child, page) for child in nodes] if slot in PAGE_SLOTS else nodes
        for slot, nodes in tree["children"].items()
    }
    return {**tree, "children": children}
