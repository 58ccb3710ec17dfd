"""What a learner must do to complete a course, read from the release she is on."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from courses.estimates import minutes_of
from courses.trees.nodes import Node, pages, visible


@dataclass(frozen=True)
class Criterion:
    """Every required lesson, in reading order, and the final test where there is one.

    `minutes` holds every required lesson's and `test_lesson`'s; `test` is the final test block's id and
    `test_lesson` the lesson that holds it; `pass_mark` is in per cent.
    """

    required: tuple[str, ...]
    minutes: Mapping[str, float]
    test: str | None
    test_lesson: str | None
    pass_mark: int

    def to_json(self) -> dict[str, Any]:
        """JSON-able; what a completion keeps of the criterion that applied."""
        return asdict(self) | {"required": list(self.required), "minutes": dict(self.minutes)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Criterion":
        return cls(**{**data, "required": tuple(data["required"])})


def criterion(tree: Node, pass_mark: int, audiences: frozenset[str] = frozenset()) -> Criterion:
    """The criterion of a release's tree for a learner with these audiences.

    Dialogues are never required. A final test counts in an optional lesson too; of several, the first.
    """
    lessons = [page.node for page in pages(tree) if page.node["type"] == "lesson"]
    required = tuple(lesson["id"] for lesson in lessons if lesson["fields"].get("required"))
    test, test_lesson = _final_test(lessons, audiences)
    counted = {*required, test_lesson}
    minutes = {lesson["id"]: minutes_of(lesson, tree) for lesson in lessons if lesson["id"] in counted}
    return Criterion(required, minutes, test, test_lesson, pass_mark)


def _final_test(lessons: list[Node], audiences: frozenset[str]) -> tuple[str | None, str | None]:
    for lesson in lessons:
        for place in visible(lesson, audiences):
            if place.node["type"] == "final_test":
                return place.node["id"], lesson["id"]
    return None, None
