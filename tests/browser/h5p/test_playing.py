"""Our own package, from the first look to the last answer, in a real browser."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.browsers import PHONE
from tests.browser.conftest import OpenContext
from tests.browser.h5p.conftest import IRI, settled
from tests.browser.h5p.server import PlayerSite, Shelf
from tests.waiting import wait_for

pytestmark = pytest.mark.once
RIGHT = "Beder om en beskrivelse"
WRONG = "Når systemet er sat i drift"


def play(page: Page, name: str = "quiz") -> FrameLocator:
    page.goto(f"/side/{name}/")
    expect(page.locator("[data-h5p=ready]").first).to_be_visible()
    return page.frame_locator("iframe").first


def answer(frame: FrameLocator, text: str) -> None:
    question = frame.locator("fieldset").filter(has_text=text)
    question.get_by_label(text).check()
    question.get_by_role("button", name="Tjek svaret").click()


def test_answers_reach_the_page_around_and_the_server(page: Page, shelf: Shelf) -> None:
    frame = play(page)

    answer(frame, RIGHT)
    answer(frame, WRONG)

    expect(frame.get_by_text("Du har 1 af 2 rigtige.")).to_be_visible()
    wait_for(lambda: "completed" in shelf.verbs(), within=10, what="The end signal")
    assert [verb for verb in shelf.verbs() if verb != "attempted"] == ["answered", "answered", "completed"]
    first, second, whole = (s for s in shelf.statements if s["verb"]["id"].rsplit("/", 1)[-1] != "attempted")
    assert whole["object"]["id"] == f"{IRI}quiz"
    assert whole["result"]["score"] == {"min": 0, "max": 2, "raw": 1, "scaled": 0.5}
    assert first["object"]["id"].startswith(f"{IRI}quiz?subContentId=")
    assert (first["result"]["success"], second["result"]["success"]) == (True, False)
    assert not any(key in statement for statement in shelf.statements for key in ("actor", "id", "timestamp"))


def test_what_was_answered_is_there_after_leaving(page: Page, shelf: Shelf) -> None:
    frame = play(page)
    answer(frame, RIGHT)
    frame.get_by_label(WRONG).check()
    wait_for(lambda: latest(shelf)["chosen"] == [0, 0], within=10, what="State")

    frame = play(page)

    expect(frame.get_by_label(RIGHT)).to_be_checked()
    expect(frame.get_by_label(RIGHT)).to_be_disabled()
    expect(frame.get_by_label(WRONG)).to_be_checked()
    expect(frame.get_by_text("Så kan I se, om systemet er svaret")).to_be_visible()


def test_an_answer_given_just_before_the_tab_closes_is_kept(page: Page, shelf: Shelf) -> None:
    frame = play(page)

    # Closed as soon as the page around has it; its own request is still to come.
    page.evaluate("() => addEventListener('h5p:state', () => { document.documentElement.dataset.heard = 'it' })")
    frame.get_by_label(RIGHT).check()
    expect(page.locator("html[data-heard]")).to_be_attached()
    page.close()

    wait_for(lambda: shelf.saved("quiz"), within=10, what="State")
    assert latest(shelf)["chosen"][0] == 0


def latest(shelf: Shelf) -> dict[str, list[int]]:
    saved = shelf.saved("quiz").get("0", {}).get("state", '{"chosen": []}')
    state: dict[str, list[int]] = json.loads(saved)
    return state


def test_state_that_could_not_be_sent_is_sent_again(open_context: OpenContext, shelf: Shelf) -> None:
    page = open_context(tolerates="503").new_page()
    frame = play(page)
    shelf.troubles = [503]

    frame.get_by_label(RIGHT).check()

    expect(page.get_by_role("status")).to_have_text(re.compile("ikke gemt endnu"))
    wait_for(lambda: latest(shelf)["chosen"][:1] == [0], within=10, what="State")
    expect(page.get_by_role("status")).to_have_text("Dit svar er gemt.")


def test_the_keyboard_is_enough(page: Page, shelf: Shelf) -> None:
    frame = play(page)

    frame.get_by_label(RIGHT).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(frame.get_by_text("Så kan I se, om systemet er svaret")).to_be_visible()


def test_a_player_page_is_at_most_fifteen_requests(page: Page, shelf: Shelf) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    settled(play(page))

    addresses = [address for address in asked if not address.startswith("data:")]
    assert len(addresses) <= 15, addresses


def test_players_start_one_at_a_time(page: Page, shelf: Shelf, player_site: PlayerSite) -> None:
    page.set_viewport_size({"width": 1000, "height": 4000})

    page.goto("/side/quiz,quiz,quiz/")

    expect(page.locator("[data-h5p=ready]")).to_have_count(3)
    order = [asked.path.split("/")[-1] or "frame" for asked in player_site.asked_for("/h5p/")]
    frames = [place for place, name in enumerate(order) if name == "frame"]
    assert [order[place + 1] != "frame" for place in frames] == [True, True, True]


def test_a_player_far_down_waits_until_it_is_near(page: Page, shelf: Shelf, player_site: PlayerSite) -> None:
    page.set_viewport_size({"width": 360, "height": 200})
    page.goto("/side/quiz,quiz,quiz,quiz/")
    expect(page.locator("[data-h5p=ready]")).not_to_have_count(0)
    last = page.locator("[data-h5p]").last
    assert not last.locator("iframe").get_attribute("src")

    last.scroll_into_view_if_needed()

    expect(page.locator("[data-h5p]").last).to_have_attribute("data-h5p", "ready")


def test_the_frame_is_as_high_as_its_content(open_context: OpenContext, shelf: Shelf) -> None:
    page = open_context(**PHONE).new_page()
    frame = play(page)
    content = frame.locator(".h5p-content")

    def fits() -> bool:
        inside, around = content.bounding_box(), page.locator("iframe").bounding_box()
        return bool(inside and around and 0 <= around["height"] - inside["height"] <= 4)

    wait_for(fits, within=10, what="The height")
    answer(frame, RIGHT)
    wait_for(fits, within=10, what="The height")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_full_screen_and_back(page: Page, shelf: Shelf) -> None:
    frame = play(page)

    page.get_by_role("button", name="Fuld skærm").click()
    expect(page.get_by_role("button", name="Forlad fuld skærm")).to_be_visible()
    assert page.evaluate("document.fullscreenElement.matches('[data-h5p]')")
    assert frame.locator("body").evaluate("() => document.fullscreenEnabled")
    page.get_by_role("button", name="Forlad fuld skærm").click()

    expect(page.get_by_role("button", name="Fuld skærm")).to_be_visible()


def test_where_elements_cannot_fill_the_screen_the_player_fills_the_window(page: Page, shelf: Shelf) -> None:
    page.add_init_script("delete Element.prototype.requestFullscreen")
    play(page)

    page.get_by_role("button", name="Fuld skærm").click()

    box = page.locator("[data-h5p]").bounding_box()
    assert box
    assert (box["x"], box["y"], box["width"]) == (0, 0, 1440)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Fuld skærm")).to_be_visible()


def test_somebody_who_may_no_longer_play_is_told_what_to_do(open_context: OpenContext, shelf: Shelf) -> None:
    page = open_context(tolerates="403").new_page()
    shelf.closed = True

    page.goto("/side/quiz/")

    expect(page.frame_locator("iframe").get_by_role("heading")).to_have_text("Indholdet kan ikke åbnes")


def test_without_javascript_the_page_says_so(open_context: OpenContext, shelf: Shelf) -> None:
    page = open_context(java_script_enabled=False).new_page()

    page.goto("/side/quiz/")

    expect(page.get_by_text("JavaScript")).to_be_visible()
