"""Packages as they are on the H5P hub; they lie beside the repository, and only where somebody has put them there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.h5p.conftest import put, settled
from tests.browser.h5p.server import Shelf
from tests.services import ROOT
from tests.waiting import wait_for

MEDIA = ("media", "image")
FOLDER = ROOT.parent / "shared" / "h5p"
PACKAGES = sorted(FOLDER.glob("*.h5p"))
pytestmark = [pytest.mark.once, pytest.mark.skipif(not PACKAGES, reason="There are no real packages here.")]


def start(page: Page, shelf: Shelf, path: Path) -> FrameLocator:
    put(shelf, "real", path)
    page.goto("/side/real/")
    expect(page.locator("[data-h5p=ready]")).to_be_visible()
    return page.frame_locator("iframe")


def true_false(page: Page, frame: FrameLocator) -> None:
    frame.get_by_role("radio").first.click()
    frame.locator(".h5p-question-check-answer").click()


def multiple_choice(page: Page, frame: FrameLocator) -> None:
    frame.locator(".h5p-answer").first.click()
    frame.locator(".h5p-question-check-answer").click()


def blanks(page: Page, frame: FrameLocator) -> None:
    for blank in frame.locator("input.h5p-text-input").all():
        blank.fill("blueberry")
        blank.press("Enter")


def drag_text(page: Page, frame: FrameLocator) -> None:
    for _word in range(3):
        frame.locator(".h5p-drag-draggables-container .ui-draggable").first.drag_to(
            frame.locator(".h5p-drag-dropzone-container .ui-droppable:not(:has(.ui-draggable))").first
        )
    frame.locator(".h5p-question-check-answer").click()


def single_choices(page: Page, frame: FrameLocator) -> None:
    for _slide in frame.locator(".h5p-sc-slide:not(.h5p-sc-set-results)").all():
        frame.locator(".h5p-sc-current-slide .h5p-sc-alternative").first.click()


def summary(page: Page, frame: FrameLocator) -> None:
    done = frame.locator(".summary-score, .h5p-joubelui-score-bar:visible").first
    for _try in range(20):
        choices = frame.locator("li.summary-claim-unclicked:visible:not(.summary-failed)")
        if done.is_visible() or not choices.count():
            break
        choices.first.click(timeout=3000)
        page.wait_for_timeout(700)


def essay(page: Page, frame: FrameLocator) -> None:
    frame.locator("textarea").fill("Strawberries and blueberries and cloudberries are berries. " * 20)
    frame.locator(".h5p-question-check-answer").click()


#: How to answer, by the beginning of the file's name. The others say nothing of what is done in them.
ANSWERS: dict[str, Callable[[Page, FrameLocator], None]] = {
    "H5P.Blanks": blanks,
    "H5P.DragText": drag_text,
    "H5P.Essay": essay,
    "H5P.MultiChoice": multiple_choice,
    "H5P.SingleChoiceSet": single_choices,
    "H5P.Summary": summary,
    "H5P.TrueFalse": true_false,
}


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.stem)
def test_it_starts_is_answered_and_goes_on(path: Path, open_context: OpenContext, shelf: Shelf) -> None:
    # Some libraries point at a typeface or a picture that their package lacks, or that is on another site.
    page = open_context(tolerates="404|violates the following Content Security Policy").new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type not in MEDIA else None)

    frame = start(page, shelf, path)

    settled(frame)
    box = frame.locator(".h5p-content").bounding_box()
    assert box
    assert box["height"] > 60
    addresses = [address for address in asked if not address.startswith(("data:", "blob:"))]
    assert len(addresses) <= 15, addresses
    give = ANSWERS.get(path.stem.rsplit("-", 1)[0])
    if give:
        give(page, frame)
        answered_and_kept(page, frame, shelf)


def answered_and_kept(page: Page, frame: FrameLocator, shelf: Shelf) -> None:
    wait_for(lambda: {"answered", "completed"} & set(shelf.verbs()), within=20, what="The end signal")
    assert any("score" in statement.get("result", {}) for statement in shelf.statements)

    def state() -> Any:
        current = frame.locator("body").evaluate("() => H5P.instances[0]?.getCurrentState()")
        return in_order(current)

    def saved() -> Any:
        kept = json.loads(shelf.saved("real").get("0", {}).get("state", "null"))
        return in_order(kept)

    wait_for(lambda: saved() and saved() == state(), within=10, what="The state as it is now")
    left = saved()
    page.reload()
    expect(page.locator("[data-h5p=ready]")).to_be_visible()
    assert state() == left


def in_order(state: Any) -> Any:
    """Words that have been dragged are listed in the order in which they were dropped, and then in that of the text."""
    dragged = isinstance(state, list) and all(isinstance(one, dict) for one in state)
    return sorted(state, key=json.dumps) if dragged else state
