"""Where the demo files are and how to read them; ``docs/demo-files.md`` describes their shapes."""

import json
from pathlib import Path
from typing import Any, cast

from courses.trees.nodes import Node

HERE = Path(__file__).parent
MEDIA = HERE / "media"

VARIANTS = ("glostrup", "aarhus", "laesoe")


def read_course(file: str) -> Node:
    """The course tree of one of the course files; references to media name files in ``MEDIA``."""
    return cast(Node, _read(HERE / file))


def read_releases() -> list[dict[str, Any]]:
    """The releases of the one-day course, oldest first: number, importance, file and notes."""
    return cast(list[dict[str, Any]], _read(HERE / "releases.json"))


def read_variant(name: str) -> dict[str, Any]:
    """A municipality's order and its changes to the first release of the one-day course."""
    return cast(dict[str, Any], _read(HERE / "variants" / f"{name}.json"))


def _read(path: Path) -> object:
    return json.loads(path.read_text(encoding="utf-8"))
