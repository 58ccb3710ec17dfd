"""One municipality's people and strangers meet nothing of another's, whatever they ask for (DESIGN 8)."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import TestCase, override_settings
from django.urls import resolve

from tests.isolation import rows, walking
from tests.isolation.addresses import OURS, TABLE
from tests.isolation.visits import Visit
from tests.isolation.walking import Visitor, undone, words
from tests.isolation.world import Tenant, World, build_world

# Some two thousand requests: on a busy machine more than the usual time.
pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.timeout(1200)]

#: A designer follows who is enrolled and has completed, in every municipality, agrees locks with them and handles what
#: they order; what else they write is not hers to read.
DESIGNERS_KNOW = frozenset({"face", "kommune", "person", "mail", "agreed", "order"})


def visits(world: World) -> Iterator[tuple[str, Visit, str]]:
    """Every address of the walk: (name, visit, address)."""
    for name, visit in TABLE.items():
        for address in visit.addresses(name, world):
            yield name, visit, address


class TestTheLeakWalk(TestCase):
    world: World
    their_rows: rows.Rows

    @classmethod
    def setUpClass(cls) -> None:
        cls._media = tempfile.TemporaryDirectory()
        cls._settings = override_settings(MEDIA_ROOT=cls._media.name)
        cls._settings.enable()
        logging.disable(logging.ERROR)
        super().setUpClass()

    @classmethod
    def tearDownClass(cls) -> None:
        super().tearDownClass()
        logging.disable(logging.NOTSET)
        cls._settings.disable()
        cls._media.cleanup()

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world, cls.their_rows = build_world()

    def test_every_address_of_the_site_is_in_the_walk(self) -> None:
        known = {pattern.key for pattern in walking.patterns()}
        missing = sorted(known - TABLE.keys())
        assert not missing, (
            f"The leak walk does not visit {', '.join(missing)}. Say in tests/isolation/addresses/ what of the foreign "
            "municipality's the address can name; docs/isolation.md shows how."
        )
        assert sorted(TABLE.keys() - known) == [], "The leak walk visits what is not there."

    def test_what_the_table_says_of_an_address_leads_there(self) -> None:
        wanted = {
            pattern.route.replace("^", "")
            for pattern in walking.patterns()
            if pattern.name != "wagtailadmin_error_test"
        }
        led_to = {
            resolve(urlsplit(address).path).route.replace("^", "") for _name, _visit, address in visits(self.world)
        }
        missed = sorted(wanted - led_to)
        assert not missed, f"Nothing in the table leads to {missed}."

    def test_a_stranger_meets_nothing(self) -> None:
        self._walk(Visitor("a stranger"))

    def test_a_foreign_learner_meets_nothing(self) -> None:
        self._walk(Visitor("a foreign learner", self._own("learner")))

    def test_a_foreign_editor_meets_nothing(self) -> None:
        self._walk(Visitor("a foreign editor", self._own("editor")))

    # In Wagtail's own screens approvers and facilitators may less than editors, and the door asks them the same.
    def test_a_foreign_approver_meets_nothing(self) -> None:
        self._walk(Visitor("a foreign approver", self._own("approver")), only=OURS)

    def test_a_foreign_facilitator_meets_nothing(self) -> None:
        self._walk(Visitor("a foreign facilitator", self._own("facilitator")), only=OURS)

    def test_a_designer_meets_no_drafts(self) -> None:
        self._walk(Visitor("a designer", self.world.designer), known=DESIGNERS_KNOW, posts=False)

    def test_the_municipality_and_the_operator_find_what_others_do_not(self) -> None:
        """Or else the walk could not fail."""
        theirs = self.world.theirs.people
        people = [
            Visitor("the operator", self.world.operator),
            Visitor("their editor", theirs["editor"]),
            Visitor("their learner", theirs["learner"]),
        ]
        seen = {
            name
            for name, visit in TABLE.items()
            if not visit.unseen
            and any(self._finds(who, address) for address in visit.addresses(name, self.world) for who in people)
        }
        unseen = {name for name, visit in TABLE.items() if not visit.unseen} - seen
        assert not unseen, f"Nobody finds anything at {sorted(unseen)}: is the address right?"

    def _own(self, role: str) -> Any:
        ours: Tenant = self.world.ours
        return ours.people[role]

    def _finds(self, who: Visitor, address: str) -> bool:
        with undone():
            answer = who.ask("GET", address)
        return bool(words(answer) - walking.echo(address))

    def _walk(
        self,
        who: Visitor,
        *,
        known: frozenset[str] = frozenset(),
        posts: bool = True,
        only: Collection[str] | None = None,
    ) -> None:
        before = rows.all_rows()
        found: list[str] = []
        for name, visit, address in visits(self.world):
            if only is not None and name not in only:
                continue
            status = 0
            for method, form in self._asked(visit, address, posts=posts):
                # What is refused is refused without its body too.
                if method == "HEAD" and status != 200:
                    continue
                with undone() as written:
                    answer = who.ask(method, address, form)
                    status = answer.status_code
                    found += self._judged(visit, who, method, address, answer, form, known)
                    found += self._changed(visit, who, method, address, written, before)
        assert not found, "\n".join(["", *found])

    def _asked(self, visit: Visit, address: str, *, posts: bool) -> Iterator[tuple[str, dict[str, Any] | None]]:
        """Everything is fetched; HEAD is asked where the address itself names something."""
        plain = "?" not in address
        yield "GET", None
        if plain and (visit.arguments or visit.paths) and posts:
            yield "HEAD", None
        if posts and (plain or visit.form):
            yield "POST", visit.form(self.world) if visit.form else {}

    def _judged(
        self, visit: Visit, who: Visitor, method: str, address: str, answer: Any, form: Any, known: frozenset[str]
    ) -> list[str]:
        there = f"{who.name}: {method} {address} -> {answer.status_code}"
        leaked = words(answer) - walking.echo(address, form) - visit.public - known
        if leaked:
            return [f"{there} shows {', '.join(sorted(leaked))}"]
        if answer.status_code >= 500 and not visit.breaking:
            return [f"{there} breaks"]
        if visit.wordless and answer.status_code == 200:
            return [f"{there} is not refused"]
        return []

    def _changed(
        self, visit: Visit, who: Visitor, method: str, address: str, written: list[str], before: rows.Rows
    ) -> list[str]:
        if not written or (visit.changing and method == "POST"):
            return []
        return [f"{who.name}: {method} {address}: {line}" for line in rows.changes(before, self.their_rows)]
