"""Put a course from a tree file (docs/content-format.md) into the page tree, with its first version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Page

from courses.actions.create_release import CreateRelease
from courses.demo.files import HERE, MEDIA, read_releases
from courses.demo.media import with_stored_media
from courses.models import CoursePage, CourseRelease
from courses.trees.nodes import Node
from courses.trees.pages import write_course

AI_COURSE = "naar-ai-flytter-ind.v1.json"


def demo_courses() -> dict[Path, str]:
    """Tree files, each with the notes of the version made of it."""
    first = read_releases()[0]
    return {HERE / first["file"]: first["notes"], HERE / AI_COURSE: "Første version af kurset."}


def read_tree(path: Path) -> Node:
    tree: Node = json.loads(path.read_text(encoding="utf-8"))
    return tree


@transaction.atomic
def load_course(
    tree_path: Path, parent: Page, user: Any = None, *, notes: str = "", media_dir: Path = MEDIA
) -> CoursePage:
    """The course with the tree's root id under ``parent``: the one that is there, untouched, or a new one, released.

    Raises ``ReleaseRefused`` where the tree cannot be released; nothing is stored then.
    """
    tree = read_tree(tree_path)
    existing: CoursePage | None = CoursePage.objects.child_of(parent).filter(node_id=tree["id"]).first()
    if existing is not None:
        return existing
    course = write_course(with_stored_media(tree, media_dir), parent, user=user)
    CreateRelease(course, user=user, notes=notes, importance=CourseRelease.Importance.OPTIONAL).execute(
        skip_permission_checks=True
    )
    return course
