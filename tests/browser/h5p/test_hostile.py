"""A package that wants the learner's cookies, page and storage, and gets none of them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from courses.demo.packages import packed
from tests.browser.conftest import OpenContext
from tests.browser.h5p.conftest import HOSTILE, put
from tests.browser.h5p.server import PlayerSite, Shelf
from tests.waiting import wait_for

pytestmark = pytest.mark.once
#: What it may have: its own origin's name, and deeds that answer nothing.
HARMLESS = {
    "origin": "null",
    "beacon": None,
    "channel": None,
    "form": None,
    "form in a window": None,
    "form on top": None,
    "window": None,
    "clicked link": None,
    "clicked form": None,
    "asks the page": None,
    "clicked window": None,
}


@pytest.fixture
def hostile(open_context: OpenContext, shelf: Shelf) -> Page:
    put(shelf, "hostile", packed(HOSTILE))
    page = open_context(tolerates=".").new_page()
    page.add_init_script("if (top === self) localStorage.setItem('secret', 'the learner wrote this')")
    page.goto("/side/hostile,quiz/")
    expect(page.frame_locator("iframe").first.get_by_text("tried")).to_be_visible()
    return page


def findings(shelf: Shelf) -> dict[str, Any]:
    told = wait_for(
        lambda: [statement["object"] for statement in shelf.statements if statement["verb"]["id"] == "found"],
        within=10,
        what="What it found",
    )
    found: dict[str, Any] = told[-1]
    return found


def test_it_gets_hold_of_nothing(hostile: Page, shelf: Shelf) -> None:
    found = findings(shelf)

    assert len(found) > 25
    assert {name: result["got"] for name, result in found.items() if "got" in result and name not in HARMLESS} == {}
    assert {name: found[name].get("got") for name in HARMLESS if name in found} == {
        name: got for name, got in HARMLESS.items() if name in found
    }


def test_nothing_it_asks_for_comes_with_the_learners_cookies(
    hostile: Page, shelf: Shelf, player_site: PlayerSite
) -> None:
    hostile.frame_locator("iframe").first.get_by_role("button").click()
    expect(hostile.frame_locator("iframe").first.get_by_text("clicked")).to_be_visible()
    wait_for(lambda: "asks the page" in findings(shelf), within=10, what="What it did after the click")

    assert [asked.path for asked in player_site.asked_for("/secret/")] == []
    frames = {"iframe"}
    assert [
        asked for asked in player_site.asked_for("/h5p/") if asked.cookies and asked.destination not in frames
    ] == []


def test_the_learner_stays_where_she_was(hostile: Page, shelf: Shelf, base_url: str) -> None:
    hostile.frame_locator("iframe").first.get_by_role("button").click()
    expect(hostile.frame_locator("iframe").first.get_by_text("clicked")).to_be_visible()
    wait_for(lambda: "asks the page" in findings(shelf), within=10, what="What it did after the click")

    assert hostile.url == f"{base_url}/side/hostile,quiz/"
    assert len(hostile.context.pages) == 1
    assert hostile.title().startswith("Lektion")
    height = hostile.locator("iframe").first.bounding_box()
    assert height
    assert height["height"] <= 20_010
    # What is no state is not sent on, and the page around still works.
    assert shelf.saved("hostile") == {}
    hostile.frame_locator("iframe").nth(1).get_by_label("Når systemet er sat i drift").check()
    wait_for(lambda: shelf.saved("quiz"), within=10, what="The other's state")


def test_a_frame_that_leads_itself_elsewhere_is_taken_away(open_context: OpenContext, shelf: Shelf) -> None:
    put(shelf, "leaving", packed(HOSTILE))
    activity = shelf.activities["leaving"]
    activity.content["leave"] = True  # type: ignore[index]
    page = open_context(tolerates=".").new_page()

    page.goto("/side/leaving/")

    expect(page.get_by_role("status")).to_have_text("Indholdet kan ikke åbnes. Genindlæs siden.")
    expect(page.locator("iframe")).to_have_count(0)
