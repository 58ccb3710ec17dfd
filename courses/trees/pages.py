"""A course's pages to a tree and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision

from courses.models import CoursePage, DialoguePage, LessonPage, ModulePage, NodePage
from courses.trees.identity import defined_ids, derived_id, with_block_keys, with_texts
from courses.trees.links import nodes_to_pages, pages_to_nodes, pages_to_pages, rewrite_texts
from courses.trees.nodes import Node
from courses.trees.streams import nodes_from_stream, raw_from_nodes

PAGE_MODELS: dict[str, type[NodePage]] = {
    model.node_type: model for model in (CoursePage, ModulePage, LessonPage, DialoguePage)
}


def course_pages(course: CoursePage) -> list[NodePage]:
    """The course and every page in it, in tree order, specific; three queries whatever its size."""
    return list(course.get_descendants(inclusive=True).specific())


def latest_revisions(pages: Iterable[NodePage]) -> dict[int, Revision]:
    """The latest revision of each page that has one, by the page's id, in one query however they are used."""
    wanted = {page.latest_revision_id: page for page in pages if page.latest_revision_id}
    found = {}
    for revision in Revision.objects.filter(pk__in=wanted):
        page = wanted[revision.pk]
        # What it is a revision of has been fetched; Wagtail would fetch it again, for each.
        revision.content_object = page
        found[page.pk] = revision
    return found


def read_course(course: CoursePage, *, drafts: bool = False) -> Node:
    """The whole course as a tree: as it is published, or with the latest drafts (the workbench).

    Published means the live pages with their live content; a page that was never published is not in it.
    Links between its pages are links to nodes.
    """
    return read_courses([course], drafts=drafts)[course.pk]


def read_courses(courses: Iterable[CoursePage], *, drafts: bool = False) -> dict[int, Node]:
    """Many courses, each as :func:`read_course` reads one, by the page's id; six queries however many they are."""
    courses = list(courses)
    pages = _pages_of(courses)
    if drafts:
        _take_drafts(pages)
    trees = {}
    for course in courses:
        own = [
            page
            for page in pages
            if page.path.startswith(course.path) and (drafts or page.live or page.pk == course.pk)
        ]
        node_ids = {page.pk: str(page.node_id) for page in own}
        trees[course.pk] = rewrite_texts(_nest(own), partial(pages_to_nodes, node_ids=node_ids))
    return trees


def _pages_of(courses: Iterable[CoursePage]) -> list[NodePage]:
    """The courses and every page in them, in tree order, specific."""
    inside = Q()
    for course in courses:
        inside |= Q(path__startswith=course.path)
    return list(Page.objects.filter(inside).order_by("path").specific()) if inside else []


def _take_drafts(pages: Iterable[NodePage]) -> None:
    """Put the content of its latest draft on every page that has one, in memory."""
    drafted = {page.latest_revision_id: page for page in pages if page.has_unpublished_changes}
    for pk, content in Revision.objects.filter(pk__in=drafted).values_list("pk", "content"):
        page = drafted[pk]
        for name in (*page.node_fields, *page.node_slots, "node_locked", "lock_reason"):
            if name in content:
                setattr(page, name, page._meta.get_field(name).to_python(content[name]))


def read_page(page: NodePage) -> Node:
    """One page, without the pages below it, as it is in memory (a draft, a preview)."""
    fields = {name: _field(page, name) for name in page.node_fields}
    children: dict[str, list[Node]] = {
        slot: nodes_from_stream(getattr(page, slot), derived_id(str(page.node_id), slot)) for slot in page.node_slots
    }
    if page.page_slot:
        children[page.page_slot] = []
    node: Node = {"id": str(page.node_id), "type": page.node_type, "fields": fields, "children": children}
    if page.node_locked:
        node["locked"] = True
        fields.update({"lock_reason": page.lock_reason} if page.lock_reason else {})
    return node


def _nest(pages: Iterable[NodePage]) -> Node:
    """Pages in tree order, nested; a page whose parent is not among them is left out."""
    root: Node | None = None
    by_path: dict[str, tuple[NodePage, Node]] = {}
    for page in pages:
        node = read_page(page)
        parent = by_path.get(page.path[: -Page.steplen])
        if root is None:
            root = node
        elif parent is None or parent[0].page_slot is None:
            continue
        else:
            parent[1]["children"][parent[0].page_slot].append(node)
        by_path[page.path] = (page, node)
    if root is None:
        raise ValueError("There is no course without its own page.")
    return root


