"""The manager's whole way on a small phone: from the sign-in code to the certificate."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.utils import translation
from django.utils.formats import date_format
from playwright.sync_api import Page, expect

from tests.browser.answers import Node, body, course
from tests.browser.browsers import PHONE
from tests.browser.conftest import OpenContext
from tests.browser.learner import Learner
from tests.browser.lesson import AFTER, BEFORE, LessonScreen
from tests.browser.people import METTE, SOFIE
from tests.embedded_site import EmbeddedSite

LEAVES_IN = "Når gevinsten udebliver"


def test_a_manager_takes_the_whole_course_on_her_phone(site: EmbeddedSite, open_context: OpenContext) -> None:
    mette = Learner(site, open_context(**PHONE).new_page(), METTE)
    mette.sign_in()
    mette.enrol_from_the_catalogue()
    mette.begin()

    for step in mette.course.steps:
        lesson = mette.lesson(step)
        if step is mette.course.steps[0]:
            answer_wrong_and_then_try_again(lesson)
        if step["fields"]["title"] == LEAVES_IN:
            lesson = leave_in_the_middle_and_go_on_with_another_device(mette, lesson, open_context)
        lesson.take()
        if lesson.blocks("if_then_plan", "follow_up"):
            download_the_dates(lesson)
        if lesson.blocks("final_test"):
            take_the_test(mette)
            mette.open_step(step).go_on()
        else:
            lesson.complete()

    her_profile_shows_before_and_after(mette)
    address = certificate_of(mette)
    a_stranger_sees_name_course_and_date_only(open_context().new_page(), address)


def answer_wrong_and_then_try_again(lesson: LessonScreen) -> None:
    question = lesson.blocks("single_choice")[0]
    lesson.answer_wrong(question)
    lesson.try_again(question)


def leave_in_the_middle_and_go_on_with_another_device(
    mette: Learner, lesson: LessonScreen, open_context: OpenContext
) -> LessonScreen:
    reflection = lesson.blocks("reflection")[0]
    with mette.page.expect_request(re.compile("/position/")):
        lesson.write(reflection, "Her slap jeg.")
        lesson.wait_until_saved(reflection)
    mette.page.context.close()

    mette.page = open_context(**PHONE).new_page()
    mette.sign_in()
    mette.go_on()
    assert urlsplit(mette.page.url).fragment == f"b-{reflection['id']}"
    back = mette.lesson(lesson.step)
    expect(back.textarea(reflection)).to_have_value("Her slap jeg.")
    expect(back.block(reflection)).to_be_in_viewport()
    return back


def download_the_dates(lesson: LessonScreen) -> None:
    lesson.page.reload()
    with lesson.page.expect_download() as download:
        lesson.page.get_by_role("link", name=re.compile("^Læg .* i din kalender")).click()
    calendar = download.value.path().read_text()
    assert calendar.startswith("BEGIN:VCALENDAR")
    assert calendar.count("BEGIN:VEVENT") == (3 if lesson.blocks("follow_up") else 1)


def take_the_test(mette: Learner) -> None:
    mette.begin_the_test()
    mette.answer_the_test(right=lambda number: number != 2)
    expect(mette.page.get_by_role("heading", level=1)).to_have_text("Du har bestået")
    expect(mette.page.get_by_role("main")).to_contain_text("Du svarede rigtigt på 9 af 10.")


def her_profile_shows_before_and_after(mette: Learner) -> None:
    mette.open_course()
    mette.page.get_by_role("link", name="Din modenhedsprofil").click()
    for theme, before, after in zip(mette.course.tree["children"]["maturity"], BEFORE, AFTER, strict=True):
        row = mette.page.get_by_role("row", name=theme["fields"]["title"])
        expect(row).to_contain_text(f"{before},0")
        expect(row).to_contain_text(f"{after},0")


def certificate_of(mette: Learner) -> str:
    """Its public address, once the worker has folded what she did; downloads the PDF on the way."""
    page = mette.page
    mette.wait_for_certificate().click()
    expect(page.get_by_text("Kursusbeviset er gyldigt.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent som PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    return page.url


def a_stranger_sees_name_course_and_date_only(page: Page, address: str) -> None:
    page.goto(address)
    facts = page.get_by_role("main").locator("dl")
    expect(facts.locator("dt")).to_have_text(["Navn", "Kursus", "Gennemført"])
    expect(facts.locator("dd").nth(0)).to_have_text("Mette Leder")
    expect(facts.locator("dd").nth(1)).to_have_text(course().title)
    expect(facts.locator("dd").nth(2)).to_contain_text(str(date.today().year))
    shown = page.get_by_role("main").inner_text()
    assert not re.search(r"Odense|@|point|pct", shown)
    expect(page.get_by_role("link", name="Hent som PDF")).to_have_count(0)


def test_who_fails_the_test_is_told_when_to_try_again_and_what_to_read(
    site: EmbeddedSite, open_context: OpenContext
) -> None:
    sofie = Learner(site, open_context(**PHONE).new_page(), SOFIE)
    sofie.sign_in()
    sofie.enrol_from_the_catalogue()
    sofie.open_step(lesson_with_the_test())
    sofie.begin_the_test()
    sofie.answer_the_test(right=lambda number: number <= 6)

    main = sofie.page.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_have_text("Ikke bestået i denne omgang")
    expect(main).to_contain_text("Du svarede rigtigt på 6 af 10. Der skal 70 pct. til.")
    expect(main).to_contain_text(f"Du kan prøve igen fra {in_danish(date.today() + timedelta(days=1))}.")
    expect(main.get_by_role("link", name=re.compile("^Læs igen"))).not_to_have_count(0)

    sofie.open_step(lesson_with_the_test())
    sofie.page.get_by_role("button", name="Begynd på testen").click()
    expect(main).to_contain_text("Du kan prøve igen fra")
    expect(main.get_by_role("button", name="Begynd på testen")).to_have_count(0)


def lesson_with_the_test() -> Node:
    return next(step for step in course().steps if any(block["type"] == "final_test" for block in body(step)))


def in_danish(day: date) -> str:
    with translation.override("da"):
        return date_format(day, "j. F Y")
