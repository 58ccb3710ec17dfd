"""A designer brings a package in, and a worker takes it; with and without script."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.courses.h5p import small

DESIGNER = "designer@hyldefri.example"
#: Milliseconds: the worker may have the demo to do first.
PATIENCE = 60_000


def file(name: str, **changes: Any) -> Any:
    return {"name": name, "mimeType": "application/zip", "buffer": small.packed(small.entries(**changes))}


def choose(page: Page, package: Any) -> None:
    page.goto("/admin/hyldefri/h5p/import/")
    page.get_by_label("H5P-fil").set_input_files(package)
    page.get_by_role("main").get_by_role("button", name="Importér").click()


def test_the_report_comes_by_itself(signed_in: SignIn) -> None:
    page = signed_in(DESIGNER)
    choose(page, file("gevinst.h5p", title="Gevinstopgave"))

    expect(page.get_by_text("»Gevinstopgave« er importeret.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Den kan ikke afspilles, før")).to_be_visible()
    page.get_by_role("link", name="Se aktiviteten").click()
    expect(page.get_by_label("Titel")).to_have_value("Gevinstopgave")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_refused_package_says_why(signed_in: SignIn, script: bool) -> None:
    page = signed_in(DESIGNER, java_script_enabled=script)
    choose(page, file("ond.h5p", main={"machineName": "../ond"}))

    page.wait_for_url("**/h5p/import/*/")
    refused = page.get_by_text("Pakken blev afvist. Intet af den er gemt.")
    again = page.get_by_role("link", name="Se, hvor langt den er")
    while not script and again.is_visible():
        again.click()
    expect(refused).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("bad_library")).to_be_visible()


def test_a_file_of_another_kind_is_refused_where_it_was_chosen(signed_in: SignIn) -> None:
    page = signed_in(DESIGNER, tolerates="422")
    choose(page, file("billede.zip"))

    expect(page.get_by_role("alert")).to_have_text("Filen ender ikke på .h5p. Vælg en anden.")
    expect(page.get_by_role("main").get_by_role("button", name="Importér")).to_be_enabled()
