"""What many tests begin with, made once for all of them in a row: a transaction that theirs are within.

``@world`` in place of ``@pytest.fixture`` on a function that makes rows and returns one of them; its parameters
are the worlds it stands on. Each test gets the row anew from the database, and what it does to it is rolled back
to where the world began. A test that commits has its own made.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pytest
from django.db import models, transaction
from pytest_django.plugin import DjangoDbBlocker

_COMMITTING_FIXTURES = {"transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}


@dataclass(frozen=True)
class World:
    build: Callable[..., models.Model]

    @property
    def name(self) -> str:
        return self.build.__name__

    @property
    def on(self) -> list[str]:
        """The names of the worlds it stands on."""
        return list(inspect.signature(self.build).parameters)


def world(build: Callable[..., models.Model]) -> Any:
    """A fixture of the same name, for :class:`Worlds` to open."""
    this = World(build)

    def fixture(request: pytest.FixtureRequest, db: None, **below: models.Model) -> models.Model:
        return build(**below) if commits(request.node) else request.config.stash[KEY].row(this)

    parameters = [
        inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in ("request", "db", *this.on)
    ]
    vars(fixture).update(world=this, __signature__=inspect.Signature(parameters), __doc__=build.__doc__)
    return pytest.fixture(fixture, name=this.name)


class Worlds:
    """The transactions that are open, each within the one before, and the row each returned."""

    def __init__(self) -> None:
        self._open: list[tuple[World, transaction.Atomic, models.Model]] = []
        self._blocker: DjangoDbBlocker | None = None

    def database_is_there(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker

    def enter(self, wanted: list[World]) -> None:
        """Have these open and no others; what they share with those that are stays as it is."""
        if self._blocker is None:
            return
        same = 0
        for (there, *_), wish in zip(self._open, wanted, strict=False):
            if there is not wish:
                break
            same += 1
        with self._blocker.unblock():
            while len(self._open) > same:
                self._close()
            for wish in wanted[same:]:
                self._begin(wish)

    def row(self, world: World) -> models.Model:
        [row] = [row for there, _atomic, row in self._open if there is world]
        return type(row)._base_manager.get(pk=row.pk)

    def _begin(self, world: World) -> None:
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            below = {name: self.row(there) for there, _atomic, _row in self._open if (name := there.name) in world.on}
            self._open.append((world, atomic, world.build(**below)))
        except BaseException as error:
            atomic.__exit__(type(error), error, error.__traceback__)
            raise

    def _close(self) -> None:
        _world, atomic, _row = self._open.pop()
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


KEY = pytest.StashKey[Worlds]()


def commits(item: pytest.Item) -> bool:
    """Whether the test's transactions are real ones, so that the database is made anew after it."""
    marker = item.get_closest_marker("django_db")
    marked = marker is not None and (marker.kwargs.get("transaction") or (marker.args and marker.args[0]))
    return bool(marked or set(getattr(item, "fixturenames", ())) & _COMMITTING_FIXTURES)


def reads(item: pytest.Item) -> bool:
    """Whether the test has a database at all."""
    named = {"db", *_COMMITTING_FIXTURES} & set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or named)


def wanted_by(item: pytest.Item) -> list[World]:
    """The worlds a test is in, each after those it stands on."""
    if not isinstance(item, pytest.Function) or commits(item):
        return []
    definitions = item._fixtureinfo.name2fixturedefs
    worlds = {
        name: each
        for name, found in definitions.items()
        if (each := getattr(found[-1].func, "world", None)) is not None
    }
    chain: dict[str, World] = {}

    def add(name: str) -> None:
        for below in worlds[name].on:
            add(below)
        chain.setdefault(name, worlds[name])

    for name in sorted(worlds):
        add(name)
    return list(chain.values())


def together(items: list[pytest.Item]) -> list[pytest.Item]:
    """Files that start processes first, lest one of them be all that is left to wait for.

    Each file's tests keep their order, but those of one world come one after another.
    """
    slow = {item.path for item in items if item.get_closest_marker("once") or item.get_closest_marker("worker")}
    ordered: list[pytest.Item] = []
    for _path, group in groupby(sorted(items, key=lambda item: item.path not in slow), key=lambda item: item.path):
        ordered += sorted(group, key=lambda item: (commits(item), [world.name for world in wanted_by(item)]))
    return ordered
