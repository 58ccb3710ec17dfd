"""A site that is nothing but the player: Django's own handler, its middleware without a database, its addresses.

It notes every request, so that a test can say which came with the learner's cookies.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.http import HttpRequest, HttpResponseBase
from django.test import override_settings

from courses.h5p.player.playable import Playable
from courses.h5p.player.signing import Grant

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "elearning.site.middleware.ContentSecurityPolicyMiddleware",
    "elearning.site.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    cookies: str
    fetch_site: str
    destination: str


@dataclass
class Shelf:
    """What is on the site's pages: activities by name, what was posted about them."""

    activities: dict[str, Playable] = field(default_factory=dict)
    state: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    posted_state: list[dict[str, Any]] = field(default_factory=list)
    statements: list[dict[str, Any]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    closed: bool = False
    #: Status codes to answer the next posts with, instead of taking them.
    troubles: list[int] = field(default_factory=list)

    def clear(self) -> None:
        self.__dict__.update(Shelf().__dict__)

    def may_play(self, grant: Grant) -> bool:
        return not self.closed

    def playable(self, grant: Grant) -> Playable | None:
        return self.activities.get(grant.version)

    def saved(self, name: str) -> dict[str, dict[str, str]]:
        return self.state.setdefault(name, {})

    def take_state(self, name: str, body: bytes) -> None:
        message = json.loads(body)
        self.posted_state.append(message)
        for entry in message["state"]:
            kinds = self.saved(name).setdefault(entry["subContentId"], {})
            if entry["data"] is None:
                kinds.pop(entry["dataType"], None)
            else:
                kinds[entry["dataType"]] = entry["data"]

    def take_statements(self, body: bytes) -> None:
        for entry in json.loads(body)["statements"]:
            if entry["key"] not in self.keys:
                self.keys.add(entry["key"])
                self.statements.append(entry["statement"])

    def verbs(self) -> list[str]:
        return [statement["verb"]["id"].rsplit("/", 1)[-1] for statement in self.statements]


SHELF = Shelf()


class Handler(WSGIHandler):
    def __init__(self, asked: list[Asked]) -> None:
        with override_settings(MIDDLEWARE=MIDDLEWARE):
            super().__init__()
        self.asked = asked

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        headers = request.headers
        self.asked.append(
            Asked(
                str(request.method),
                request.path,
                headers.get("Cookie", ""),
                headers.get("Sec-Fetch-Site", ""),
                headers.get("Sec-Fetch-Dest", ""),
            )
        )
        request.urlconf = "tests.browser.h5p.addresses"
        return super().get_response(request)


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


class PlayerSite:
    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        self.server.daemon_threads = True
        self.server.set_app(Handler(self.asked))
        self.base_url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)

    def asked_for(self, beginning: str) -> Iterable[Asked]:
        return [asked for asked in self.asked if asked.path.startswith(beginning)]
