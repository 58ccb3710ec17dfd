"""Packages as they are on the H5P hub; they lie beside the repository, and only where somebody has put them there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.h5p.conftest import put
from tests.browser.h5p.server import Shelf
from tests.services import ROOT
from tests.waiting import wait_for

FOLDER = ROOT.parent / "shared" / "h5p"
PACKAGES = sorted(FOLDER.glob("*.h5p"))
pytestmark = [pytest.mark.once, pytest.mark.skipif(not PACKAGES, reason="There are no real packages here.")]


def start(page: Page, shelf: Shelf, path: Path) -> FrameLocator:
    put(shelf, "real", path)
    page.goto("/side/real/")
    expect(page.locator("[data-h5p=ready]")).to_be_visible()
    return page.frame_locator("iframe")


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.stem)
def test_it_starts_within_fifteen_requests(path: Path, open_context: OpenContext, shelf: Shelf) -> None:
    # Some libraries point at a typeface or a picture that their package lacks.
    page = open_context(tolerates="404").new_page()
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if request.resource_type not in ("media", "image") else None,
    )

    frame = start(page, shelf, path)
    page.wait_for_load_state("networkidle")

    box = frame.locator(".h5p-content").bounding_box()
    assert box
    assert box["height"] > 60
    addresses = [address for address in asked if not address.startswith(("data:", "blob:"))]
    assert len(addresses) <= 15, addresses


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
    frame.locator(".h5p-drag-text [role=button], .h5p-drag-draggables-container .ui-draggable").first.press("Enter")
    frame.locator(".h5p-drag-dropzone-container .ui-droppable").first.press("Enter")
    frame.locator(".h5p-question-check-answer").click()


#: How to answer, by the beginning of the file's name; whether the answer ends the activity.
ANSWERS: dict[str, Callable[[Page, FrameLocator], None]] = {
    "H5P.TrueFalse": true_false,
    "H5P.MultiChoice": multiple_choice,
    "H5P.Blanks": blanks,
    "H5P.DragText": drag_text,
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_recorded_and_comes_back(name: str, open_context: OpenContext, shelf: Shelf) -> None:
    path = next((path for path in PACKAGES if path.name.startswith(name)), None)
    if path is None:
        pytest.skip(f"There is no {name} here.")
    page = open_context(tolerates="404").new_page()
    frame = start(page, shelf, path)

    ANSWERS[name](page, frame)

    wait_for(lambda: {"answered", "completed"} & set(shelf.verbs()), within=10, what="The end signal")
    assert any("score" in statement.get("result", {}) for statement in shelf.statements)
    wait_for(lambda: shelf.saved("real").get("0", {}).get("state"), within=10, what="State")
    saved = dict(shelf.saved("real")["0"])
    start(page, shelf, path)
    wait_for(lambda: frame.locator("body").evaluate("() => H5P.instances.length"), within=10, what="The start")
    state = frame.locator("body").evaluate("() => JSON.stringify(H5P.instances[0].getCurrentState())")
    assert state == saved["state"]
