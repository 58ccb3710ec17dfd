"""How the usual content types are answered: a learner's hands in the frame."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import FrameLocator


def true_false(frame: FrameLocator) -> None:
    frame.get_by_role("radio").first.click()
    frame.locator(".h5p-question-check-answer").click()


def multiple_choice(frame: FrameLocator) -> None:
    frame.locator(".h5p-answer").first.click()
    frame.locator(".h5p-question-check-answer").click()


def blanks(frame: FrameLocator) -> None:
    for blank in frame.locator("input.h5p-text-input").all():
        blank.fill("blueberry")
        blank.press("Enter")


def drag_text(frame: FrameLocator) -> None:
    words = frame.locator(".h5p-drag-draggables-container .ui-draggable")
    gaps = frame.locator(".h5p-drag-dropzone-container .ui-droppable")
    for gap in gaps.all():
        words.first.drag_to(gap)
    frame.locator(".h5p-question-check-answer").click()


def single_choices(frame: FrameLocator) -> None:
    """The next question comes by itself, and after the last one the result."""
    result = frame.locator(".h5p-sc-set-results.h5p-sc-current-slide")
    unanswered = ".h5p-sc-current-slide:not(.h5p-sc-set-results) .h5p-sc-alternatives:not(:has(.h5p-sc-selected))"
    choice = frame.locator(f"{unanswered} .h5p-sc-alternative")
    while True:
        choice.or_(result).first.wait_for()
        if result.count():
            return
        choice.first.click()


def summary(frame: FrameLocator) -> None:
    """A wrong claim is marked; a right one moves away and brings the next panel, and the last one the score."""
    done = frame.locator(".h5p-joubelui-score-bar").filter(visible=True)
    claims = frame.locator("ul.h5p-panel:not(.panel-disabled) li.summary-claim-unclicked").filter(visible=True)
    while True:
        claims.or_(done).first.wait_for()
        if done.count():
            return
        claims.first.click()


def essay(frame: FrameLocator) -> None:
    frame.locator("textarea").fill("Strawberries and blueberries and cloudberries are berries. " * 20)
    frame.locator(".h5p-question-check-answer").click()


def accordion(frame: FrameLocator) -> None:
    frame.locator(".h5p-panel-button, .h5p-panel-title").first.click()


def dialogue_cards(frame: FrameLocator) -> None:
    frame.locator(".h5p-dialogcards-turn").filter(visible=True).first.click()


#: By the beginning of the file's name; those that are only looked at are opened and no more.
ANSWERS: dict[str, Callable[[FrameLocator], None]] = {
    "H5P.Accordion": accordion,
    "H5P.Blanks": blanks,
    "H5P.Dialogcards": dialogue_cards,
    "H5P.DragText": drag_text,
    "H5P.Essay": essay,
    "H5P.MultiChoice": multiple_choice,
    "H5P.SingleChoiceSet": single_choices,
    "H5P.Summary": summary,
    "H5P.TrueFalse": true_false,
}
