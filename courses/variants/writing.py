"""A tree onto the pages of a variant: drafts, new pages, moves, removals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from wagtail.models import Page, Revision

from courses.models import CoursePage, NodePage
from courses.trees.nodes import Node
from courses.trees.pages import (
    course_pages,
    free_slug,
    latest_revisions,
    link_pages,
    read_course,
    set_content,
    write_page,
)
from courses.trees.sequences import longest_increasing
from courses.trees.workbench import PAGE_SLOTS


@dataclass
class Written:
    """What writing a tree did to the pages, by node id."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def write_tree(course: CoursePage, tree: Node, *, user: Any = None) -> Written:
    """Bring the course's workbench (latest drafts, the pages' places) to ``tree``.

    Content becomes drafts; what is published stays so. New pages are not live. A page that the tree does not have is
    deleted with its history, so the caller keeps what it needs to go back. Where two siblings would have the same
    slug, the newcomer's gets a number. Raises ``RuntimeError`` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("write_tree changes many pages: call it inside a transaction.")
    written = Written()
    pages = course_pages(course)
    before = {node["id"]: _own(node) for node in page_nodes(read_course(course, drafts=True))}
    wanted = {node["id"]: node for node in page_nodes(tree)}
    _Arranger(pages, wanted, written).arrange(tree)
    _remove(pages, wanted, written)
    if written.added or written.moved or written.removed:
        pages = course_pages(course)
    page_ids = {str(page.node_id): page.pk for page in pages}
    changed = [page for page in pages if before.get(str(page.node_id)) != _own(wanted[str(page.node_id)])]
    revisions = latest_revisions(page for page in changed if page.has_unpublished_changes)
    for page in changed:
        node = wanted[str(page.node_id)]
        _save_draft(page, revisions.get(page.pk), node, page_ids, user)
        if node["id"] in before:
            written.changed.append(node["id"])
    return written


def page_nodes(tree: Node) -> Iterator[Node]:
    """The nodes of a tree that are pages, in tree order."""
    yield tree
    for child in _below(tree):
        yield from page_nodes(child)


def _below(node: Node) -> list[Node]:
    return [child for slot in PAGE_SLOTS for child in node["children"].get(slot, [])]


def _own(node: Node) -> Node:
    """The node without the pages below it."""
    return {**node, "children": {slot: nodes for slot, nodes in node["children"].items() if slot not in PAGE_SLOTS}}


class _Arranger:
    """Makes the pages that are missing and moves those that stand elsewhere, from the top down."""

    def __init__(self, pages: list[NodePage], wanted: Mapping[str, Node], written: Written) -> None:
        self.ids = {str(page.node_id): page.pk for page in pages}
        self.written = written
        self.children: dict[str, list[str]] = {}
        by_path = {page.path: str(page.node_id) for page in pages}
        for page in pages[1:]:
            self.children.setdefault(by_path[page.path[: -page.steplen]], []).append(str(page.node_id))

    def arrange(self, parent: Node) -> None:
        wanted = _below(parent)
        for node in wanted:
            if node["id"] not in self.ids:
                self._add(node, parent["id"])
        order = {node_id: n for n, node_id in enumerate(self.children.get(parent["id"], []))}
        here = [node["id"] for node in wanted if node["id"] in order]
        kept = longest_increasing([order[node_id] for node_id in here])
        stays = {node_id for n, node_id in enumerate(here) if n in kept}
        previous = None
        for node in wanted:
            if node["id"] not in stays:
                self._move(node["id"], after=previous, parent=parent["id"])
            previous = node["id"]
        for node in wanted:
            self.arrange(node)

    def _add(self, node: Node, parent_id: str) -> None:
        home = Page.objects.get(pk=self.ids[parent_id])
        children = {slot: [] if slot in PAGE_SLOTS else nodes for slot, nodes in node["children"].items()}
        page = write_page({**node, "children": children}, home)
        self.ids[node["id"]] = page.pk
        self.children.setdefault(parent_id, []).append(node["id"])
        self.written.added.append(node["id"])

    def _move(self, node_id: str, *, after: str | None, parent: str) -> None:
        # Fresh rows: every move changes the paths of others.
        page, home = (Page.objects.get(pk=self.ids[each]) for each in (node_id, parent))
        if page.get_parent() != home:
            page = self._with_free_slug(page, home)
        if after is None:
            page.move(home, pos="first-child")
        else:
            page.move(Page.objects.get(pk=self.ids[after]), pos="right")
        if node_id not in self.written.added:
            self.written.moved.append(node_id)

    def _with_free_slug(self, page: Page, home: Page) -> Page:
        slug = free_slug(page.slug, home)
        if slug != page.slug:
            page.slug = slug
            page.save(update_fields=["slug"], clean=False)
        return page


def _remove(pages: list[NodePage], wanted: Mapping[str, Node], written: Written) -> None:
    """Delete what the tree does not have; what it keeps of what was below has been moved out."""
    for page in pages:
        node_id = str(page.node_id)
        if node_id in wanted:
            continue
        written.removed.append(node_id)
        stored = Page.objects.filter(pk=page.pk).first()
        if stored is not None:  # not gone with the page above it
            stored.specific.delete()


def _save_draft(page: NodePage, latest: Revision | None, node: Node, page_ids: Mapping[str, int], user: Any) -> None:
    """``latest`` is the draft to build on; None where what is published is the newest there is."""
    draft: Any = latest.as_object() if latest else page
    own_slug = page.slug
    set_content(draft, node)
    if draft.slug != own_slug:
        draft.slug = free_slug(draft.slug, page.get_parent(), but=page)
    link_pages(draft, page_ids)
    # What an editor left half written is a draft too: it is checked when it is published.
    draft.save_revision(user=user, log_action=True, clean=False)
