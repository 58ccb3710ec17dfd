"""A shared course that goes on, and what municipalities do to their copies meanwhile."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from django.db import transaction

from courses.actions.create_release import CreateRelease
from courses.actions.plan_updates import PlanUpdate
from courses.models import CoursePage, CourseRelease, Variant, VariantUpdate
from courses.trees.nodes import Node, index
from courses.trees.pages import course_pages, read_course
from courses.variants.writing import write_tree
from elearning.municipalities.models import Membership, Municipality
from tests.courses.factories import node_id
from tests.factories import MembershipFactory, MunicipalityFactory


def rewrite(course: CoursePage, change: Callable[[dict[str, Node]], None], *, user: Any = None) -> None:
    """Change the workbench of a course; ``change`` gets its nodes by id, and may change them."""
    tree = copy.deepcopy(read_course(CoursePage.objects.get(pk=course.pk), drafts=True))
    change(index(tree))
    with transaction.atomic():
        write_tree(CoursePage.objects.get(pk=course.pk), tree, user=user)


def text(name: str, html: str, key: str = "aaaaa") -> Callable[[dict[str, Node]], None]:
    """A paragraph says something else."""

    def change(nodes: dict[str, Node]) -> None:
        nodes[node_id(name)]["fields"]["text"] = f'<p data-block-key="{key}">{html}</p>'

    return change


def field(name: str, **values: Any) -> Callable[[dict[str, Node]], None]:
    def change(nodes: dict[str, Node]) -> None:
        nodes[node_id(name)]["fields"].update(values)

    return change


def publish(course: CoursePage) -> None:
    for page in course_pages(CoursePage.objects.get(pk=course.pk)):
        (page.get_latest_revision() or page.save_revision()).publish()


def release(
    course: CoursePage, *changes: Callable[[dict[str, Node]], None], importance: str = "recommended"
) -> CourseRelease:
    """The course's designer improves it and makes a version of it."""
    for change in changes:
        rewrite(course, change)
    publish(course)
    return CreateRelease(CoursePage.objects.get(pk=course.pk), notes="Forbedret.", importance=importance).execute(
        skip_permission_checks=True
    )


def planned(variant: Variant) -> VariantUpdate:
    update = PlanUpdate(fresh(variant)).execute()
    assert update is not None
    return update


def fresh(variant: Variant) -> Variant:
    every = Variant.objects.unscoped(reason="a test").select_related("course", "upstream", "municipality")
    return every.get(pk=variant.pk)


def workbench(variant: Variant) -> dict[str, Node]:
    return index(read_course(fresh(variant).course, drafts=True))


def municipality(policy: str = Municipality.UpdatePolicy.APPLY) -> Municipality:
    return MunicipalityFactory(update_policy=policy)


def member(variant: Variant, role: str = Membership.Role.EDITOR) -> Any:
    return MembershipFactory(municipality=variant.municipality, role=role).user
