"""The demo's H5P activity in its lesson: played on a phone, left, come back to, and begun again."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.browsers import PHONE
from tests.browser.conftest import SignIn
from tests.browser.learner import Learner
from tests.browser.people import LINE
from tests.embedded_site import EmbeddedSite

FIRST, SECOND = "Beder om en beskrivelse", "Når nogen har målt"


def test_an_activity_is_played_left_and_come_back_to(site: EmbeddedSite, signed_in: SignIn) -> None:
    line = Learner(site, signed_in(LINE, **PHONE), LINE)
    page = line.page
    line.be_enrolled()
    step = next(step for step in line.course.steps if step["fields"].get("code") == "4.2")

    line.open_step(step)
    with page.expect_response(lambda answer: answer.url.endswith("/tilstand/") and answer.status == 204):
        answer(frame(page), FIRST)

    page.goto("/forloeb/")
    line.open_step(step)
    back = frame(page)
    expect(back.get_by_label(FIRST)).to_be_checked()
    with page.expect_response(lambda answer: answer.url.endswith("/resultater/") and answer.status == 204):
        answer(back, SECOND)
    expect(back.get_by_text("Du har 2 af 2 rigtige.")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Dit resultat: 100 pct.")).to_be_visible()
    page.get_by_role("button", name="Begynd forfra").click()
    anew = frame(page)
    expect(anew.get_by_label(FIRST)).not_to_be_checked()
    expect(anew.get_by_label(FIRST)).to_be_enabled()


def frame(page: Page) -> FrameLocator:
    """The activity, once it plays."""
    player = page.locator(".block--h5p [data-h5p]")
    player.scroll_into_view_if_needed()
    expect(player).to_have_attribute("data-h5p", "ready", timeout=30_000)
    return page.frame_locator(".h5p__frame")


def answer(activity: FrameLocator, words: str) -> None:
    activity.get_by_label(words).check()
    question = activity.get_by_role("group").filter(has_text=words)
    question.get_by_role("button", name="Tjek svaret").click()
