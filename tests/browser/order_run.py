"""The second half of the order of ``test_commission.py``: it is run in a group, and evaluated."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Page, expect

from tests.browser import municipal
from tests.browser.learner import Learner
from tests.browser.order_cast import (
    APPROVER,
    COURSE,
    DESIGNER,
    EDITOR,
    GROUP,
    HIDDEN,
    LEIF,
    LIS,
    TITLE,
    in_days,
    open_order,
    step_at_desk,
)
from tests.browser.post import Post, address_in
from tests.browser.screens import look_at
from tests.embedded_site import EmbeddedSite

ASK = "from elearning.commissions.evaluation.tasks import ask; ask(); ask()"
FACTS = {
    "CVR-nummer": "28856075",
    "EAN-lokationsnummer": "5790000000005",
    "Personreference": "Elin Redaktør",
    "Jeres ordrenummer": "4711",
    "Dataansvarlig": "Ærø Kommune",
    "Hvem kan man spørge om databeskyttelse": "Dan Beskytter",
    "E-mailadresse": "dpo@andetsteds.example",
    "Navne, adresser og roller": "24",
    "Tilmeldinger, fremdrift og kursusbeviser": "60",
    "Svar på spørgsmål og test": "12",
    "Private refleksioner og planer": "12",
    "Underdatabehandlere": "ingen",
}


def set_running(editor: Page, post: Post) -> list[str]:
    open_order(editor)
    editor.get_by_role("link", name="Udfyld", exact=True).click()
    for label, text in FACTS.items():
        editor.get_by_label(label).fill(text)
    editor.get_by_role("button", name="Gem", exact=True).click()
    expect(editor.get_by_text("Alt er på plads.")).to_be_visible()
    findings = look_at(editor, "an order that is ready to run")
    editor.get_by_role("link", name="Sæt i gang").click()
    editor.get_by_role("button", name="Sæt i gang").click()
    expect(editor.get_by_text("Forløbet er i gang.")).to_be_visible()
    post.brings(f"{{number}}: {TITLE} er i gang", APPROVER, DESIGNER, saying=f"Forløbet {TITLE} er i gang")
    return findings


def gather(editor: Page, post: Post) -> tuple[str, list[str]]:
    """A group of the two; where their invitations lead, and what was found."""
    editor.goto("/hold/")
    editor.get_by_role("link", name="Planlæg et hold i").click()
    editor.get_by_label("Navn").fill(GROUP)
    editor.get_by_label("Kursus").select_option(label=COURSE.title)
    editor.get_by_label("Første dag").fill(date.today().isoformat())
    editor.get_by_label("Sidste dag").fill(in_days(30))
    editor.get_by_label("Facilitator").select_option(label="Elin Redaktør")
    order = editor.get_by_label("Bestilling").locator("option").filter(has_text=TITLE)
    editor.get_by_label("Bestilling").select_option(value=order.get_attribute("value"))
    editor.get_by_role("button", name="Planlæg et hold").click()
    for address, name in ((LIS, "Lis Leder"), (LEIF, "Leif Leder")):
        editor.get_by_role("link", name="Tilføj én deltager").click()
        editor.get_by_label("E-mail").fill(address)
        editor.get_by_role("button", name="Tilføj en deltager").click()
        expect(editor.get_by_text(f"{name} er på holdet.")).to_be_visible()
    letter = post.brings(
        f"Du tager »{COURSE.title}« med holdet {GROUP}",
        *(LIS, LEIF),
        saying=f"Ærø Kommune har tilmeldt dig »{COURSE.title}«.",
    )
    return address_in(letter, "/hold/"), look_at(editor, "the group")


def take(learner: Learner, group: str) -> None:
    """From the invitation through every step and the test."""
    page = learner.page
    page.goto(group)
    page.get_by_role("link", name="Gå til kurset").click()
    page.get_by_role("link", name=re.compile("^Begynd")).click()
    on, test = (page.get_by_role("button", name=it) for it in (re.compile("^Gennemfør"), "Begynd på testen"))
    while True:
        expect(on.or_(test).first).to_be_visible()
        expect(page.get_by_role("heading", level=1)).not_to_have_text(HIDDEN)
        if test.is_visible():
            break
        was = page.url
        on.click()
        page.wait_for_url(lambda url, was=was: url != was)
    learner.begin_the_test()
    learner.answer_the_test()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du har bestået")


def evaluate(site: EmbeddedSite, learners: list[Learner], post: Post) -> list[str]:
    findings: list[str] = []
    for learner in learners:
        learner.wait_for_certificate()
    site.run_script(ASK)
    for learner in learners:
        saying = "aldrig om færre end fem personer"
        letter = post.brings(f"Hvad gav »{COURSE.title}« dig?", learner.address, saying=saying)
        page = learner.page
        page.goto(address_in(letter, "/"))
        findings += look_at(page, "the questions")
        for question in page.locator("fieldset").all():
            question.get_by_role("radio").first.check(force=True)
        page.get_by_role("main").get_by_role("textbox").first.fill("Samtalerne.")
        page.get_by_role("button", name="Send dine svar").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tak for dine svar")
        findings += look_at(page, "the answers that were sent")
    return findings


def conclude(editor: Page, designer: Page, post: Post) -> list[str]:
    step_at_desk(designer, "Evalueringen er klar")
    post.brings(f"{{number}}: evalueringen af {TITLE}", EDITOR, APPROVER, saying=f"Evalueringen af {TITLE} er klar")
    open_order(editor)
    editor.get_by_role("link", name="Evalueringen", exact=True).click()
    report = editor.get_by_role("main")
    expect(report).to_contain_text("Færre end fem er inviteret, så der vises ingen tal.")
    expect(report).to_contain_text("Der er for få svar til, at tallene kan vises.")
    expect(report).to_contain_text("Den har vi haft.")
    expect(report).not_to_contain_text("Samtalerne.")
    findings = look_at(editor, "the report")

    step_at_desk(designer, "Afslut bestillingen")
    post.brings(f"{{number}} er afsluttet: {TITLE}", EDITOR, APPROVER, saying="Tak for samarbejdet.")
    return findings + municipal.findings_at_every_width(designer, "a closed order at the desk")
