"""What people do on the site outside the lessons: sign in, find a course, go on with it, take the test."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.answers import Course, Node, course
from tests.browser.lesson import LessonScreen, fill_in, fill_in_wrong, verdict
from tests.browser.mailbox import mail_to, next_code
from tests.embedded_site import EmbeddedSite
from tests.waiting import wait_for


class Person:
    """Somebody with an e-mail address, in front of ``page``."""

    def __init__(self, site: EmbeddedSite, page: Page, address: str) -> None:
        self.site = site
        self.page = page
        self.address = address

    def sign_in(self, to: str = "/forloeb/") -> None:
        """Open an address that asks who one is, and type the code from the mailbox."""
        self.page.goto(to)
        self.ask_for_a_code()
        self.page.wait_for_url(lambda url: "/konto/" not in url)

    def ask_for_a_code(self) -> None:
        page, before = self.page, len(mail_to(self.site, self.address))
        page.get_by_label(re.compile("^E-?mail")).fill(self.address)
        page.get_by_role("button", name="Send mig en kode").click()
        page.get_by_label("Kode").fill(next_code(self.site, self.address, after=before))
        page.get_by_role("button", name="Bekræft").click()


class Learner(Person):
    def __init__(self, site: EmbeddedSite, page: Page, address: str, taking: Course | None = None) -> None:
        super().__init__(site, page, address)
        self.course = taking or course()

    # --- to the course -----------------------------------------------------------------------------------------------

    def enrol_from_the_catalogue(self) -> None:
        self.page.goto("/")
        self.page.get_by_role("link", name="Kurser", exact=True).click()
        self.page.get_by_role("link", name=self.course.title).click()
        self.page.get_by_role("button", name="Begynd på kurset").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.course.title)

    def be_enrolled(self) -> None:
        """Go on with the course, or begin it if this is the first test that wants her in it."""
        self.page.goto(f"/kurser/{self.course.slug}/")
        begin = self.page.get_by_role("button", name="Begynd på kurset")
        if begin.is_visible():
            begin.click()

    def open_course(self) -> None:
        self.page.goto("/forloeb/")
        self.page.get_by_role("main").get_by_role("link", name=self.course.title, exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.course.title)

    def begin(self) -> LessonScreen:
        self.page.get_by_role("link", name=re.compile("^Begynd")).click()
        return self.lesson(self.course.steps[0])

    def go_on(self) -> None:
        """»Fortsæt« on the overview."""
        self.page.goto("/forloeb/")
        self.page.get_by_role("link", name="Fortsæt", exact=True).click()

    def open_step(self, step: Node) -> LessonScreen:
        self.open_course()
        self.page.get_by_role("link", name=step["fields"]["title"], exact=True).click()
        return self.lesson(step)

    def lesson(self, step: Node) -> LessonScreen:
        return LessonScreen(self.page, self.course, step)

    def course_address(self) -> str:
        self.open_course()
        return urlsplit(self.page.url).path

    # --- the final test ----------------------------------------------------------------------------------------------

    def open_the_test(self) -> None:
        """From the lesson it is in."""
        self.page.get_by_role("button", name="Begynd på testen").click()
        expect(self.page.get_by_role("heading", name="Afsluttende test", exact=True)).to_be_visible()

    def begin_the_test(self) -> None:
        self.open_the_test()
        self.page.get_by_role("button", name="Begynd på testen").click()

    def answer_the_test(self, *, beginning: int = 1, right: Callable[[int], bool] = lambda _number: True) -> None:
        """Every question, number ``n`` right where ``right(n)`` says so, on to the result."""
        total = self.course.tree["fields"]["draw_count"]
        for number in range(beginning, total + 1):
            self.answer_question(number, right=right(number))
            self.page.get_by_role("link", name="Se resultatet" if number == total else "Næste spørgsmål").click()

    def answer_question(self, number: int, *, right: bool = True) -> None:
        expect(self.page.get_by_text(re.compile(rf"^Spørgsmål {number} af \d+$")).first).to_be_visible()
        block = self.page.locator("section.block--task")
        question = self.course.asked(block.get_by_role("heading", level=2).inner_text())
        (fill_in if right else fill_in_wrong)(block, question)
        block.get_by_role("button", name="Svar").click()
        expect(verdict(block)).to_have_text("Rigtigt" if right else "Ikke helt")

    def wait_for_certificate(self) -> Locator:
        """The link to it on the course's page, once the worker has folded what she did."""
        link = self.page.get_by_role("link", name="Se dit kursusbevis")

        def has_come() -> bool:
            self.open_course()
            return link.is_visible() and self.page.get_by_text("Du gennemførte kurset den").is_visible()

        wait_for(has_come, within=60, what="The completion and its certificate")
        return link
