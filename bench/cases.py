"""What is measured: the requests of each case, made beforehand, and who sends them where."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

import psycopg

from bench import loading
from bench.clients import Client, request
from bench.rounds import Case
from bench.servers import WebServer, conninfo
from bench.statements import ACTIVITIES, EACH, Sender, activity_of, actor_of, registration_of, verb_of
from bench.world import World
from tracking.xapi.spec.versions import V2
from tracking.xapi.store.incoming import incoming

FILTERS = ("agent", "verb", "activity", "registration")
#: Statements of a page, and of one COPY.
PAGE, COPIED = EACH, 1_000
CLIENTS = 2


@dataclass
class Site:
    """A web server, and a client of each of its workers."""

    server: WebServer
    clients: Sequence[Client]
    workers: Sequence[int]


@dataclass
class Maker:
    """``rounds`` are those that are kept; one more is for warming up. ``scale`` makes less of everything."""

    world: World
    small: Site
    large: Site
    url: str
    rounds: int
    statements: int
    scale: float = 1.0

    def __post_init__(self) -> None:
        self.sender = Sender(random.Random(2))
        self.json = {"Authorization": self.world.authorization, "Content-Type": "application/json"}
        self.xapi = {**self.json, "X-Experience-API-Version": "2.0.0"}

    def all(self) -> dict[str, Case]:
        cases = [
            self._pages("trivial", "a trivial view, through the whole site", "/bench/trivial", 100),
            self._pages("trivial-door", "a trivial view, through the record store's door", "/xapi/bench/trivial", 100),
            # (b), and the same with all that the record store's own door spares.
            self._posts("user", "sign-in by session, JSON, one INSERT", "/bench/one", 40, self._of_learner),
            self._posts("system", "sign-in by key, JSON, one INSERT", "/xapi/bench/one", 60, lambda _: self.json),
            self._posts("one", "POST of one statement", "/xapi/statements", 60, lambda _: self.xapi),
            self._posts("batch-100", "POST of 100", "/xapi/statements", 5, lambda _: self.xapi, each=100),
            self._posts("batch-500", "POST of 500", "/xapi/statements", 2, lambda _: self.xapi, each=500),
            self._copies("copy", "raw COPY of the same rows", mentions=True),
            self._copies("copy-bare", "raw COPY of the statements' rows only", mentions=False),
            self._answers(),
            self._pages("lesson", "a lesson page", self._lesson_url, 12),
            self._pages("plain", "a plain Wagtail page, the same user", self.world.plain_url, 12),
        ]
        for name in FILTERS:
            cases += [self._gets(name, self.small, "small"), self._gets(name, self.large, "large")]
        return {case.name: case for case in cases}

    # --- requests -----------------------------------------------------------------------------------------------------

    def _pages(self, name: str, what: str, path: str | Callable[[int], str], times: int) -> Case:
        times = self._times(times)
        asked = [
            request("GET", path if isinstance(path, str) else path(client), self._of_learner(client))
            for client in range(CLIENTS)
        ]

        def work(_number: int, client: int) -> None:
            for _ in range(times):
                self.large.clients[client].ask(asked[client])

        return Case(name, what, times, work, self.large.workers)

    def _posts(
        self, name: str, what: str, path: str, times: int, headers: Callable[[int], dict[str, str]], each: int = 0
    ) -> Case:
        times = self._times(times)
        made = self._made(
            times, lambda client: request("POST", path, headers(client), self._body(each)), self.large.clients
        )
        return Case(name, what, times, made, self.large.workers, each or 1)

    def _answers(self) -> Case:
        world, times, turns = self.world, self._times(12), [0] * CLIENTS

        def answer(client: int) -> bytes:
            # Each learner's next attempt: what is further on than that is taken for it.
            mine = world.learners[client::CLIENTS]
            turns[client] += 1
            learner = mine[turns[client] % len(mine)]
            path = f"/forloeb/{learner.enrolment.pk}/{world.lesson}/{world.block}/?forsoeg=999"
            form = urlencode({"option": world.options[turns[client] % len(world.options)]}).encode()
            headers = {**learner.headers, "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
            return request("POST", path, headers, form)

        work = self._made(times, answer, self.large.clients)
        return Case("answer", "a learner's answer to a question", times, work, self.large.workers)

    def _gets(self, name: str, site: Site, size: str) -> Case:
        times, learners = self._times(15), self._learners(site)
        many = f"{self.statements if site is self.large else min(self.statements, 10_000):,}".replace(",", " ")

        def get(_client: int) -> bytes:
            chance = self.sender.chance
            value = {
                "agent": lambda: json.dumps(actor_of(chance.randrange(learners))),
                "verb": lambda: verb_of(chance.randrange(ACTIVITIES)),
                "activity": lambda: activity_of(chance.randrange(ACTIVITIES)),
                "registration": lambda: str(registration_of(chance.randrange(learners))),
            }[name]()
            return request("GET", f"/xapi/statements?limit={PAGE}&{name}={quote(value)}", self.xapi)

        work = self._made(times, get, site.clients)
        return Case(f"get-{name}-{size}", f"GET by {name} of {many} statements", times, work, site.workers)

    def _copies(self, name: str, what: str, *, mentions: bool) -> Case:
        """Rows that are ready to be sent: the least that storing them can cost."""
        many = max(int(COPIED * self.scale), 10)
        connections = [psycopg.connect(conninfo(self.url)) for _ in range(CLIENTS)]
        blocks = [[self._rows(many) for _ in range(CLIENTS)] for _ in range(self.rounds + 1)]

        def work(number: int, client: int) -> None:
            statements, mentioned = blocks[number][client]
            connection = connections[client]
            with connection.transaction(), connection.cursor() as cursor:
                with cursor.copy(loading.COPY) as copy:
                    copy.write(statements)
                if mentions:
                    with cursor.copy(loading.COPY_MENTIONS) as copy:
                        copy.write(mentioned)

        return Case(name, what, 1, work, (), many)

    # --- what is in them ----------------------------------------------------------------------------------------------

    def _rows(self, many: int) -> tuple[bytes, bytes]:
        """Of statements, and of what they mention, as COPY has them; their keys are taken from the sequence."""
        world, now = self.world, datetime.now(UTC)
        rows = [
            incoming(one, municipality=world.municipality, authority=world.authority, rules=V2)
            for one in self.sender.some(many)
        ]
        first = loading.take_keys(self.url, many)
        statements = "".join(
            loading.line(row, world.municipality, now, first + place) for place, row in enumerate(rows)
        )
        mentioned = "".join(
            f"{first + place}\t{key}\t{related}\t{now}\n"
            for place, row in enumerate(rows)
            for key, related in row.found.mentions.items()
        )
        return statements.encode(), mentioned.encode()

    def _body(self, each: int) -> bytes:
        some = self.sender.some(each or 1)
        return json.dumps(some if each else some[0]).encode()

    def _made(self, times: int, make: Callable[[int], bytes], clients: Sequence[Client]) -> Callable[[int, int], None]:
        every = [[[make(client) for _ in range(times)] for client in range(CLIENTS)] for _ in range(self.rounds + 1)]

        def work(number: int, client: int) -> None:
            for each in every[number][client]:
                clients[client].ask(each)

        return work

    def _times(self, many: int) -> int:
        return max(int(many * self.scale), 1)

    def _learners(self, site: Site) -> int:
        return max((self.statements if site is self.large else min(self.statements, 10_000)) // EACH, 1)

    def _lesson_url(self, client: int) -> str:
        return f"/forloeb/{self.world.learners[client].enrolment.pk}/{self.world.lesson}/"

    def _of_learner(self, client: int) -> dict[str, str]:
        return self.world.learners[client].headers
