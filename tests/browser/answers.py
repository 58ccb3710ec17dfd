"""The answer key: the demo courses as their authors wrote them, by the words a learner reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.services import ROOT

Node = dict[str, Any]


@cache
def course(name: str = "ledelse-af-digital-forandring.v2") -> Course:
    return Course(json.loads((ROOT / "courses" / "demo" / f"{name}.json").read_text()))


@dataclass(frozen=True)
class Course:
    tree: Node

    @property
    def title(self) -> str:
        return str(self.tree["fields"]["title"])

    @property
    def slug(self) -> str:
        return str(self.tree["fields"]["slug"])

    @property
    def steps(self) -> list[Node]:
        """Lessons and dialogues in the order they are taken."""
        return [page for module in self.tree["children"]["modules"] for page in module["children"]["pages"]]

    @property
    def lessons(self) -> list[Node]:
        return [step for step in self.steps if step["type"] == "lesson"]

    def lesson_with(self, kind: str) -> Node:
        """The first lesson that has such a block, or such a question."""
        return next(lesson for lesson in self.lessons if any(self.kind(block) == kind for block in body(lesson)))

    def kind(self, block: Node) -> str:
        return str(self.question_of(block)["type"] if block["type"] == "pool_question" else block["type"])

    def question_of(self, block: Node) -> Node:
        return self._questions[block["fields"]["question"]]

    def asked(self, prompt: str) -> Node:
        """The question of the pool with these words."""
        return next(question for question in self._questions.values() if plain(question["fields"]["prompt"]) == prompt)

    @property
    def _questions(self) -> dict[str, Node]:
        return {question["id"]: question for question in self.tree["children"]["pool"]}


def body(step: Node) -> list[Node]:
    blocks: list[Node] = step["children"]["body"]
    return blocks


def plain(text: str) -> str:
    """As a browser shows it: one blank between words."""
    return " ".join(text.split())


def options(question: Node, *, right: bool) -> Iterator[str]:
    return (each["fields"]["text"] for each in question["children"]["options"] if each["fields"]["correct"] == right)
