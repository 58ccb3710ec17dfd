"""Co-design: a wish is written, agreed, met by a change in the course, and open again when it is undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import municipal
from tests.browser.conftest import SignIn
from tests.browser.screens import look_at
from tests.browser.test_orders import DESIGNER, EDITOR, fill_in
from tests.embedded_site import EmbeddedSite

pytestmark = pytest.mark.timeout(300)

TITLE = "AI hjemme hos os"
COURSE = "Når AI flytter ind"


def order(page: Page) -> None:
    page.goto("/bestil/")
    fill_in(page, TITLE)
    page.get_by_label("Hvilket kursus tager I udgangspunkt i").select_option(label=COURSE)
    page.get_by_role("button", name="Send bestillingen").click()
    expect(page.get_by_text("B-2")).to_be_visible()


def begin_co_design(page: Page) -> None:
    page.goto("/admin/hyldefri/bestillinger/")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="Begynd samskabelsen").click()
    page.get_by_role("button", name="Begynd samskabelsen").click()
    expect(page.get_by_role("heading", name="Samskabelse", exact=True)).to_be_visible()


def test_a_wish_is_ticked_off_by_the_change_that_meets_it(site: EmbeddedSite, signed_in: SignIn) -> None:
    order(signed_in(EDITOR))
    designer = signed_in(DESIGNER)
    begin_co_design(designer)

    rikke = signed_in(EDITOR, java_script_enabled=False)
    rikke.goto("/bestillinger/")
    rikke.get_by_role("link", name=TITLE).click()
    rikke.get_by_role("link", name="Se ønskerne").click()
    expect(rikke.get_by_text("Hvad AI betyder for en sagsbehandler.", exact=True)).to_be_visible()
    rikke.get_by_text("Tilføj et ønske").click()
    rikke.get_by_label("Hvad der skal ske").select_option(label="Skjul")
    place = rikke.get_by_label("Hvor i kurset")
    module = place.locator("optgroup").first
    lesson = module.locator("option").nth(1)
    name = (lesson.text_content() or "").strip()
    place.select_option(value=lesson.get_attribute("value"))
    rikke.get_by_label("Ønsket", exact=True).fill("Den har vi haft.")
    rikke.get_by_role("button", name="Tilføj ønsket").click()
    expect(rikke.get_by_role("heading", name=f"Skjul: {name}")).to_be_visible()

    designer.get_by_role("link", name="Se ønskerne").click()
    findings = municipal.findings(designer)
    mine = designer.get_by_role("listitem").filter(has_text="Den har vi haft.")
    mine.get_by_role("button", name="Aftal").click()
    expect(mine.get_by_text("Aftalt, og endnu ikke lavet.")).to_be_visible()

    editor = signed_in(EDITOR)
    municipal.open_our_version(editor, COURSE)
    findings += municipal.findings(editor)
    editor.get_by_role("link", name=name.partition(": ")[2], exact=True).click()
    editor.get_by_role("button", name="Vis eller skjul ønsker").click()
    expect(editor.locator(".hyldefri-panel").get_by_text("Den har vi haft.")).to_be_visible()
    editor.go_back()
    row = editor.get_by_role("listitem").filter(has=editor.get_by_role("link", name=name.partition(": ")[2]))
    row.locator("summary").click()
    row.get_by_role("button", name="Skjul").click()
    expect(editor.get_by_text("er skjult i kladden")).to_be_visible()

    rikke.reload()
    wish = rikke.get_by_role("listitem").filter(has_text="Den har vi haft.")
    expect(wish.get_by_text("Opfyldt")).not_to_have_count(0)
    expect(wish.get_by_text(f"Skjult: {name}")).to_be_visible()
    editor.goto(rikke.url)
    findings += look_at(editor, "the wishes")
    editor.get_by_text("Tilføj et ønske").click()
    findings += look_at(editor, "a new wish")
    assert findings == []
