"""Genuine packages the whole way: imported by the worker, in a lesson, answered, left, come back to, and recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.browsers import DESKTOP
from tests.browser.genuine import PACKAGES
from tests.browser.genuine.playing import LessonPlayer, Played, in_order
from tests.browser.genuine.site import set_up, within
from tests.browser.learner import Person
from tests.browser.people import GRETHE
from tests.embedded_site import EmbeddedSite

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not PACKAGES, reason="There are no genuine packages beside the repository."),
]

each = pytest.mark.parametrize("name", [path.stem for path in PACKAGES])


@dataclass(frozen=True)
class Lesson:
    player: LessonPlayer
    blocks: dict[str, Any]
    progress: dict[str, Any]

    def played(self, name: str) -> Played:
        return self.player.played[name]


@pytest.fixture(scope="module")
def lesson(site: EmbeddedSite, base_url: str, browser: Browser) -> Iterator[Lesson]:
    """One learner's one visit to all of them, and one return."""
    made = within(site, f"{set_up.__name__}({GRETHE!r})")
    context = browser.new_context(base_url=base_url, locale="da-DK", **DESKTOP)
    context.set_default_timeout(20_000)
    page = context.new_page()
    Person(site, page, GRETHE).sign_in()
    player = LessonPlayer(page, f"/forloeb/{made['enrolment']}/{made['step']}/", made["blocks"])
    player.play()
    yield Lesson(player, made["blocks"], within(site, f"progress({made['enrolment']!r})"))
    context.close()


@each
def test_it_starts(name: str, lesson: Lesson) -> None:
    played = lesson.played(name)

    assert played.problem == ""
    assert played.height > 60


@each
def test_it_takes_few_requests(name: str, lesson: Lesson) -> None:
    """Those of the page around it counted, media not."""
    asked = lesson.played(name).requests

    assert 4 < len(asked) <= 15, asked


@each
def test_what_was_done_is_there_after_leaving(name: str, lesson: Lesson) -> None:
    played = lesson.played(name)

    assert in_order(played.back) == in_order(played.left) or played.left is None


@each
def test_it_is_done_and_her_progress_says_so(name: str, lesson: Lesson) -> None:
    played, entry = lesson.played(name), lesson.progress[lesson.blocks[name]["id"]]

    assert entry["done"]
    if lesson.blocks[name]["completion"] != "viewed":
        assert played.has_ended
        assert played.scores
        assert entry["answered"]
        assert entry["score"] is not None
