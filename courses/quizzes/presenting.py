"""What may be sent to a learner before she answers: nothing that tells what is right."""

from dataclasses import asdict, dataclass
from typing import Any

from courses.quizzes.questions import Choice, Item, Matching, Number, Ordering, Question
from courses.quizzes.shuffling import shuffled, token


@dataclass(frozen=True)
class Presentation:
    """A question as it is met.

    `options` belong to the two choices, `items` to ordering, `lefts` (in the author's order) and `rights`
    (with tokens for ids) to matching, `unit` to a number; each is empty for the other types.
    """

    id: str
    type: str
    prompt: str
    level: int
    options: tuple[Item, ...] = ()
    items: tuple[Item, ...] = ()
    lefts: tuple[Item, ...] = ()
    rights: tuple[Item, ...] = ()
    unit: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def present(question: Question, seed: str) -> Presentation:
    """The question with its order drawn from the seed, the same each time within an attempt."""
    common = (question.id, question.type, question.prompt, question.level)
    match question:
        case Choice():
            return Presentation(*common, options=presented_options(question, seed))
        case Ordering():
            return Presentation(*common, items=presented_items(question, seed))
        case Matching():
            lefts = tuple(Item(pair.id, pair.left) for pair in question.pairs)
            return Presentation(*common, lefts=lefts, rights=presented_rights(question, seed))
        case Number():
            return Presentation(*common, unit=question.unit)
        case _:
            return Presentation(*common)


def presented_options(question: Choice, seed: str) -> tuple[Item, ...]:
    options = [Item(option.id, option.text) for option in question.options]
    return tuple(shuffled(options, seed, "option", _id))


def presented_items(question: Ordering, seed: str) -> tuple[Item, ...]:
    """Never in the right order, unless every item reads the same."""
    items = shuffled(question.items, seed, "item", _id)
    if [item.text for item in items] == [item.text for item in question.items]:
        items = [*items[1:], *items[:1]]
    return tuple(items)


def presented_rights(question: Matching, seed: str) -> tuple[Item, ...]:
    """Each distinct right side once, under the token of the first pair that has it."""
    rights = [Item(right_token(seed, owner), text) for text, owner in right_owners(question).items()]
    return tuple(sorted(rights, key=_id))


def right_owners(question: Matching) -> dict[str, str]:
    """For each distinct right side, the id of the first pair that has it."""
    owners: dict[str, str] = {}
    for pair in question.pairs:
        owners.setdefault(pair.right, pair.id)
    return owners


def right_token(seed: str, pair_id: str) -> str:
    return token(seed, "right", pair_id)


def _id(item: Item) -> str:
    return item.id
