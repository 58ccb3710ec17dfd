"""What a municipality's editor and approver do in the administration."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.screens import WIDTHS, bring_axe

#: Wagtail's shell has findings that are not ours.
OURS = [".hyldefri-section", ".hyldefri-decision"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Clicks:
    """Counts what she clicks."""

    def __init__(self) -> None:
        self.made = 0

    def on(self, where: Locator) -> None:
        self.made += 1
        where.click()


def badge(page: Page, course: str) -> Locator:
    """The update on the front page of the administration."""
    page.goto("/admin/")
    return page.get_by_role("region", name="Opdateringer af jeres kurser").get_by_role("link", name=course)


def seen(page: Page) -> str:
    """What the update was worked out from: a fingerprint of the whole draft."""
    return page.locator("input[name=seen]").input_value()


def ask_for_approval(page: Page, note: str) -> None:
    page.get_by_role("link", name="Gå til godkendelse").click()
    page.get_by_label("Til godkenderne").fill(note)
    page.get_by_role("button", name="Send til godkendelse").click()
    expect(page.get_by_role("heading", name="Venter på godkendelse")).to_be_visible()


def open_what_waits(page: Page, course: str) -> None:
    page.goto("/admin/")
    page.get_by_role("region", name="Venter på din godkendelse").get_by_role("link", name=course).click()


def open_our_version(page: Page, course: str) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name="Kommunens kurser").click()
    page.get_by_role("main").get_by_role("link", name=course, exact=True).click()


def findings(page: Page) -> list[str]:
    """What axe has against what is ours on the screen, and whether anything sticks out on a phone."""
    bring_axe(page)
    result: dict[str, Any] = page.evaluate(
        "([ours, rules]) => axe.run({include: ours.filter(it => document.querySelector(it)).map(it => [it])},"
        " {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})",
        [OURS, RULES],
    )
    return [f"{found['id']}: {node['html'][:160]}" for found in result["violations"] for node in found["nodes"]]


def findings_at_every_width(page: Page, name: str) -> list[str]:
    before = page.viewport_size
    found: list[str] = []
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{name}, {width} px: {finding}" for finding in findings(page)]
    if before:
        page.set_viewport_size(before)
    return found


def heading_of_update(number: int) -> re.Pattern[str]:
    return re.compile(rf"^Version {number} af det fælles kursus")
