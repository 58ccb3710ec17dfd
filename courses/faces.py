"""The public face of courses and steps, and the door from it to where a learner takes them.

``courses`` does not know who tracks learning. Whoever does registers the Wagtail hook ``hyldefri_learner_door``:
``door(request, course, node_id) -> Door | None``, and for the front page ``hyldefri_resume``:
``resume(request) -> dict | None``, the visitor's next step as ``{"url", "title", "course", "minutes", "begun"}``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page, Site

from courses.estimates import budget, minutes_of, minutes_outside
from courses.media import workbench_media
from courses.models import CatalogueIndexPage, Variant
from courses.rendering import block_views, cited_sources
from courses.selectors import release_tree
from courses.trees.nodes import Node, index, is_visible, pages
from courses.trees.pages import read_course, read_page
from courses.trees.workbench import workbench_tree
from courses.variants.access import variant_of
from courses.variants.offers import OfferedCourse, offered_to, release_of
from courses.variants.process import approved_process
from courses.visitors import address, visitors_municipality
from elearning.municipalities.models import Municipality

if TYPE_CHECKING:
    from courses.models import CoursePage, ModulePage, NodePage, StepPage


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


def resume(request: HttpRequest) -> dict[str, Any] | None:
    """The step the visitor goes on with, whatever her course."""
    for find in hooks.get_hooks("hyldefri_resume"):
        step: dict[str, Any] | None = find(request)
        if step is not None:
            return step
    return None


def course_face(course: CoursePage, request: HttpRequest) -> dict[str, Any]:
    """Context of a course's page: its current release's tree; in a preview the workbench's."""
    preview = getattr(request, "is_preview", False)
    variant = variant_of(course)
    release = None if preview else release_of(course, variant)
    tree = release_tree(release.pk) if release else workbench_tree(course) if preview else read_course(course)
    minutes = budget(tree)
    return {
        "course": {**tree["fields"], **(approved_process(variant) if variant and release else {})},
        "municipality_note": _tailored(variant),
        "goals": [goal["fields"]["text"] for goal in tree["children"]["goals"]],
        "modules": [_module(module, tree) for module in tree["children"]["modules"] if is_visible(module)],
        "dialogues": [page.node["fields"] for page in pages(tree) if page.node["type"] == "dialogue"],
        "budget": {"lessons": minutes.lessons, "dialogues": minutes.dialogues, "total": minutes.limit},
        "breadcrumbs": _breadcrumbs(course, request),
        "door": learner_door(request, course) if release else None,
        "release": release,
        "tree": tree,
        "is_preview": preview,
    }


def front_page(home: Page | None, request: HttpRequest, municipality: Municipality | None = None) -> dict[str, Any]:
    """Context of the front page, the site's or a municipality's own: its courses and the visitor's next step."""
    catalogue = CatalogueIndexPage.objects.child_of(home).live().first() if home else None
    return {
        "resume": resume(request),
        "courses": course_list(catalogue, request, municipality) if catalogue else [],
        "catalogue_url": address(catalogue, request) if catalogue else "",
    }


def course_list(
    catalogue: CatalogueIndexPage, request: HttpRequest, municipality: Municipality | None = None
) -> list[OfferedCourse]:
    """The courses as the visitor meets them, or as the people of ``municipality`` do."""
    return offered_to(catalogue, municipality or visitors_municipality(request), request)


def instead_of(course: CoursePage, request: HttpRequest) -> str | None:
    """Where a course's address leads when it is not offered itself: from a variant without an approved version."""
    variant = variant_of(course)
    if variant is None or variant.current_release_id is not None:
        return None
    return address(variant.upstream, request)


def _tailored(variant: Variant | None) -> str:
    return _("Tailored by %(municipality)s.") % {"municipality": variant.municipality} if variant else ""


def step_face(step: StepPage, request: HttpRequest) -> dict[str, Any]:
    """Context of a step's preview: the draft in memory, rendered as the learner will see it, controls at rest."""
    tree = read_course(step.course, drafts=True)
    context = step_context(read_page(step), tree, viewer=request.user.pk)
    return {**context, "course_url": address(step.course, request), "breadcrumbs": _breadcrumbs(step, request)}


def step_context(node: Node, tree: Node, *, viewer: int | None = None) -> dict[str, Any]:
    """A lesson or dialogue of a tree that is nobody's yet, as its preview shows it to ``viewer``, by id."""
    views = block_views(node, tree, workbench_media(node, viewer))
    return {
        node["type"]: node["fields"],
        "course": tree["fields"],
        "parts": views,
        "sources": cited_sources(views, tree),
        "source_keys": [source["fields"]["key"] for source in tree["children"]["sources"]],
        "maturity": tree["children"]["maturity"],
        "draw_count": tree["fields"]["draw_count"],
        "pass_mark": tree["fields"]["pass_mark"],
        "is_preview": True,
    }


def module_face(module: ModulePage, request: HttpRequest) -> dict[str, Any]:
    """Context of a module's preview: the module with its steps, as it stands on the course's page."""
    tree = workbench_tree(module)
    node = index(tree).get(str(module.node_id)) or read_page(module)
    return {
        "modules": [_module(node, tree)],
        "breadcrumbs": _breadcrumbs(module, request),
        "is_preview": True,
    }


def _module(module: Node, tree: Node) -> dict[str, Any]:
    """A module as templates/components/day.html takes it, without a learner's status."""
    steps = [_step(page.node, tree) for page in pages(tree) if page.module is module]
    return {**module["fields"], "minutes": sum(step["minutes"] for step in steps), "steps": steps}


def _step(step: Node, tree: Node) -> dict[str, Any]:
    return {
        "title": step["fields"]["title"],
        "href": "",
        "kind": step["type"],
        "minutes": minutes_of(step, tree),
        "minutes_outside": minutes_outside(step),
        "participants": step["fields"].get("participants", ""),
    }


def _breadcrumbs(page: NodePage, request: HttpRequest) -> list[dict[str, str]]:
    """From the front page to ``page``; a page that is not saved yet has no place but its last.

    On a municipality's own host its page is the front page, whichever part of the tree the course is in.
    """
    above = list(Page.objects.ancestor_of(page).filter(depth__gt=1)) if page.path else []
    site = Site.find_for_request(request)
    if above and site is not None and above[0].pk != site.root_page_id:
        above = [site.root_page, *(it for it in above[1:] if it.pk != site.root_page_id)]
    crumbs = [{"href": address(ancestor, request), "title": ancestor.title} for ancestor in above]
    return [*crumbs, {"href": "", "title": page.title}]


def step_door(step: StepPage, request: HttpRequest) -> str:
    """The address a step's own address leads to."""
    door = learner_door(request, step.course, str(step.node_id))
    if door is not None and door.method == "get":
        return door.url
    return address(step.course, request)
