"""A small record store of a municipality's own: a real server in a thread, which keeps what it is sent.

Told nothing it behaves as the specification says. ``then`` says how it answers the next requests instead.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.tracking.xapi.systems import basic

USER, SECRET = "hyldefri", "hemmelig-æøå"


@dataclass
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    body: Any

    @property
    def ids(self) -> list[str]:
        """Of the statements that were sent."""
        return [one["id"] for one in (self.body if isinstance(self.body, list) else [self.body])]


@dataclass
class Answer:
    status: int
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)


#: Something that answers a request, or None to answer as always.
Behaviour = Callable[[Asked], Answer | None]


@dataclass
class Store:
    address: str = ""
    asked: list[Asked] = field(default_factory=list)
    #: By id, in the order of their coming.
    kept: dict[str, Any] = field(default_factory=dict)
    script: list[Behaviour] = field(default_factory=list)
    always: Behaviour = lambda _asked: None
    largest: int = 10**9

    def then(self, *answers: Answer | Behaviour) -> None:
        self.script += [(lambda _asked, it=it: it) if isinstance(it, Answer) else it for it in answers]

    @property
    def posted(self) -> list[list[str]]:
        return [one.ids for one in self.asked if one.method == "POST"]

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        behaviour = self.script.pop(0) if self.script else self.always
        return behaviour(asked) or self._by_the_book(asked)

    def _by_the_book(self, asked: Asked) -> Answer:
        if asked.path.endswith("/about"):
            return Answer(200, b'{"version": ["1.0.3", "2.0.0"]}')
        if asked.headers.get("Authorization") != basic(USER, SECRET):
            return Answer(401)
        if asked.headers.get("X-Experience-API-Version") not in ("1.0.3", "2.0.0"):
            return Answer(400)
        if asked.method == "GET":
            return Answer(200, b'{"statements": [], "more": ""}')
        statements = asked.body if isinstance(asked.body, list) else [asked.body]
        if len(statements) > self.largest:
            return Answer(413)
        if any(self.kept.get(one["id"], one) != one for one in statements):
            return Answer(409)
        for one in statements:
            self.kept.setdefault(one["id"], one)
        return Answer(200, json.dumps(asked.ids).encode())


@contextmanager
def running() -> Iterator[Store]:
    store = Store()

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, dict(self.headers), json.loads(body) if body else None)
            answer = store.answer(asked)
            self.send_response(answer.status)
            for name, value in {"X-Experience-API-Version": "1.0.3", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = do_PUT = _any  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    store.address = f"http://127.0.0.1:{server.server_port}/xapi/"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()


def refusing(*ids: str, status: int = 400, said: bytes = b'{"error": "no"}') -> Behaviour:
    """Refuses what has one of these statements in it."""
    return lambda asked: Answer(status, said) if set(ids) & set(asked.ids) else None
