"""What statements say of a release: its number, and each node's type, name and module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from courses.models import CourseRelease
from courses.selectors import release_tree
from courses.trees.nodes import Node, walk


@dataclass(frozen=True)
class NodeFacts:
    """``module`` is the id of the module the node is in, None for the course, its pool and the like."""

    type: str
    name: str
    module: str | None


@dataclass(frozen=True)
class Outline:
    number: int
    course: str
    nodes: Mapping[str, NodeFacts]

    def __contains__(self, node: str) -> bool:
        return plain(node) in self.nodes

    def facts(self, node: str) -> NodeFacts:
        """Facts of a node, or of the node whose part (``?subContentId=…``) it is. Raises ``KeyError``."""
        return self.nodes[plain(node)]


def plain(node: str) -> str:
    """The node id without the part of it that is meant."""
    return node.partition("?")[0]


@lru_cache(maxsize=64)
def release_outline(release_id: int) -> Outline:
    """The outline of a release, kept as releases never change. Raises ``CourseRelease.DoesNotExist``."""
    number: int = CourseRelease.objects.values_list("number", flat=True).get(pk=release_id)
    tree = release_tree(release_id)
    return Outline(number, tree["id"], dict(_facts(tree)))


def _facts(tree: Node) -> list[tuple[str, NodeFacts]]:
    modules: dict[str, str | None] = {}
    found = []
    for node, parent, *_ in walk(tree):
        module = node["id"] if node["type"] == "module" else modules.get(parent["id"]) if parent else None
        modules[node["id"]] = module
        found.append((node["id"], NodeFacts(node["type"], _name(node), module)))
    return found


def _name(node: Node) -> str:
    fields = node["fields"]
    return str(fields.get("title") or fields.get("code") or "")


@lru_cache(maxsize=256)
def release_pk(course_id: int, number: int) -> int:
    """Raises ``CourseRelease.DoesNotExist``."""
    pk: int = CourseRelease.objects.values_list("pk", flat=True).get(course_id=course_id, number=number)
    return pk
