"""How the table says what of an address is visited, and what may be found there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.urls import NoReverseMatch, reverse

from tests.isolation.world import World

#: What an argument may be: values made from the world.
Values = Callable[[World], list[Any]]
Form = Callable[[World], dict[str, Any]]


@dataclass(frozen=True)
class Visit:
    """An address. ``arguments`` says what each part of it names; ``queries`` are asked besides none.

    ``public`` are the kinds of words that anybody may find there, and ``because`` says why. ``unseen`` says why
    not even the municipality's own people find their words there; without it, they must.
    """

    arguments: Mapping[str, Values] = field(default_factory=dict)
    queries: tuple[str | Callable[[World], str], ...] = ()
    form: Form | None = None
    paths: Callable[[World], list[str]] | None = None
    public: frozenset[str] = frozenset()
    because: str = ""
    unseen: str = ""
    #: Why posting there may change something of theirs.
    changing: str = ""
    #: Why it may answer with an error of the server's.
    breaking: str = ""
    #: What it answers with says nothing in words, so that foreigners must be refused it.
    wordless: bool = False
    #: Why a designer is not refused it all the same.
    desk: str = ""

    def addresses(self, name: str, world: World) -> Iterator[str]:
        """Every address: with each combination of arguments, and for each with each query."""
        for path in self._paths(name, world):
            yield path
            for query in self.queries:
                yield f"{path}?{query if isinstance(query, str) else query(world)}"

    def _paths(self, name: str, world: World) -> list[str]:
        if self.paths is not None:
            return self.paths(world)
        names = list(self.arguments)
        combinations = product(*(self.arguments[argument](world) for argument in names))
        return [_reverse(name, dict(zip(names, values, strict=True))) for values in combinations]


def _reverse(name: str, arguments: dict[str, Any]) -> str:
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch as error:
        raise AssertionError(f"The table's arguments do not fit {name}: {error}") from error


def visit(
    *queries: str | Callable[[World], str], form: Form | None = None, unseen: str = "", **arguments: Values
) -> Visit:
    """An address in which nothing of another municipality is anybody's business."""
    return Visit(arguments, queries, form, unseen=unseen)


def open_to_all(*kinds: str, because: str, form: Form | None = None, unseen: str = "", **arguments: Values) -> Visit:
    """An address where words of these kinds are public, with the reason."""
    return Visit(arguments, (), form, public=frozenset(kinds), because=because, unseen=unseen)


def at(*paths: str, form: Form | None = None, unseen: str = "") -> Visit:
    """An address given as it is: it has no name, or another's comes first."""
    return Visit(paths=lambda _world: list(paths), form=form, unseen=unseen)


def wordless(*queries: str, desk: str = "", **arguments: Values) -> Visit:
    """A picture or a file in which no word can be found; foreigners are refused it."""
    return Visit(arguments, queries, unseen="No word can be found in it.", wordless=True, desk=desk)


def value(*values: Any) -> Values:
    return lambda _world: list(values)


def thing(name: str, attribute: str = "pk") -> Values:
    """Something of the foreign municipality's, by its name in ``Tenant.things``."""
    return lambda world: [getattr(world.theirs.things[name], attribute)]


def pages(world: World) -> list[int]:
    """The foreign municipality's course and a page of it that has never been published."""
    return [world.theirs.course.pk, world.theirs.draft.pk]


def course(world: World) -> list[int]:
    return [world.theirs.course.pk]


def draft(world: World) -> list[int]:
    return [world.theirs.draft.pk]


def parents(world: World) -> list[int]:
    """What holds pages: the front page, both municipalities' pages, and the foreign one's course."""
    return [world.home.pk, world.ours.page.pk, world.theirs.page.pk, world.theirs.course.pk]


def own_page(world: World) -> list[int]:
    return [world.ours.course.pk]


def image(world: World) -> list[int]:
    return [world.theirs.image.pk]


def images(world: World) -> list[int]:
    """The foreign municipality's, and the shared one that it uses."""
    return [world.theirs.image.pk, world.image.pk]


def document(world: World) -> list[int]:
    return [world.theirs.document.pk]


def collection(world: World) -> list[int]:
    return [world.theirs.collection.pk]


def code(world: World) -> list[str]:
    return [world.theirs.municipality.code]


def person(world: World) -> list[int]:
    return [world.theirs.people["editor"].pk, world.theirs.people["learner"].pk]


def enrolment(world: World) -> list[Any]:
    """On the municipality's own course, and on the shared one."""
    return [world.theirs.enrolment.pk, world.theirs.shared_enrolment.pk]
