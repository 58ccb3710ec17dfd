"""The public face of courses and steps, and the door from it to where a learner takes them.

``courses`` does not know who tracks learning. Whoever does registers the Wagtail hook ``hyldefri_learner_door``:
``door(request, course, node_id) -> Door | None``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from wagtail import hooks

from courses.estimates import budget
from courses.media import workbench_media
from courses.rendering import block_views
from courses.selectors import release_tree
from courses.trees.pages import read_course, read_page

if TYPE_CHECKING:
    from courses.models import CoursePage, StepPage


@dataclass(frozen=True)
class Door:
    """Where and how a visitor goes on from a course's public face. ``method`` is "get" or "post"."""

    url: str
    label: str
    method: str = "get"
    note: str = ""


def learner_door(request: HttpRequest, course: CoursePage, node_id: str | None = None) -> Door | None:
    for open_door in hooks.get_hooks("hyldefri_learner_door"):
        door: Door | None = open_door(request, course, node_id)
        if door is not None:
            return door
    return None


def course_face(course: CoursePage, request: HttpRequest) -> dict[str, Any]:
    """Context of a course's page: its current release's tree; in a preview the workbench's."""
    preview = getattr(request, "is_preview", False)
    release = None if preview else course.current_release
    if release:
        tree = release_tree(release.pk)
    elif preview:
        draft = read_page(course)
        tree = read_course(course, drafts=True)
        tree = {
            **tree,
            "fields": draft["fields"],
            "children": {**draft["children"], "modules": tree["children"]["modules"]},
        }
    else:
        tree = read_page(course)
    return {
        "tree": tree,
        "release": release,
        "budget": budget(tree),
        "door": learner_door(request, course) if release else None,
    }


def step_face(step: StepPage) -> dict[str, Any]:
    """Context of a step's preview: the draft in memory, rendered as the learner will see it, controls at rest."""
    node = read_page(step)
    tree = read_course(step.course, drafts=True)
    media = workbench_media(node)
    return {"node": node, "tree": tree, "blocks": block_views(node, tree, media), "preview": True}


def step_door(step: StepPage, request: HttpRequest) -> str:
    """The address a step's own address leads to."""
    door = learner_door(request, step.course, str(step.node_id))
    if door is not None and door.method == "get":
        return door.url
    address: str = step.course.get_url(request)
    return address
