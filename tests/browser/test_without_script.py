"""The course works where no script runs."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.answers import Course, Node, body, course
from tests.browser.conftest import OpenContext
from tests.browser.learner import Learner
from tests.browser.people import KARL
from tests.embedded_site import EmbeddedSite


def test_a_lesson_is_taken_without_a_script(site: EmbeddedSite, open_context: OpenContext) -> None:
    karl = Learner(site, open_context(java_script_enabled=False).new_page(), KARL)
    karl.sign_in()
    karl.enrol_from_the_catalogue()

    for step in steps_that_together_ask("matching", "ordering", "single_choice", "reflection"):
        lesson = karl.open_step(step)
        for reflection in lesson.blocks("reflection"):
            lesson.write(reflection, "Skrevet uden script.")
            lesson.block(reflection).get_by_role("button", name="Gem").click()
            expect(lesson.textarea(reflection)).to_have_value("Skrevet uden script.")
            expect(lesson.block(reflection)).to_contain_text(re.compile(r"Gemt kl\. \d\d\.\d\d"))
        for question in lesson.blocks("matching", "ordering", "single_choice"):
            lesson.answer_right(question)
        lesson.complete()
        karl.open_course()
        expect(row_of(karl, step)).to_contain_text("Gennemført")


def row_of(learner: Learner, step: Node) -> Locator:
    title = learner.page.get_by_role("link", name=step["fields"]["title"], exact=True)
    return learner.page.get_by_role("listitem").filter(has=title).last


def steps_that_together_ask(*kinds: str) -> list[Node]:
    found: list[Node] = []
    for kind in kinds:
        if not any(asks(course(), step, kind) for step in found):
            found.append(course().lesson_with(kind))
    return found


def asks(taking: Course, step: Node, kind: str) -> bool:
    return any(taking.kind(block) == kind for block in body(step))
