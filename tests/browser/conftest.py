"""Browser tests drive the real embedded site in a process of its own: no event loop beside the ORM."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.browsers import DESKTOP, FLAGS, PHONE, executable
from tests.browser.learner import Person
from tests.browser.people import let_in
from tests.browser.watch import Watch
from tests.databases import sqlite_template
from tests.embedded_site import EmbeddedSite

#: Milliseconds. The other parts of the test run go on beside these.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site() -> Iterator[EmbeddedSite]:
    """A site started on a migrated database, with the demo. What it keeps is under ``site.var``."""
    running = EmbeddedSite(database=sqlite_template())
    running.start()
    let_in(running)
    yield running
    running.remove()


@pytest.fixture(scope="session")
def base_url(site: EmbeddedSite) -> str:
    return site.base_url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
    yield running
    running.close()


OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def open_context(browser: Browser, base_url: str) -> Iterator[OpenContext]:
    """``open_context(**PHONE)``: a device of its own, closed after the test unless it has been before.

    What a page writes to the console as an error, and every request to elsewhere, fails the test; ``tolerates`` is
    the pattern of what it provokes on purpose.
    """
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_one(*, tolerates: str = "", **options: Any) -> BrowserContext:
        context = browser.new_context(base_url=base_url, locale="da-DK", **{**DESKTOP, **options})
        context.set_default_timeout(30_000)
        opened.append((context, Watch(context, base_url, tolerates)))
        return context

    yield open_one
    for context, _watch in opened:
        context.close()
    complaints = [complaint for _context, watch in opened for complaint in watch.complaints]
    assert complaints == []


@pytest.fixture
def page(open_context: OpenContext) -> Page:
    return open_context().new_page()


@pytest.fixture
def phone_page(open_context: OpenContext) -> Page:
    return open_context(**PHONE).new_page()


SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """The cookies of those who have signed in, so that nobody has to twice."""
    return {}


@pytest.fixture
def signed_in(site: EmbeddedSite, open_context: OpenContext, sessions: dict[str, Any]) -> SignIn:
    """``signed_in(address, **options)``: a page on a device where this person is signed in."""

    def sign_in(address: str, **options: Any) -> Page:
        if address not in sessions:
            context = open_context()
            Person(site, context.new_page(), address).sign_in()
            sessions[address] = context.storage_state()
            context.close()
        return open_context(storage_state=sessions[address], **options).new_page()

    return sign_in
