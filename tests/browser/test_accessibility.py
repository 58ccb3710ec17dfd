"""axe finds nothing on any screen a learner meets, and nothing sticks out, on a phone or on a desk."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.answers import Node, body, course
from tests.browser.conftest import OpenContext, SignIn
from tests.browser.learner import Learner
from tests.browser.people import ANDERS, INGER
from tests.browser.screens import look_at
from tests.embedded_site import EmbeddedSite

DESIGNER = "designer@hyldefri.example"
AI = "naar-ai-flytter-ind.v1"

PUBLIC = {
    "the front page": "/",
    "the catalogue": "/kurser/",
    "a course": "/kurser/ledelse-af-digital-forandring/",
    "signing in": "/konto/login/",
    "signing in with a password": "/konto/login/adgangskode/",
    "making an account": "/konto/signup/",
    "the mailbox": "/postkasse/",
    "a page that is not there": "/findes-ikke/",
}

OWN = {
    "the overview": "/forloeb/",
    "the overview with ten minutes": "/forloeb/?minutter=10",
    "the profile": "/konto/profil/",
    "my data": "/konto/mine-data/",
    "deleting the account": "/konto/slet/",
    "e-mail addresses": "/konto/email/",
    "the second factor": "/konto/2fa/",
    "signing out": "/konto/logout/",
}


def test_what_a_visitor_meets(site: EmbeddedSite, open_context: OpenContext) -> None:
    page = open_context(tolerates="404").new_page()
    findings = look_at_all(page, PUBLIC)

    page.goto("/konto/login/")
    page.get_by_role("button", name="Send mig en kode").click()
    findings += look_at(page, "signing in without an address")
    page.get_by_role("textbox").first.fill(INGER)
    page.get_by_role("button", name="Send mig en kode").click()
    expect(page.get_by_label("Kode")).to_be_visible()
    findings += look_at(page, "the code")
    page.get_by_label("Kode").fill("000000")
    page.get_by_role("button", name="Bekræft").click()
    expect(page.get_by_label("Kode")).to_be_visible()
    findings += look_at(page, "a wrong code")

    assert findings == []


def test_an_invitation(site: EmbeddedSite, signed_in: SignIn, open_context: OpenContext) -> None:
    designer = signed_in(DESIGNER)
    designer.goto("/admin/hyldefri/tilmeldingslinks/nyt/")
    designer.get_by_label("Kursus").select_option(label=course().title)
    designer.get_by_label("Kommune").select_option(label="Odense Kommune")
    designer.get_by_role("button", name="Lav linket").click()
    address = designer.get_by_text("/tilmeld/").first.inner_text()

    page = open_context().new_page()
    page.goto(address[address.index("/tilmeld/") :].split()[0])
    expect(page.get_by_role("heading", level=1)).to_have_text(course().title)
    assert look_at(page, "an invitation") == []


def test_what_belongs_to_the_account(site: EmbeddedSite, signed_in: SignIn) -> None:
    anders = Learner(site, signed_in(ANDERS), ANDERS)
    anders.be_enrolled()

    assert look_at_all(anders.page, OWN) == []


def test_every_kind_of_lesson(site: EmbeddedSite, signed_in: SignIn) -> None:
    """Each kind of block once, before and after it has been answered."""
    anders = Learner(site, signed_in(ANDERS, tolerates="422"), ANDERS)
    anders.be_enrolled()
    anders.open_course()
    findings = look_at(anders.page, "the course")

    for step in steps_with_every_kind():
        lesson = anders.open_step(step)
        findings += look_at(anders.page, step["fields"]["title"])
        for question in lesson.blocks("single_choice", "matching", "ordering"):
            lesson.answer_wrong(question)
        lesson.take_dilemmas()
        for question in lesson.blocks("short_text", "number", "multiple_choice", "true_false"):
            lesson.block(question).get_by_role("button", name="Svar").click()
            expect(anders.page.locator("[data-focus]")).to_be_visible()
            break
        findings += look_at(anders.page, f"{step['fields']['title']}, answered")

    anders.page.goto(f"{anders.course_address()}modenhed/")
    findings += look_at(anders.page, "the maturity profile")
    assert findings == []


def test_the_way_from_the_test_to_the_certificate(site: EmbeddedSite, signed_in: SignIn) -> None:
    """In the shorter course, gone through without a pause."""
    anders = Learner(site, signed_in(ANDERS), ANDERS, course(AI))
    anders.be_enrolled()
    page, findings = anders.page, []
    for step in anders.course.lessons:
        lesson = anders.open_step(step)
        if lesson.blocks("final_test"):
            anders.open_the_test()
            findings += look_at(page, "before the test")
            page.get_by_role("button", name="Begynd på testen").click()
            findings += look_at(page, "a question of the test")
            anders.answer_question(1, right=False)
            findings += look_at(page, "an answered question of the test")
            page.get_by_role("link", name="Næste spørgsmål").click()
            anders.answer_the_test(beginning=2)
            expect(page.get_by_role("heading", level=1)).to_have_text("Du har bestået")
            findings += look_at(page, "the result")
        else:
            lesson.complete()
    anders.wait_for_certificate()
    findings += look_at(page, "a completed course")
    page.get_by_role("link", name="Se dit kursusbevis").click()
    findings += look_at(page, "the certificate")

    assert findings == []


def look_at_all(page: Page, screens: dict[str, str]) -> list[str]:
    findings = []
    for name, address in screens.items():
        page.goto(address)
        findings += look_at(page, name)
    return findings


def steps_with_every_kind() -> list[Node]:
    """Few steps that together have every kind of block and of question."""
    kinds = {step["id"]: {course().kind(block) for block in body(step)} for step in course().steps}
    wanted = set().union(*kinds.values())
    found: list[Node] = []
    while wanted:
        best = max(course().steps, key=lambda step: len(kinds[step["id"]] & wanted))
        found.append(best)
        wanted -= kinds[best["id"]]
    return found
