"""What the tests of the demo files share: ways to find things in a tree."""

import re
from collections.abc import Iterator
from typing import Any

from courses.demo.files import VARIANTS, read_course, read_variant
from courses.demo.tailoring import tailor
from courses.trees.nodes import Node
from courses.trees.nodes import walk as places

DAY = 360
"""The minutes of a course day."""

V1 = "ledelse-af-digital-forandring.v1.json"
V2 = "ledelse-af-digital-forandring.v2.json"
TWO_DAYS = "naar-ai-flytter-ind.v1.json"
COURSES = (V1, V2, TWO_DAYS)


def walk(tree: Node) -> Iterator[Node]:
    """Every node, in reading order, whatever its place."""
    return (place.node for place in places(tree))


def nodes(tree: Node, *types: str) -> list[Node]:
    return [node for node in walk(tree) if node["type"] in types]


def fields(tree: Node) -> dict[tuple[str, str], Any]:
    """Every field's value by node and name."""
    return {(node["id"], name): value for node in walk(tree) for name, value in node["fields"].items()}


def texts(tree: Node) -> Iterator[str]:
    """Every text a person reads, without its markup."""
    for node in walk(tree):
        for name, value in node["fields"].items():
            if isinstance(value, str) and name not in {"question", "slug"}:
                yield re.sub(r"<[^>]+>", " ", value)


def visible_minutes(tree: Node, *types: str) -> int:
    return sum(page["fields"]["minutes"] for page in nodes(tree, *types) if not page["fields"]["hidden"])


def page(tree: Node, code: str) -> Node:
    return next(node for node in nodes(tree, "lesson", "dialogue") if node["fields"]["code"] == code)


def all_trees() -> dict[str, Node]:
    """Every course and every tailored course, by name."""
    base = read_course(V1)
    tailored = {name: tailor(base, read_variant(name)["changes"]) for name in VARIANTS}
    return {file: read_course(file) for file in COURSES} | tailored
