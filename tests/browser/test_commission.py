"""One order from request to evaluation, by those it concerns and through the screens; every e-mail is read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import municipal
from tests.browser.conftest import SignIn
from tests.browser.learner import Learner
from tests.browser.order_cast import (
    APPROVER,
    CHANGED,
    COURSE,
    DESIGNER,
    EDITOR,
    HIDDEN,
    LEIF,
    LIS,
    TITLE,
    TOWN,
    in_days,
    open_at_desk,
    open_order,
    step_at_desk,
)
from tests.browser.order_run import conclude, evaluate, gather, set_running, take
from tests.browser.people import Town, set_up
from tests.browser.post import Post
from tests.browser.screens import look_at
from tests.embedded_site import EmbeddedSite


@pytest.fixture(scope="module")
def town(site: EmbeddedSite) -> Town:
    set_up(site, TOWN)
    return TOWN


def test_an_order_from_request_to_evaluation(site: EmbeddedSite, town: Town, signed_in: SignIn) -> None:
    editor, designer, approver = signed_in(EDITOR), signed_in(DESIGNER), signed_in(APPROVER, tolerates="409")
    learners = [Learner(site, signed_in(address), address, COURSE) for address in (LIS, LEIF)]
    post, findings = Post(site, town.domain), list[str]()

    findings += request(editor, post)
    findings += clarify(designer, post)
    findings += shape(editor, designer, post)
    findings += offer(designer, post)
    findings += refuse_what_was_not_read(editor, designer, approver, post)
    findings += approve(approver, post)
    findings += set_running(editor, post)
    group, found = gather(editor, post)
    findings += found
    for learner in learners:
        take(learner, group)
    findings += evaluate(site, learners, post)
    findings += conclude(editor, designer, post)

    post.is_all_read()
    assert findings == []


# --- from request to co-design ---------------------------------------------------------------------------------------


def request(editor: Page, post: Post) -> list[str]:
    editor.goto("/bestil/")
    editor.get_by_label("Hvad kalder I forløbet").fill(TITLE)
    editor.get_by_label("Hvilket kursus tager I udgangspunkt i").select_option(label=COURSE.title)
    editor.get_by_label("Hvad skal det handle om").fill("Hvad AI betyder for en ø.")
    editor.get_by_label("Leder", exact=True).check()
    editor.get_by_label("Cirka hvor mange deltagere").fill("2")
    editor.get_by_role("button", name="Send bestillingen").click()
    said = editor.get_by_text(re.compile(r"B-\d{4}-\d{4}")).first
    expect(said).to_be_visible()
    found = re.search(r"B-\d{4}-\d{4}", said.inner_text())
    assert found
    post.number = found.group()
    post.brings("Vi har modtaget din bestilling {number}", EDITOR, saying="Hvad AI betyder for en ø.")
    post.brings(
        "Ærø Kommune har sendt bestillingen {number}",
        *(DESIGNER, APPROVER),
        saying=f"Der er en ny bestilling, {{number}}: {TITLE} til Ærø Kommune.",
    )
    open_order(editor)
    return look_at(editor, "the order")


def clarify(designer: Page, post: Post) -> list[str]:
    designer.goto("/admin/hyldefri/bestillinger/")
    findings = municipal.findings_at_every_width(designer, "the board")
    open_at_desk(designer)
    findings += municipal.findings_at_every_width(designer, "the order at the desk")
    designer.get_by_role("link", name="Afklar behovet").click()
    designer.get_by_label("Bemærkning").fill("Vi ringer på torsdag.")
    designer.get_by_role("button", name="Afklar behovet").click()
    post.brings(f"Vi ser på {{number}}: {TITLE}", EDITOR, APPROVER, saying="Vi ringer på torsdag.")
    return findings


def shape(editor: Page, designer: Page, post: Post) -> list[str]:
    """A wish, agreed, and met by a change in the municipality's own version."""
    step_at_desk(designer, "Begynd samskabelsen")
    post.brings(f"{{number}}: vi former {TITLE} sammen", EDITOR, APPROVER, saying=f"Samskabelsen af {TITLE} er begyndt")
    open_order(editor)
    editor.get_by_role("link", name="Se ønskerne").click()
    wishes = editor.url
    editor.get_by_text("Tilføj et ønske").click()
    editor.get_by_label("Hvad der skal ske").select_option(label="Skjul")
    option = editor.get_by_label("Hvor i kurset").locator("option").filter(has_text=HIDDEN)
    editor.get_by_label("Hvor i kurset").select_option(value=option.get_attribute("value"))
    editor.get_by_label("Ønsket", exact=True).fill("Den har vi haft.")
    editor.get_by_role("button", name="Tilføj ønsket").click()
    post.brings(f"{{number}}: nyt på ønskelisten til {TITLE}", DESIGNER, APPROVER, saying="Der er nyt på ønskelisten")

    open_at_desk(designer)
    designer.get_by_role("link", name="Se ønskerne").click()
    findings = municipal.findings_at_every_width(designer, "the wishes at the desk")
    designer.get_by_role("listitem").filter(has_text="Den har vi haft.").get_by_role("button", name="Aftal").click()
    expect(designer.get_by_text("Aftalt, og endnu ikke lavet.")).to_be_visible()
    post.need_not_wait()
    post.brings(f"{{number}}: ønsker til {TITLE} er besvaret", EDITOR, APPROVER, saying="Aftalt: Den har vi haft.")
    findings += met(editor, wishes)
    return findings


