"""Between a question's form fields and its `Answer`.

| type | field names | values |
|---|---|---|
| single_choice | `option` | an option id |
| multiple_choice | `options`, many | option ids |
| true_false | `value` | `true` or `false` |
| matching | `left-<pair id>`, one a pair | a right side's token |
| ordering | `position-<item id>`, one an item | 1 to n, each once |
| short_text, number | `text` | at most 500 characters |

Other fields are ignored. Form data maps a name to the list of its values: `dict(request.POST.lists())`.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal

from courses.quizzes.answers import Answer, Chosen, Judged, Matched, Ordered, Written
from courses.quizzes.presenting import right_owners, right_token
from courses.quizzes.questions import (
    Choice,
    Matching,
    MultipleChoice,
    Number,
    Ordering,
    Question,
    ShortText,
    TrueFalse,
)
from courses.quizzes.written import comparable, parse_number

LONGEST_TEXT = 500

FormData = Mapping[str, Sequence[str]]
Code = Literal[
    "missing",
    "several",
    "unknown",
    "duplicate",
    "not_permutation",
    "too_long",
    "control_character",
    "not_a_number",
]


class InvalidAnswer(ValueError):
    """The form cannot be read as an answer; `code` says why, `field` where (the edge words it)."""

    def __init__(self, code: Code, field: str) -> None:
        super().__init__(f"{field}: {code}")
        self.code = code
        self.field = field


def read_answer(question: Question, data: FormData, seed: str) -> Answer:
    """The answer a form holds, `seed` being the one the question was presented with.

    Raises `InvalidAnswer` for incomplete or hostile input, TypeError for a question of no known type.
    """
    match question:
        case MultipleChoice():
            return _chosen(question, "options", _many(data, "options"))
        case Choice():
            return _chosen(question, "option", [_one(data, "option")])
        case TrueFalse():
            return _judged(data)
        case Matching():
            return _matched(question, data, seed)
        case Ordering():
            return _ordered(question, data)
        case ShortText():
            return _short_text(data)
        case Number():
            return _number(question, data)
    raise TypeError(f"no form for {type(question).__name__}")


def form_data(answer: Answer, seed: str) -> dict[str, list[str]]:
    """The fields that would give this answer again: what a redrawn form is filled with."""
    match answer:
        case Chosen(options):
            return {"option": list(options[:1]), "options": list(options)}
        case Judged(value):
            return {"value": ["true" if value else "false"]}
        case Matched(pairs):
            return {f"left-{left}": [right_token(seed, right)] for left, right in pairs}
        case Ordered(items):
            return {f"position-{item}": [str(position)] for position, item in enumerate(items, 1)}
        case Written(text):
            return {"text": [text]}
    raise TypeError(f"no form for {type(answer).__name__}")


def _chosen(question: Choice, field: str, ids: Sequence[str]) -> Chosen:
    if len(set(ids)) < len(ids):
        raise InvalidAnswer("duplicate", field)
    known = [option.id for option in question.options]
    if not set(ids) <= set(known):
        raise InvalidAnswer("unknown", field)
    return Chosen(tuple(id_ for id_ in known if id_ in ids))


def _judged(data: FormData) -> Judged:
    value = _one(data, "value")
    if value not in ("true", "false"):
        raise InvalidAnswer("unknown", "value")
    return Judged(value == "true")


def _matched(question: Matching, data: FormData, seed: str) -> Matched:
    presented = {right_token(seed, owner): owner for owner in right_owners(question).values()}
    chosen: list[tuple[str, str]] = []
    for pair in question.pairs:
        field = f"left-{pair.id}"
        token = _one(data, field)
        if token not in presented:
            raise InvalidAnswer("unknown", field)
        chosen.append((pair.id, presented[token]))
    return Matched(tuple(chosen))


def _ordered(question: Ordering, data: FormData) -> Ordered:
    positions = {item.id: _one(data, f"position-{item.id}") for item in question.items}
    wanted = [str(position) for position in range(1, len(positions) + 1)]
    if set(positions.values()) != set(wanted):
        raise InvalidAnswer("not_permutation", "position")
    at = {position: item for item, position in positions.items()}
    return Ordered(tuple(at[position] for position in wanted))


def _short_text(data: FormData) -> Written:
    text = _text(data)
    if not comparable(text):
        raise InvalidAnswer("missing", "text")
    return Written(text)


def _number(question: Number, data: FormData) -> Written:
    text = _text(data)
    if parse_number(text, question.unit) is None:
        raise InvalidAnswer("not_a_number", "text")
    return Written(text)


def _text(data: FormData) -> str:
    text = _one(data, "text")
    if len(text) > LONGEST_TEXT:
        raise InvalidAnswer("too_long", "text")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text if character not in "\t\r\n"):
        raise InvalidAnswer("control_character", "text")
    return text.strip()


def _one(data: FormData, field: str) -> str:
    values = _many(data, field)
    if len(values) > 1:
        raise InvalidAnswer("several", field)
    return values[0]


def _many(data: FormData, field: str) -> Sequence[str]:
    values = data.get(field, ())
    if isinstance(values, str):
        raise TypeError("form data maps each field to the list of its values")
    if not values or values == [""]:
        raise InvalidAnswer("missing", field)
    return values
