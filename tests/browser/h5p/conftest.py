"""The player by itself: a site without a database, packages without an import."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Playwright

from courses.demo.packages import TWO_QUESTIONS, packed
from tests.browser.browsers import FLAGS, executable
from tests.browser.h5p.server import SHELF, PlayerSite, Shelf
from tests.courses.h5p.player.unpacked import Unpacked
from tests.services import ROOT

HOSTILE = ROOT / "tests" / "h5p_packages" / "hostile"
IRI = "https://hyldefri.example/xapi/aktivitet/"


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The one people have: what a package could do, and what is fetched, is up to it."""
    running = playwright.chromium.launch(executable_path=executable(whole=True), args=FLAGS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def player_site() -> Iterator[PlayerSite]:
    running = PlayerSite()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def base_url(player_site: PlayerSite) -> str:
    return player_site.base_url


@pytest.fixture
def shelf(player_site: PlayerSite) -> Shelf:
    """With our own quiz on it, nothing saved and nothing posted."""
    SHELF.clear()
    player_site.asked.clear()
    put(SHELF, "quiz", packed(TWO_QUESTIONS))
    return SHELF


def put(shelf: Shelf, name: str, package: bytes | Path) -> None:
    """A package on the shelf, under the address ``/side/<name>/``."""
    read = package if isinstance(package, bytes) else package.read_bytes()
    shelf.activities[name] = Unpacked(read).playable(f"{IRI}{name}")


def settled(frame: FrameLocator) -> None:
    """Until the frame has its pictures and typefaces."""
    frame.locator("body").evaluate(
        """async () => {
            await document.fonts.ready;
            await Promise.allSettled([...document.images].map((image) => image.decode()));
        }"""
    )
