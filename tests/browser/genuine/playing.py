"""All the packages of one lesson: answered one after the other, left together, come back to together."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error, Frame, FrameLocator, Page, Request, Response, expect

from tests.browser.genuine.answering import ANSWERS
from tests.waiting import wait_for

#: Media are asked for as they are needed.
MEDIA = ("media", "image")
ENDS = {"answered", "completed", "passed", "failed", "mastered", "consumed"}


@dataclass
class Played:
    """What came of one package."""

    id: str
    problem: str = ""
    height: float = 0
    requests: list[str] = field(default_factory=list)
    #: As the server has taken it: by sub-content and data type.
    saved: dict[tuple[str, str], str] = field(default_factory=dict)
    left: Any = None
    back: Any = None
    #: Of the whole content, not of its parts.
    verbs: list[str] = field(default_factory=list)
    scores: list[Any] = field(default_factory=list)

    @property
    def has_ended(self) -> bool:
        return bool(ENDS & set(self.verbs))


class LessonPlayer:
    def __init__(self, page: Page, address: str, blocks: dict[str, Any]) -> None:
        self.page = page
        self.address = address
        self.played = {name: Played(block["id"]) for name, block in blocks.items()}
        #: What was asked for at the first opening, by the frame that asked.
        self._asked_by: dict[Frame, list[str]] = defaultdict(list)
        self._opening = True
        page.on("request", self._asked)
        page.on("response", self._answered)

    def play(self) -> None:
        self.page.goto(self.address)
        for name, played in self.played.items():
            try:
                self._answer(name, played)
            except (AssertionError, Error) as error:
                played.problem = str(error)
        self._opening = False
        self.page.goto("/forloeb/")
        self.page.goto(self.address)
        for played in self.played.values():
            if not played.problem:
                played.back = state(self._frame(played))

    def _answer(self, name: str, played: Played) -> None:
        frame = self._frame(played)
        element = self.page.locator(f"#b-{played.id} iframe").element_handle()
        inner = element.content_frame()
        # A page of many frames asks for its icon with every one of them.
        around = dict.fromkeys(self._asked_by[self.page.main_frame])
        played.requests = [*around, *(self._asked_by[inner] if inner else ())]
        played.height = (frame.locator(".h5p-content").bounding_box() or {"height": 0})["height"]
        give = ANSWERS.get(name.rsplit("-", 1)[0])
        if give is None:
            return
        give(frame)
        if give.__name__ not in ("accordion", "dialogue_cards"):
            wait_for(lambda: self._turn(played.has_ended), within=20, what="The end signal")
        wait_for(
            lambda: self._turn(in_order(state(frame)) == in_order(_own(played))),
            within=10,
            what="The state as it is now",
        )
        played.left = state(frame)

    def _turn(self, answer: bool) -> bool:
        """Lets the browser's events come in meanwhile."""
        self.page.evaluate("0")
        return answer

    def _frame(self, played: Played) -> FrameLocator:
        """The activity, once it plays."""
        block = self.page.locator(f"#b-{played.id}")
        block.scroll_into_view_if_needed()
        expect(block.locator("[data-h5p]")).to_have_attribute("data-h5p", "ready", timeout=20_000)
        return block.frame_locator("iframe")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        counts = request.method == "GET" and address.scheme not in ("data", "blob")
        if self._opening and counts and request.resource_type not in MEDIA:
            self._asked_by[request.frame].append(request.url)

    def _answered(self, response: Response) -> None:
        if response.request.method != "POST" or response.status != 204:
            return
        played = next((each for each in self.played.values() if each.id in response.url), None)
        if played is None:
            return
        body = json.loads(response.request.post_data or "{}")
        for change in body.get("state", ()):
            played.saved[change["subContentId"], change["dataType"]] = change["data"]
        for entry in body.get("statements", ()):
            statement = entry["statement"]
            if "?subContentId=" in statement["object"]["id"]:
                continue
            played.verbs.append(statement["verb"]["id"].rsplit("/", 1)[-1])
            if "score" in (statement.get("result") or {}):
                played.scores.append(statement["result"]["score"])


def state(frame: FrameLocator) -> Any:
    return frame.locator("body").evaluate("() => H5P.instances[0]?.getCurrentState?.() ?? null")


def _own(played: Played) -> Any:
    return json.loads(played.saved.get(("0", "state")) or "null")


def in_order(state: Any) -> Any:
    """Words that have been dragged are listed in the order in which they were dropped, and then in that of the text."""
    dragged = isinstance(state, list) and all(isinstance(one, dict) for one in state)
    return sorted(state, key=json.dumps) if dragged else state
