"""An editor tries an activity on the whole site: its server, its static files, its policies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

from courses.demo.packages import TWO_QUESTIONS, packed
from tests.browser.conftest import SignIn
from tests.embedded_site import EmbeddedSite
from tests.services import ROOT

DESIGNER = "designer@hyldefri.example"


def test_the_designer_tries_an_activity_that_was_imported(
    site: EmbeddedSite, signed_in: SignIn, tmp_path: Path
) -> None:
    package = tmp_path / "quiz.h5p"
    package.write_bytes(packed(TWO_QUESTIONS))
    subprocess.run(
        [sys.executable, "manage.py", "h5p_import", "--approve", "--title", "Prøv mig", str(package)],
        cwd=ROOT,
        env=site.env,
        check=True,
        timeout=120,
    )
    page = signed_in(DESIGNER)

    page.goto("/admin/hyldefri/h5p/")
    page.get_by_role("link", name="Prøv mig").click()
    page.locator("[data-h5p]").scroll_into_view_if_needed()
    expect(page.locator("[data-h5p=ready]")).to_be_visible()
    frame = page.frame_locator("[data-h5p] iframe")
    frame.get_by_label("Når nogen har målt").check()
    frame.get_by_role("button", name="Tjek svaret").nth(1).click()

    expect(frame.get_by_text("Og der står et navn")).to_be_visible()
    assert frame.locator("body").evaluate("() => self.origin") == "null"
