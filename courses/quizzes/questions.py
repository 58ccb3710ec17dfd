"""Questions as typed values, read from the question nodes of `docs/content-format.md`."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from courses.trees.nodes import Node, is_visible


class MalformedQuestion(ValueError):
    """The node is no question, or lacks what its type needs."""


@dataclass(frozen=True)
class Option:
    id: str
    text: str
    correct: bool
    feedback: str


@dataclass(frozen=True)
class Pair:
    id: str
    left: str
    right: str


@dataclass(frozen=True)
class Item:
    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """What all seven types share; `level` is 1-3, `explanation` is shown after every answer."""

    type: ClassVar[str]

    id: str
    code: str
    prompt: str
    level: int
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """Options to choose among, each with its own feedback."""

    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class SingleChoice(Choice):
    type = "single_choice"


@dataclass(frozen=True, kw_only=True)
class MultipleChoice(Choice):
    type = "multiple_choice"


@dataclass(frozen=True, kw_only=True)
class Verdict(Question):
    """A question answered as a whole, with feedback for right and for wrong."""

    feedback_right: str
    feedback_wrong: str


@dataclass(frozen=True, kw_only=True)
class TrueFalse(Verdict):
    type = "true_false"

    answer: bool


@dataclass(frozen=True, kw_only=True)
class Matching(Verdict):
    type = "matching"

    pairs: tuple[Pair, ...]


@dataclass(frozen=True, kw_only=True)
class Ordering(Verdict):
    """`items` stand in the right order."""

    type = "ordering"

    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class ShortText(Verdict):
    type = "short_text"

    accepted: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Number(Verdict):
    """Right when the answer lies within `tolerance` of `value`, both ends included."""

    type = "number"

    value: Decimal
    tolerance: Decimal
    unit: str


def parse(node: Node) -> Question:
    """The question a node describes, hidden options left out. Raises `MalformedQuestion`.

    A half-written question (no right option yet) is still a question: a preview must show it.
    """
    try:
        return _READERS[node["type"]](node)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise MalformedQuestion(f"{node.get('id')} ({node.get('type')}): {error!r}") from error


def is_question(node: Node) -> bool:
    return node["type"] in _READERS


def _common(node: Node) -> dict[str, Any]:
    fields = node["fields"]
    return {
        "id": node["id"],
        "code": fields.get("code") or "",
        "prompt": fields["prompt"],
        "level": int(fields.get("level") or 1),
        "explanation": fields.get("explanation") or "",
    }


def _verdict(node: Node) -> dict[str, Any]:
    feedback = {name: node["fields"].get(name) or "" for name in ("feedback_right", "feedback_wrong")}
    return _common(node) | feedback


def _slot(node: Node, name: str) -> list[Node]:
    return [child for child in node["children"][name] if is_visible(child)]


def _options(node: Node) -> tuple[Option, ...]:
    return tuple(
        Option(
            id=child["id"],
            text=child["fields"]["text"],
            correct=bool(child["fields"]["correct"]),
            feedback=child["fields"].get("feedback") or "",
        )
        for child in _slot(node, "options")
    )


def _single_choice(node: Node) -> Question:
    return SingleChoice(**_common(node), options=_options(node))


def _multiple_choice(node: Node) -> Question:
    return MultipleChoice(**_common(node), options=_options(node))


def _true_false(node: Node) -> Question:
    return TrueFalse(**_verdict(node), answer=bool(node["fields"]["answer"]))


def _matching(node: Node) -> Question:
    pairs = tuple(
        Pair(child["id"], child["fields"]["left"], child["fields"]["right"]) for child in _slot(node, "pairs")
    )
    return Matching(**_verdict(node), pairs=pairs)


def _ordering(node: Node) -> Question:
    items = tuple(Item(child["id"], child["fields"]["text"]) for child in _slot(node, "items"))
    return Ordering(**_verdict(node), items=items)


def _short_text(node: Node) -> Question:
    accepted = tuple(child["fields"]["text"] for child in _slot(node, "accepted"))
    return ShortText(**_verdict(node), accepted=accepted)


def _number(node: Node) -> Question:
    fields = node["fields"]
    return Number(
        **_verdict(node),
        value=_decimal(fields["value"]),
        tolerance=_decimal(fields.get("tolerance") or 0),
        unit=fields.get("unit") or "",
    )


def _decimal(value: object) -> Decimal:
    """By way of its text: 0.1 is a tenth, not the float nearest to it."""
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(f"{value} is not a finite number")
    return number


_READERS: dict[str, Callable[[Node], Question]] = {
    "single_choice": _single_choice,
    "multiple_choice": _multiple_choice,
    "true_false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "short_text": _short_text,
    "number": _number,
}
