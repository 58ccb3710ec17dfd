"""Blocks of a tree as templates see them.

The same templates serve the editor's preview and the learner's page; what only the learner has (her saved state, an
address to post to) is put on the views by whoever serves her.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from courses import citations
from courses.blocks.base import CourseBlock
from courses.blocks.questions import QUESTION_TYPES
from courses.citations import cited_keys
from courses.media import MediaKey, MediaView
from courses.quizzes.presenting import Presentation, present
from courses.quizzes.questions import MalformedQuestion, parse
from courses.trees.links import media_in
from courses.trees.nodes import Node, index, is_visible, walk
from courses.trees.streams import node_from_value


@dataclass
class BlockView:
    """One block. ``question_node`` is the question a question block asks, its own or the pool's."""

    node: Node
    media: dict[str, MediaView] = field(default_factory=dict)
    question_node: Node | None = None
    #: What the learner has: see templates/courses/blocks/.
    state: Any = None
    action: str | None = None
    question: Presentation | None = None
    answer: Any = None
    result: Any = None
    errors: Any = None
    themes: list[Node] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.node["id"]

    @property
    def type(self) -> str:
        return self.node["type"]

    @property
    def fields(self) -> dict[str, Any]:
        return self.node["fields"]

    @property
    def children(self) -> dict[str, list[Node]]:
        return self.node["children"]

    @property
    def template(self) -> str:
        asked = self.question_node or self.node
        return f"courses/blocks/{asked['type']}.html"


def block_views(
    step: Node, tree: Node, media: Mapping[MediaKey, MediaView], audiences: frozenset[str] | None = None
) -> list[BlockView]:
    """The visible blocks of a lesson or dialogue, in order.

    Left out: references to questions that are gone or hidden, and questions that cannot be read (half-written drafts).
    Questions are presented with the block's own id as seed; a learner's attempt brings its own.
    """
    pool = index({**tree, "children": {"pool": tree["children"]["pool"]}})
    views = []
    for node in step["children"]["body"]:
        if not is_visible(node, audiences):
            continue
        view = BlockView(node, _media_of(node, media))
        if node["type"] in QUESTION_TYPES:
            view.question_node = node
        elif node["type"] == "pool_question":
            view.question_node = pool.get(node["fields"]["question"])
            if view.question_node is None or not is_visible(view.question_node, audiences):
                continue
        elif node["type"] == "maturity_check":
            view.themes = tree["children"]["maturity"]
        if view.question_node:
            try:
                view.question = present(parse(view.question_node), node["id"])
            except MalformedQuestion:
                # A draft may be anything; what is released has been checked.
                continue
        views.append(view)
    return views


def example_views(block: CourseBlock, raw: dict[str, Any]) -> list[BlockView]:
    """The view of one block that is in no course, from raw stream data; the editor's block picker shows it."""
    node = node_from_value(block, raw)
    step: Node = {"id": "", "type": "lesson", "fields": {}, "children": {"body": [node]}}
    tree: Node = {"id": "", "type": "course", "fields": {}, "children": {"pool": [], "maturity": []}}
    return block_views(step, tree, {})


def cited_sources(views: Iterable[BlockView], tree: Node) -> list[Node]:
    """The course's sources that the blocks cite as ``[K1]``, in the course's order."""
    nodes = [node for view in views for node in (view.node, view.question_node) if node]
    keys = cited_keys([place.node["fields"] for node in nodes for place in walk(node)])
    return citations.cited_sources(tree, keys)


def _media_of(node: Node, media: Mapping[MediaKey, MediaView]) -> dict[str, MediaView]:
    found = {}
    for name, value in node["fields"].items():
        reference = media_in(value)
        if reference and (view := media.get((reference["media"], reference["id"]))):
            found[name] = view
    return found