def _field(page: NodePage, name: str) -> Any:
    value = getattr(page, name)
    if isinstance(page._meta.get_field(name), RichTextField):
        return with_block_keys(value or "", f"{page.node_id}/{name}")
    return value


@transaction.atomic
def write_course(tree: Node, parent: Page, *, user: Any = None, publish: bool = True) -> CoursePage:
    """Make pages of a tree under ``parent``, with the tree's ids; drafts unless ``publish``. Returns the course's."""
    course = write_page(tree, parent)
    assert isinstance(course, CoursePage)  # noqa: S101 - narrows the type
    pages = course_pages(course)
    page_ids = {str(page.node_id): page.pk for page in pages}
    for page in pages:
        link_pages(page, page_ids)
        revision = page.save_revision(user=user)
        if publish:
            revision.publish(user=user)
    written: CoursePage = CoursePage.objects.get(pk=course.pk)
    return written


def write_page(node: Node, parent: Page) -> NodePage:
    """Make the node's page, and those below it, last under ``parent``; not live, links still to nodes."""
    page = PAGE_MODELS[node["type"]](node_id=node["id"], live=False)
    set_content(page, node)
    page.slug = free_slug(page.slug, parent)
    parent.add_child(instance=page)
    if page.page_slot:
        for child in node["children"][page.page_slot]:
            write_page(child, page)
    return page


def set_content(page: NodePage, node: Node) -> None:
    """Put a node's fields and blocks on its page, in memory."""
    for name in page.node_fields:
        setattr(page, name, node["fields"][name])
    for slot in page.node_slots:
        field = page._meta.get_field(slot)
        setattr(page, slot, json.dumps(raw_from_nodes(field.stream_block, node["children"][slot])))
    page.node_locked = node.get("locked", False)
    page.lock_reason = node["fields"].get("lock_reason", "")


def free_slug(slug: str, parent: Page, but: Page | None = None) -> str:
    """The slug, with a number where another page below ``parent`` has it."""
    taken = set(parent.get_children().exclude(pk=but.pk if but else None).values_list("slug", flat=True))
    if slug not in taken:
        return slug
    return next(numbered for n in range(2, len(taken) + 3) if (numbered := f"{slug}-{n}") not in taken)


def link_pages(page: NodePage, page_ids: Mapping[str, int]) -> None:
    """Make links to nodes in the page's texts links to their pages (node id -> page id), in memory."""
    set_content(page, rewrite_texts(read_page(page), lambda text: nodes_to_pages(text, page_ids)))


def renew_ids(pages: Iterable[NodePage], page_ids: Mapping[int, int] | None = None) -> None:
    """Give copied pages blocks of their own: new ids in the pages and in all their revisions.

    References among the copied pages follow; references to what was not copied stay. With ``page_ids`` (page
    copied -> its copy) so do links in rich text.
    """
    pages = list(pages)
    mapping: dict[str, str] = {}
    for page in pages:
        for raw in _all_raw(page):
            mapping.update({old: derived_id(str(page.node_id), old) for old in defined_ids(raw)})

    def rewrite(text: str) -> str:
        return mapping.get(text) or pages_to_pages(text, page_ids or {})

    for page in pages:
        _rewrite_page(page, rewrite)
        for revision in page.revisions.all():
            for name in _stream_fields(page):
                if revision.content.get(name):
                    revision.content[name] = json.dumps(with_texts(json.loads(revision.content[name]), rewrite))
            for name in _rich_fields(page):
                revision.content[name] = rewrite(revision.content.get(name) or "")
            revision.save(update_fields=["content"])


def _all_raw(page: NodePage) -> Iterator[Any]:
    """Raw stream data of a page: what is in its fields, and in each of its revisions."""
    for name in _stream_fields(page):
        yield list(getattr(page, name).raw_data)
        for revision in page.revisions.all():
            if revision.content.get(name):
                yield json.loads(revision.content[name])


def _rewrite_page(page: NodePage, rewrite: Callable[[str], str]) -> None:
    for name in _stream_fields(page):
        setattr(page, name, json.dumps(with_texts(list(getattr(page, name).raw_data), rewrite)))
    for name in _rich_fields(page):
        setattr(page, name, rewrite(getattr(page, name) or ""))
    fields = [*_stream_fields(page), *_rich_fields(page)]
    if fields:
        page.save(update_fields=fields, clean=False)


def _rich_fields(page: models.Model) -> list[str]:
    return [field.name for field in page._meta.get_fields() if isinstance(field, RichTextField)]


def _stream_fields(page: models.Model) -> list[str]:
    return [field.name for field in page._meta.get_fields() if isinstance(field, StreamField)]
