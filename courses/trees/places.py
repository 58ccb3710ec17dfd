"""Where in a tree a node is: which page holds it, and which block of the page."""

from __future__ import annotations

from typing import NamedTuple

from courses.trees.nodes import Node, walk

PAGE_TYPES = frozenset({"course", "module", "lesson", "dialogue"})


class Whereabouts(NamedTuple):
    """The page that holds a node, and the block on it; no block for a page itself."""

    page: Node
    block: Node | None


def whereabouts(tree: Node) -> dict[str, Whereabouts]:
    """For every node of the tree, by id."""
    found: dict[str, Whereabouts] = {}
    for place in walk(tree):
        node = place.node
        if node["type"] in PAGE_TYPES or place.parent is None:
            found[node["id"]] = Whereabouts(node, None)
        else:
            above = found[place.parent["id"]]
            found[node["id"]] = Whereabouts(above.page, above.block or node)
    return found
