"""A municipality orders a course: somebody without an account, an editor, and the designer at her desk."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser import municipal
from tests.browser.conftest import OpenContext, SignIn
from tests.browser.screens import look_at
from tests.embedded_site import EmbeddedSite
from tests.waiting import wait_for

DESIGNER = "designer@hyldefri.example"
EDITOR = "rikke.redaktor@glostrup.example"


def fill_in(page: Page, title: str) -> None:
    page.get_by_label("Hvad kalder I forløbet").fill(title)
    page.get_by_label("Hvad skal det handle om").fill("Hvad AI betyder for en sagsbehandler.")
    page.get_by_label("Kommune", exact=True).select_option(label="Glostrup Kommune")
    page.get_by_label("Leder", exact=True).check()
    page.get_by_label("Cirka hvor mange deltagere").fill("40")


def test_somebody_without_an_account_orders_and_what_she_writes_is_kept(
    site: EmbeddedSite, open_context: OpenContext
) -> None:
    page = open_context(tolerates="422").new_page()
    page.goto("/")
    page.get_by_role("link", name="Bestil et forløb").first.click()
    findings = look_at(page, "an empty order")
    page.get_by_role("button", name="Send bestillingen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    findings += look_at(page, "an order in which nearly all is missing")

    with page.expect_response(lambda response: "x-autosave" in response.request.headers):
        fill_in(page, "AI i borgerservice")
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"Gemt .* kl\. \d\d\.\d\d"))
    page.goto("/bestil/")
    expect(page.get_by_label("Hvad kalder I forløbet")).to_have_value("AI i borgerservice")

    page.get_by_label("Dit navn").fill("Kirsten Holm")
    page.get_by_label("Din e-mailadresse").fill("kirsten@andetsteds.example")
    wait_for(lambda: page.evaluate("performance.now() > 6000"), within=30, what="As long as a person takes")
    page.get_by_role("button", name="Send bestillingen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Tak for din bestilling")
    findings += look_at(page, "thanks")
    assert findings == []


def test_an_editor_orders_without_a_script_and_the_designer_answers(site: EmbeddedSite, signed_in: SignIn) -> None:
    rikke = signed_in(EDITOR, java_script_enabled=False)
    rikke.goto("/bestil/")
    fill_in(rikke, "Digital post for ledere")
    rikke.get_by_role("button", name="Gem kladde").click()
    expect(rikke.get_by_text("Kladden er gemt.")).to_be_visible()
    rikke.get_by_role("button", name="Send bestillingen").click()
    expect(rikke.get_by_text("B-2")).to_be_visible()
    rikke.get_by_role("link", name="Se jeres bestillinger").click()
    rikke.get_by_role("link", name="Digital post for ledere").click()
    rikke.get_by_label("Kommentar").fill("Vi kan bedst i uge 8.")
    rikke.get_by_role("button", name="Kommentar").click()

    designer = signed_in(DESIGNER)
    designer.goto("/admin/hyldefri/bestillinger/")
    findings = municipal.findings(designer)
    designer.get_by_role("link", name="Digital post for ledere").first.click()
    expect(designer.get_by_text("Vi kan bedst i uge 8.")).to_be_visible()
    findings += municipal.findings(designer)
    designer.get_by_role("link", name="Afklar behovet").click()
    findings += municipal.findings(designer)
    designer.get_by_label("Bemærkning").fill("Vi ringer på torsdag.")
    designer.get_by_role("button", name="Afklar behovet").click()
    expect(designer.get_by_role("heading", name="Behov afklares")).to_be_visible()

    editor = signed_in(EDITOR)
    editor.goto("/bestillinger/")
    findings += look_at(editor, "the municipality's orders")
    editor.get_by_role("link", name="Digital post for ledere").click()
    expect(editor.get_by_text("Vi ringer på torsdag.")).to_be_visible()
    findings += look_at(editor, "an order")
    editor.get_by_role("link", name="Udfyld").click()
    findings += look_at(editor, "invoice and data")
    editor.go_back()
    editor.get_by_role("link", name="Træk bestillingen tilbage").click()
    findings += look_at(editor, "withdrawing")
    assert findings == []
