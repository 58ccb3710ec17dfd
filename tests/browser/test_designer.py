"""The course designer improves a lesson and gives it to those who begin from now on."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.answers import Node, course
from tests.browser.conftest import SignIn
from tests.browser.designer import add_to_first_paragraph, look_at_new_version
from tests.browser.learner import Learner
from tests.embedded_site import EmbeddedSite

DESIGNER = "designer@hyldefri.example"
RIKKE = "rikke.redaktor@glostrup.example"
KARL = "karl.redaktor@laesoe.example"
#: Nobody else's test counts on this course's version.
AI = course("naar-ai-flytter-ind.v1")
NEW = "Prøv det selv på tirsdag."


def test_a_new_version_is_for_those_who_begin_after_it(site: EmbeddedSite, signed_in: SignIn) -> None:
    rikke = Learner(site, signed_in(RIKKE), RIKKE, AI)
    rikke.be_enrolled()
    rikke.open_step(first_lesson())
    designer = signed_in(DESIGNER)

    add_to_first_paragraph(designer, first_lesson(), NEW)
    make_version_2(designer)

    rikke.open_step(first_lesson())
    expect(rikke.page.get_by_text(NEW)).to_have_count(0)
    rikke.open_course()
    expect(rikke.page.get_by_text("Version 1 af kurset")).to_be_visible()

    karl = Learner(site, signed_in(KARL), KARL, AI)
    karl.be_enrolled()
    karl.open_step(first_lesson())
    expect(karl.page.get_by_text(NEW)).to_be_visible()
    karl.open_course()
    expect(karl.page.get_by_text("Version 2 af kurset")).to_be_visible()


def test_the_designer_sees_which_questions_fail(signed_in: SignIn) -> None:
    page = signed_in(DESIGNER)
    page.goto("/admin/")
    page.get_by_role("button", name="Rapporter").click()
    page.get_by_role("link", name="Spørgsmål", exact=True).click()
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name="Spørgsmål").first).to_be_visible()
    main.get_by_label("Kursus").select_option(label=AI.title)
    main.get_by_role("button", name="Vis", exact=True).click()
    for question in AI.tree["children"]["pool"][:3]:
        expect(main.get_by_text(question["fields"]["prompt"][:40]).first).to_be_visible()


def first_lesson() -> Node:
    return AI.lessons[0]


def make_version_2(page: Page) -> None:
    look_at_new_version(page, AI)
    main = page.get_by_role("main")
    expect(main).to_contain_text("Ændret siden version 1")
    expect(main).to_contain_text(first_lesson()["fields"]["title"])
    main.get_by_label("Hvad er ændret").fill("Den første lektion siger, hvornår du kan prøve det.")
    main.get_by_role("button", name="Lav version 2").click()
    expect(main.get_by_role("link", name="Version 2", exact=True)).to_be_visible()