def met(editor: Page, wishes: str) -> list[str]:
    municipal.open_our_version(editor, COURSE.title)
    row = editor.get_by_role("listitem").filter(has=editor.get_by_role("link", name=HIDDEN, exact=True))
    row.locator("summary").click()
    row.get_by_role("button", name="Skjul").click()
    expect(editor.get_by_text("er skjult i kladden")).to_be_visible()
    editor.goto(wishes)
    wish = editor.get_by_role("listitem").filter(has_text="Den har vi haft.")
    expect(wish.get_by_text("Opfyldt", exact=True)).to_be_visible()
    return look_at(editor, "the wishes")


# --- the offer and the approval --------------------------------------------------------------------------------------


def offer(designer: Page, post: Post) -> list[str]:
    open_at_desk(designer)
    designer.get_by_role("link", name="Skriv tilbuddet").click()
    designer.get_by_label("Gælder til og med").fill(in_days(14))
    designer.get_by_label("Hvad, linje 1").fill("Tilpasning")
    designer.get_by_label("Antal, linje 1").fill("1")
    designer.get_by_label("Pris pr. enhed i kroner, linje 1").fill("12.500,00")
    findings = municipal.findings_at_every_width(designer, "the offer while it is written")
    designer.get_by_role("button", name="Giv tilbuddet").click()
    expect(designer.get_by_text("Tilbud 1 er givet")).to_be_visible()
    findings += municipal.findings_at_every_width(designer, "the offer at the desk")
    post.brings(
        f"{{number}}: der er et tilbud på {TITLE}", EDITOR, APPROVER, saying="Tilbud 1: 12.500,00 kr. ekskl. moms"
    )
    return findings


def refuse_what_was_not_read(editor: Page, designer: Page, approver: Page, post: Post) -> list[str]:
    """One character more in a lesson's name, while the approver reads."""
    open_order(approver)
    approver.get_by_role("link", name="Læs og godkend").click()
    expect(approver.get_by_role("row", name="Tilpasning")).to_contain_text("12.500,00")
    expect(approver.get_by_role("main")).not_to_contain_text(f"{CHANGED}!")
    findings = look_at(approver, "the offer to approve")

    municipal.open_our_version(editor, COURSE.title)
    editor.get_by_role("main").get_by_role("link", name=CHANGED, exact=True).click()
    editor.locator("#id_title").fill(f"{CHANGED}!")
    editor.get_by_role("button", name="Gem kladde").click()
    expect(editor.get_by_role("status").filter(has_text=f"{CHANGED}!").first).to_be_visible()

    approver.get_by_role("button", name="Godkend", exact=True).click()
    expect(approver.get_by_role("alert")).to_contain_text("Kurset er ændret, siden tilbuddet blev givet.")
    expect(approver.get_by_role("region", name="Det er anderledes end i tilbuddet")).to_contain_text(CHANGED)
    findings += look_at(approver, "an offer that does not hold")

    open_at_desk(designer)
    designer.get_by_role("link", name="Skriv en ny version af tilbuddet").click()
    designer.get_by_role("button", name="Giv tilbuddet").click()
    expect(designer.get_by_text("Tilbud 2 er givet")).to_be_visible()
    post.brings(
        f"{{number}}: Der er en ny version af tilbuddet på {TITLE}",
        *(EDITOR, APPROVER),
        saying="Den tidligere gælder ikke længere",
    )
    return findings


def approve(approver: Page, post: Post) -> list[str]:
    open_order(approver)
    approver.get_by_role("link", name="Læs og godkend").click()
    expect(approver.get_by_role("main")).to_contain_text(f"{CHANGED}!")
    approver.get_by_role("button", name="Godkend", exact=True).click()
    expect(approver.get_by_text("Bestillingen er godkendt.")).to_be_visible()
    post.brings(f"{{number}} er godkendt: {TITLE}", EDITOR, DESIGNER, saying=f"Bestillingen {{number}}, {TITLE}")
    return look_at(approver, "an approved order")
