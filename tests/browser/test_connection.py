"""What is written while the train is in a tunnel, on two devices or in two tabs is not lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Locator, Route, expect

from tests.browser.answers import Node, body, course
from tests.browser.browsers import PHONE
from tests.browser.conftest import SignIn
from tests.browser.learner import Learner
from tests.browser.lesson import LessonScreen
from tests.browser.people import INGER
from tests.embedded_site import EmbeddedSite

#: What a browser says of itself when a request fails, or is answered 409.
EXPECTED = r"Failed to load resource"


@pytest.fixture
def inger(site: EmbeddedSite, signed_in: SignIn) -> Learner:
    inger = Learner(site, signed_in(INGER, tolerates=EXPECTED, **PHONE), INGER)
    inger.be_enrolled()
    return inger


def test_what_is_written_offline_is_said_not_to_be_saved_and_sent_later(inger: Learner) -> None:
    lesson = open_reflection(inger, 0)
    device = inger.page.context

    device.set_offline(True)
    write(lesson, "Skrevet i en tunnel.")
    expect(status(lesson)).to_contain_text("Ikke gemt endnu. Teksten ligger i denne browser")

    device.set_offline(False)
    lesson.wait_until_saved(reflection(lesson))
    inger.page.reload()
    expect(text_of(lesson)).to_have_value("Skrevet i en tunnel.")


def test_what_could_not_be_sent_is_sent_from_the_next_page(inger: Learner) -> None:
    lesson = open_reflection(inger, 1)
    lose_posts(inger.page.context)
    write(lesson, "Nåede ikke frem.")
    expect(status(lesson)).to_contain_text("Ikke gemt endnu. Teksten ligger i denne browser")
    inger.open_course()

    inger.page.context.unroute("**/*")
    with inger.page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        inger.open_step(inger.course.steps[0])

    other = Learner(inger.site, inger.page.context.new_page(), INGER)
    expect(text_of(open_reflection(other, 1))).to_have_value("Nåede ikke frem.")


def test_two_tabs_on_the_same_reflection_lose_no_words(inger: Learner) -> None:
    one = open_reflection(inger, 2)
    two = open_reflection(Learner(inger.site, inger.page.context.new_page(), INGER), 2)

    write(one, "Fra den første fane.")
    one.wait_until_saved(reflection(one))
    write(two, "Fra den anden fane.")

    expect(status(two)).to_contain_text("Der er gemt noget andet her siden")
    expect(text_of(two)).to_have_value("Fra den anden fane.")
    expect(two.block(reflection(two))).to_contain_text("Det, der er gemt: Fra den første fane.")

    two.block(reflection(two)).get_by_role("button", name="Gem").click()
    expect(text_of(two)).to_have_value("Fra den anden fane.")
    one.page.reload()
    expect(text_of(one)).to_have_value("Fra den anden fane.")


def test_what_came_too_late_comes_back_beside_what_was_saved(inger: Learner) -> None:
    one = open_reflection(inger, 3)
    two = open_reflection(Learner(inger.site, inger.page.context.new_page(), INGER), 3)
    write(one, "Dette blev gemt.")
    one.wait_until_saved(reflection(one))
    write(two, "Dette kom for sent.")
    expect(status(two)).to_contain_text("Der er gemt noget andet her siden")

    two.page.reload()

    expect(text_of(two)).to_have_value("Dette kom for sent.")
    expect(two.block(reflection(two))).to_contain_text("Det, der er gemt: Dette blev gemt.")


def open_reflection(learner: Learner, number: int) -> LessonScreen:
    """A lesson with a reflection, another for each test."""
    found = [step for step in course().lessons if any(block["type"] == "reflection" for block in body(step))]
    return learner.open_step(found[number])


def reflection(lesson: LessonScreen) -> Node:
    return lesson.blocks("reflection")[0]


def write(lesson: LessonScreen, text: str) -> None:
    lesson.write(reflection(lesson), text)


def text_of(lesson: LessonScreen) -> Locator:
    return lesson.textarea(reflection(lesson))


def status(lesson: LessonScreen) -> Locator:
    return lesson.block(reflection(lesson)).locator("[data-saved-text]")


def lose_posts(device: BrowserContext) -> None:
    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.abort("internetdisconnected")
        else:
            route.continue_()

    device.route("**/*", lose)
