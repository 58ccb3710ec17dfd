"""The shared course is improved; a municipality takes that into its own version, and its learners meet both."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from courses.demo.files import read_variant
from courses.demo.tailored import tailored
from tests.browser.answers import Course, Node, body, course
from tests.browser.browsers import PHONE
from tests.browser.conftest import SignIn
from tests.browser.designer import add_to_first_paragraph, look_at_new_version
from tests.browser.learner import Learner
from tests.browser.municipal import (
    Clicks,
    ask_for_approval,
    badge,
    findings,
    heading_of_update,
    open_our_version,
    open_what_waits,
    seen,
)
from tests.browser.people import NANNA
from tests.embedded_site import EmbeddedSite
from tests.waiting import wait_for

DESIGNER = "designer@hyldefri.example"
RIKKE = "rikke.redaktor@glostrup.example"
GITTE = "gitte.godkender@glostrup.example"
OLGA = "olga.leder@odense.example"
KARL = "karl.redaktor@laesoe.example"

#: As it is when its people meet it first: its changes to version 1 of the shared course.
GLOSTRUP = Course(tailored(course("ledelse-af-digital-forandring.v1").tree, read_variant("glostrup")))
NEW = "Begynd med den gevinst, du selv kan se fra dit skrivebord."


def test_an_improvement_reaches_a_municipalitys_learners_without_taking_its_words(
    site: EmbeddedSite, signed_in: SignIn
) -> None:
    designer, rikke, gitte = signed_in(DESIGNER), signed_in(RIKKE), signed_in(GITTE)
    number = release_next_version(designer)

    before = resolve_the_conflict_in_four_clicks(rikke, number)
    ask_for_approval(rikke, "I 2.4 beholder vi vores eget eksempel.")
    open_what_waits(gitte, GLOSTRUP.title)
    assert findings(gitte) == []
    gitte.get_by_role("button", name="Godkend", exact=True).click()
    expect(gitte.get_by_role("heading", name="Godkendt", exact=True)).to_be_visible()

    nanna = Learner(site, signed_in(NANNA, **PHONE), NANNA, GLOSTRUP)
    meets(nanna, example_of(GLOSTRUP))
    olga = Learner(site, signed_in(OLGA, **PHONE), OLGA)
    meets(olga, example_of(course()))

    undo(rikke, number, before)


def test_a_decision_is_made_without_a_mouse(signed_in: SignIn) -> None:
    page = signed_in(KARL)
    badge(page, "når vi er få og gør det hele").click()
    row = page.locator(".hyldefri-decision").first
    ours, theirs = row.get_by_role("radio", name="Behold vores"), row.get_by_role("radio", name="Tag opdateringen")

    press_until(page, "Tab", ours)
    page.keyboard.press("Space")
    expect(ours).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(theirs).to_be_checked()
    expect(theirs).to_be_focused()
    pin = row.get_by_role("checkbox", name="Husk valget")
    press_until(page, "Tab", pin)
    page.keyboard.press("Space")
    expect(pin).to_be_checked()
    keep = page.get_by_role("button", name="Gem mine valg til senere")
    press_until(page, "Tab", keep)
    assert findings(page) == []
    page.keyboard.press("Enter")

    expect(page.get_by_text("Dine valg er gemt.")).to_be_visible()
    expect(row.get_by_role("radio", name="Tag opdateringen")).to_be_checked()
    expect(row.get_by_role("checkbox", name="Husk valget")).to_be_checked()


def release_next_version(designer: Page) -> int:
    """With a word more in 2.2; returns its number."""
    add_to_first_paragraph(designer, lesson(course(), "2.2"), NEW)
    look_at_new_version(designer, course())
    main = designer.get_by_role("main")
    main.get_by_label("Hvad er ændret").fill("2.2 siger, hvor du begynder.")
    button = main.get_by_role("button", name=re.compile(r"^Lav version \d+$"))
    number = int(button.inner_text().split()[-1])
    button.click()
    expect(main.get_by_role("link", name=f"Version {number}", exact=True)).to_be_visible()
    return number


def resolve_the_conflict_in_four_clicks(rikke: Page, number: int) -> str:
    """From the badge to the draft; returns the fingerprint of the draft before."""
    wait_for(
        lambda: f"version {number}" in badge(rikke, GLOSTRUP.title).locator("xpath=..").inner_text(),
        within=60,
        what=f"The badge of version {number}",
    )
    clicks = Clicks()
    clicks.on(badge(rikke, GLOSTRUP.title))
    expect(rikke.get_by_role("heading", name=heading_of_update(number))).to_be_visible()
    before = seen(rikke)
    assert findings(rikke) == []
    expect(rikke.locator(".hyldefri-decision")).to_have_count(1)
    clicks.on(rikke.get_by_role("radio", name="Behold vores"))
    clicks.on(rikke.get_by_role("button", name="Læg opdateringen i kladden"))
    expect(rikke.get_by_text("Opdateringen er lagt i jeres kladde.")).to_be_visible()
    assert clicks.made <= 4
    return before


def meets(learner: Learner, example: str) -> None:
    """The new words of the shared course, and those of her municipality where it has its own."""
    learner.enrol_from_the_catalogue()
    learner.open_step(lesson(learner.course, "2.2"))
    expect(learner.page.get_by_text(NEW).first).to_be_visible()
    learner.open_step(lesson(learner.course, "2.4"))
    expect(learner.page.get_by_role("main")).to_contain_text(example)
    assert learner.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def undo(rikke: Page, number: int, before: str) -> None:
    open_our_version(rikke, GLOSTRUP.title)
    rikke.get_by_role("main").get_by_role("link", name="Ajour").click()
    rikke.get_by_role("button", name="Fortryd opdateringen").click()
    expect(rikke.get_by_text("Siderne er, som de var før.")).to_be_visible()
    expect(rikke.get_by_role("heading", name=heading_of_update(number))).to_be_visible()
    assert seen(rikke) == before


def lesson(taking: Course, code: str) -> Node:
    return next(step for step in taking.lessons if step["fields"]["code"] == code)


def example_of(taking: Course) -> str:
    """The beginning of 2.4's second example, which both sides have written."""
    examples = [block for block in body(lesson(taking, "2.4")) if block["type"] == "example"]
    return re.sub(r"<[^>]+>", "", examples[-1]["fields"]["text"])[:60]


def press_until(page: Page, key: str, there: Locator) -> None:
    for _time in range(80):
        if there.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never led to {there}.")


def test_a_locked_block_says_so_where_it_is_edited(signed_in: SignIn) -> None:
    page = signed_in(RIKKE)
    open_our_version(page, GLOSTRUP.title)
    page.get_by_role("main").get_by_role("link", name="Din hvis-så-plan", exact=True).click()

    locked = page.locator("section[data-locked]")
    expect(locked).to_have_count(1)
    expect(locked).to_contain_text("Låst af kursusudvikleren. Planen er ens for alle")
    expect(locked.get_by_label("Øvelse")).not_to_be_editable()
    expect(locked.get_by_role("button", name="Slet")).to_have_count(0)
    free = page.locator("section[id^=block-]:not([data-locked])")
    expect(free.get_by_role("button", name="Slet").first).to_be_visible()
