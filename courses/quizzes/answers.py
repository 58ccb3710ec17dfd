"""What is stored of an answer: stable ids, whatever order the learner met the question in."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class Answer(ABC):
    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """A JSON-able dict with one key, by which `from_json` knows the shape again."""

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Answer":
        """Raises ValueError for what no answer wrote."""
        match data:
            case {"options": list(ids)}:
                return Chosen(tuple(ids))
            case {"value": bool(value)}:
                return Judged(value)
            case {"pairs": dict(pairs)}:
                return Matched(tuple(pairs.items()))
            case {"order": list(ids)}:
                return Ordered(tuple(ids))
            case {"text": str(text)}:
                return Written(text)
        raise ValueError("not a stored answer")


@dataclass(frozen=True)
class Chosen(Answer):
    """Option ids, in the question's own order; a single choice has one."""

    options: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {"options": list(self.options)}


@dataclass(frozen=True)
class Judged(Answer):
    value: bool

    def to_json(self) -> dict[str, Any]:
        return {"value": self.value}


@dataclass(frozen=True)
class Matched(Answer):
    """(pair id, id of the pair whose right side was chosen) for every pair, in the question's order."""

    pairs: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        return {"pairs": dict(self.pairs)}


@dataclass(frozen=True)
class Ordered(Answer):
    """Every item id, first to last as the learner put them."""

    items: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {"order": list(self.items)}


@dataclass(frozen=True)
class Written(Answer):
    """The text as written; a number too, so that it can be shown again and graded by the same rule."""

    text: str

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text}
