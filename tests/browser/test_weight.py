"""A first visit from a train: little is fetched, and all of it from here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.answers import body, course
from tests.browser.browsers import PHONE
from tests.browser.conftest import SignIn
from tests.browser.learner import Learner
from tests.browser.people import INGER
from tests.embedded_site import EmbeddedSite

KILOBYTE = 1000


@dataclass
class Traffic:
    """What a page fetches over the network, by address: bytes as they were sent."""

    page: Page
    sizes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        addresses: dict[str, str] = {}
        session = self.page.context.new_cdp_session(self.page)
        session.send("Network.enable")

        def started(event: dict[str, Any]) -> None:
            addresses[event["requestId"]] = event["response"]["url"]

        def finished(event: dict[str, Any]) -> None:
            self.sizes[addresses[event["requestId"]]] = int(event["encodedDataLength"])

        session.on("Network.responseReceived", started)
        session.on("Network.loadingFinished", finished)

    def of(self, ending: str) -> int:
        return sum(size for address, size in self.sizes.items() if urlsplit(address).path.endswith(ending))


def test_the_first_visit_to_a_lesson_is_light(site: EmbeddedSite, signed_in: SignIn) -> None:
    """The lesson with a picture; what a film or a file weighs is fetched when it is asked for."""
    finder = Learner(site, signed_in(INGER), INGER)
    finder.be_enrolled()
    step = next(each for each in course().lessons if any(block["type"] == "image" for block in body(each)))
    finder.open_step(step)

    page = signed_in(INGER, **PHONE)
    traffic = Traffic(page)
    page.goto(finder.page.url, wait_until="networkidle")

    assert traffic.of(".css") < 50 * KILOBYTE, traffic.sizes
    assert traffic.of(".js") < 20 * KILOBYTE, traffic.sizes
    assert sum(traffic.sizes.values()) < 200 * KILOBYTE, traffic.sizes
