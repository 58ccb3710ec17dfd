"""A lesson with nothing but a keyboard."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

from tests.browser.answers import course, options, plain
from tests.browser.conftest import SignIn
from tests.browser.learner import Learner
from tests.browser.lesson import verdict
from tests.browser.people import INGER
from tests.embedded_site import EmbeddedSite

#: Whether an outline or a shadow marks what has focus: itself, or where a control is drawn by its label.
FOCUS_IS_SEEN = """() => {
  const control = document.activeElement;
  const marked = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
  };
  const label = control.labels?.[0];
  return marked(control) || !!label && [null, "::before", "::after"].some((pseudo) => marked(label, pseudo));
}"""


def test_a_lesson_is_taken_with_the_keyboard_alone(site: EmbeddedSite, signed_in: SignIn) -> None:
    page = signed_in(INGER)
    inger = Learner(site, page, INGER)
    inger.be_enrolled()
    step = course().lesson_with("single_choice")
    lesson = inger.open_step(step)
    question = lesson.blocks("single_choice")[0]
    block = lesson.block(question)
    again = block.get_by_role("button", name="Prøv igen")
    if again.is_visible():
        lesson.try_again(question)
    right = plain(next(options(course().question_of(question), right=True)))

    page.goto(page.url.partition("?")[0].partition("#")[0])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til indholdet")).to_be_focused()
    expect(page.get_by_role("link", name="Gå til indholdet")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()

    tab_to(page, block.get_by_role("radio").first)
    page.keyboard.press("Space")
    for _option in range(3):
        if block.get_by_label(right, exact=True).is_checked():
            break
        page.keyboard.press("ArrowDown")
    tab_to(page, block.get_by_role("button", name="Svar"))
    page.keyboard.press("Enter")

    expect(verdict(block)).to_have_text("Rigtigt")
    expect(block.locator("[data-feedback]")).to_be_focused()
    expect(block.locator("[data-feedback]")).to_be_in_viewport()

    tab_to(page, page.get_by_role("button", name="Gennemfør"))
    page.keyboard.press("Enter")
    following = course().steps[course().steps.index(step) + 1]
    expect(page.get_by_role("heading", level=1)).to_have_text(following["fields"]["title"])


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has focus; every stop on the way shows that it has it."""
    for _stop in stops(page):
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {target}.")


def stops(page: Page) -> Iterator[None]:
    for _press in range(60):
        page.keyboard.press("Tab")
        has_focus = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert page.evaluate(FOCUS_IS_SEEN), f"No focus to be seen on {has_focus}"
        yield
