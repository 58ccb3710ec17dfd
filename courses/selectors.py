"""Reads that serve pages of courses."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import OuterRef, QuerySet, Subquery
from wagtail.models import Page

from courses.models import CoursePage, CourseRelease
from courses.trees.nodes import Node


@lru_cache(maxsize=64)
def release_tree(release_id: int) -> Node:
    """A release's tree. Releases never change, so each process keeps those it has read; do not change what you get.

    Raises ``CourseRelease.DoesNotExist``.
    """
    tree: Node = CourseRelease.objects.values_list("tree", flat=True).get(pk=release_id)
    return tree


def offered_courses(parent: Page) -> QuerySet[CoursePage]:
    """Published courses under ``parent`` with at least one release, each with ``release_id`` of its current one."""
    newest = CourseRelease.objects.filter(course=OuterRef("pk")).order_by("-number")
    offered: QuerySet[CoursePage] = (
        CoursePage.objects.child_of(parent)
        .live()
        .public()
        .annotate(release_id=Subquery(newest.values("pk")[:1]))
        .filter(release_id__isnull=False)
    )
    return offered
