"""A facilitator plans a group, takes in a list, meets with the participants; and one comes by the link."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.screens import look_at

FREJA = "freja.holdleder@aarhus.example"
BO = "bo.leder@aarhus.example"
LIST = "Navn;E-mail;Niveau\nNy Leder;ny.leder@aarhus.example;leder\nForkert;forkert(at)aarhus.example;\n"


def test_a_group_from_plan_to_the_wall(signed_in: SignIn) -> None:
    page = signed_in(FREJA)
    findings = plan(page)
    group = page.url
    findings += take_in_a_list(page)
    page.goto(group)
    findings += look_at(page, "the facilitator's page")
    expect(page.get_by_role("row", name="Ny Leder")).to_contain_text("Ikke begyndt")
    findings += meet(page)

    page.goto(group)
    page.get_by_role("link", name="Link og QR-kode").click()
    findings += look_at(page, "the link")
    address = page.locator(".join-address").inner_text()
    bo = signed_in(BO)
    bo.goto(address[address.index("/hold/") :])
    bo.get_by_role("button", name="Kom med på kurset").or_(bo.locator("form button.button-primary")).first.click()
    expect(bo.get_by_role("heading", level=1)).to_have_text("Prøveholdet")
    findings += look_at(bo, "a participant's page")

    assert findings == []


def plan(page: Page) -> list[str]:
    page.goto("/hold/")
    findings = look_at(page, "the list of groups")
    page.get_by_role("link", name="Planlæg et hold i").click()
    page.get_by_label("Navn").fill("Prøveholdet")
    page.get_by_label("Kursus").select_option(index=0)
    page.get_by_label("Første dag").fill(date.today().isoformat())
    page.get_by_label("Sidste dag").fill((date.today() + timedelta(days=30)).isoformat())
    page.get_by_label("Facilitator").select_option(label="Freja Holdleder")
    findings += look_at(page, "planning a group")
    page.get_by_role("button", name="Planlæg et hold").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prøveholdet")
    return findings


def take_in_a_list(page: Page) -> list[str]:
    page.get_by_role("link", name="Tilføj mange deltagere").click()
    expect(page.get_by_label("Liste over deltagere")).to_be_visible()
    findings = look_at(page, "uploading a list")
    file = {"name": "hold.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    page.get_by_label("Liste over deltagere").set_input_files(file)
    page.get_by_role("button", name="Se listen igennem").click()
    expect(page.get_by_role("row", name="Forkert")).to_contain_text("er ikke en e-mailadresse")
    findings += look_at(page, "the preview of a list")
    page.get_by_role("button", name="Tilmeld 1 person").click()
    # The page looks by itself how far the worker is.
    expect(page.get_by_role("heading", level=1)).to_have_text("Listen er på plads", timeout=60_000)
    return findings + look_at(page, "the report on a list")


def meet(page: Page) -> list[str]:
    page.get_by_role("link", name="Aftal en samling").click()
    page.get_by_label("Titel").fill("Første samling")
    page.get_by_label("Dato").fill((date.today() + timedelta(days=7)).isoformat())
    page.get_by_label("Begynder kl.").fill("09:00")
    page.get_by_label("Slutter kl.").fill("11:00")
    page.get_by_role("checkbox").first.check(force=True)
    findings = look_at(page, "setting a gathering")
    page.get_by_role("button", name="Aftal en samling").click()
    findings += look_at(page, "an agenda")

    page.get_by_role("link", name="Vis på væggen").click()
    findings += look_at(page, "the wall")
    expect(page.get_by_text("Trin 1 af")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Trin 2 af")).to_be_visible()
    findings += look_at(page, "a step on the wall")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("Trin 1 af")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text("Første samling")
    return findings
