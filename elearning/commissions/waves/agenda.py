"""A gathering's agenda, and the same for the projector; both made from the dialogues of the course's version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator

from courses.estimates import minutes_of
from courses.selectors import release_tree
from courses.trees.nodes import Node, is_visible, pages
from elearning.commissions.models import Gathering, Wave
from tracking.enrolling.rules import EnrolmentRefused, offer

_PARAGRAPH_END = re.compile(r"</(?:p|li|h[1-6])>", re.IGNORECASE)
#: What is read from the back row.
_MOST_WORDS = 60


@dataclass(frozen=True)
class Item:
    """A dialogue in its place: from when to when, how it is held, and its steps with their minutes."""

    title: str
    minutes: int
    participants: str
    note: str
    begins: datetime
    ends: datetime
    steps: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Slide:
    """One step of a dialogue on the wall. ``minutes`` is 0 on the slide that opens a dialogue."""

    dialogue: str
    heading: str
    texts: tuple[str, ...]
    minutes: int = 0


def dialogues_of(wave: Wave) -> list[Node]:
    """The dialogues in the version that is offered; none where the course is offered no more."""
    tree = _tree(wave)
    return [page.node for page in pages(tree) if page.node["type"] == "dialogue"] if tree else []


def agenda(gathering: Gathering) -> list[Item]:
    """One after another from the beginning. A dialogue that the version has no more is left out."""
    at = timezone.localtime(gathering.starts)
    items = []
    tree = _tree(gathering.wave)
    for node in chosen(gathering):
        fields, minutes = node["fields"], round(minutes_of(node, tree or node))
        ends = at + timedelta(minutes=minutes)
        items.append(
            Item(
                fields["title"], minutes, fields.get("participants", ""), fields.get("note", ""), at, ends,
                tuple(step["fields"] for guide in _guides(node) for step in _steps(guide)),
            )
        )  # fmt: skip
        at = ends
    return items


def chosen(gathering: Gathering) -> list[Node]:
    """The gathering's dialogues, in its order."""
    by_id = {node["id"]: node for node in dialogues_of(gathering.wave)}
    return [by_id[id_] for id_ in gathering.dialogues if id_ in by_id]


def slides(gathering: Gathering) -> list[Slide]:
    """A slide opens each dialogue, one follows for each of its steps."""
    return [slide for node in chosen(gathering) for slide in _slides(node)]


def _slides(node: Node) -> Iterator[Slide]:
    title = node["fields"]["title"]
    opening = [node["fields"].get("participants", ""), *_paragraphs(node)]
    opening += [guide["fields"].get("introduction", "") for guide in _guides(node)]
    yield Slide(title, title, tuple(_short(text) for text in opening if text))
    for guide in _guides(node):
        for step in _steps(guide):
            yield Slide(title, "", (step["fields"]["text"],), round(step["fields"].get("minutes") or 0))


def _paragraphs(node: Node) -> Iterator[str]:
    """Running text before the guide, as plain sentences: nobody follows a link on a wall."""
    for block in node["children"]["body"]:
        if block["type"] == "dialogue_guide":
            return
        if block["type"] in ("paragraph", "key_message") and is_visible(block):
            for part in _PARAGRAPH_END.split(block["fields"].get("text", "")):
                if text := " ".join(strip_tags(part).split()):
                    yield text


def _guides(node: Node) -> list[Node]:
    return [block for block in node["children"]["body"] if block["type"] == "dialogue_guide" and is_visible(block)]


def _steps(guide: Node) -> Iterable[Node]:
    found: list[Node] = guide["children"].get("steps", [])
    return found


def _short(text: str) -> str:
    return Truncator(text).words(_MOST_WORDS)


def _tree(wave: Wave) -> Node | None:
    try:
        return release_tree(offer(wave.course, wave.municipality).release.pk)
    except EnrolmentRefused:
        return None
