"""What the designer's screens list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page
from wagtail.permissions import policy_registry

from courses.estimates import Budget, budget
from courses.models import CoursePage, CourseRelease
from courses.selectors import release_tree
from courses.trees.nodes import Node
from courses.trees.pages import read_course


@dataclass(frozen=True)
class CourseRow:
    """A course in the report. ``release`` is its current one, without the tree."""

    course: CoursePage
    parent: Page | None
    release: CourseRelease | None
    drafts: int
    budget: Budget


def editable_courses(user: Any) -> QuerySet[CoursePage]:
    """The courses that the user may edit or publish, in the order of the page tree."""
    pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"change", "publish"})
    courses: QuerySet[CoursePage] = CoursePage.objects.filter(pk__in=pages.values("pk")).order_by("path")
    return courses


def may_see_releases(user: Any, course: CoursePage) -> bool:
    permissions = course.permissions_for_user(user)
    return bool(permissions.can_edit() or permissions.can_publish())


def may_release(user: Any, course: CoursePage) -> bool:
    return bool(course.permissions_for_user(user).can_publish())


def course_rows(courses: list[CoursePage]) -> list[CourseRow]:
    """The report's rows; the number of queries grows only with courses that have no release yet."""
    releases = _current_releases(courses)
    parents = {page.path: page for page in Page.objects.filter(path__in=[_parent_path(course) for course in courses])}
    drafts = _draft_paths(courses)
    return [
        CourseRow(
            course=course,
            parent=parents.get(_parent_path(course)),
            release=releases.get(course.pk),
            drafts=sum(path.startswith(course.path) for path in drafts),
            budget=budget(_tree(course, releases.get(course.pk))),
        )
        for course in courses
    ]


def releases_of(course: CoursePage) -> list[CourseRelease]:
    """Newest first, without their trees."""
    return list(course.releases.without_tree().select_related("created_by").order_by("-number"))


def _tree(course: CoursePage, release: CourseRelease | None) -> Node:
    return release_tree(release.pk) if release else read_course(course)


def _parent_path(course: CoursePage) -> str:
    path: str = course.path
    return path[: -CoursePage.steplen]


def _current_releases(courses: list[CoursePage]) -> dict[int, CourseRelease]:
    newest = CourseRelease.objects.filter(course=OuterRef("course")).order_by("-number").values("pk")[:1]
    current = CourseRelease.objects.without_tree().filter(
        course__in=[course.pk for course in courses], pk=Subquery(newest)
    )
    return {release.course_id: release for release in current}


def _draft_paths(courses: list[CoursePage]) -> list[str]:
    if not courses:
        return []
    inside = Q()
    for course in courses:
        inside |= Q(path__startswith=course.path)
    waiting = Q(live=False) | Q(has_unpublished_changes=True)
    return list(Page.objects.filter(inside & waiting).values_list("path", flat=True))
