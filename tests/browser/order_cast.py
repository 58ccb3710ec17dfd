"""Whom the order of ``test_commission.py`` concerns, and where each of them finds it.

Its municipality is its own, so that it may come before or after any other test.
"""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.answers import course
from tests.browser.people import Town

TOWN = Town(
    "492",
    "aeroe.example",
    (
        ("elin.redaktor", "Elin Redaktør", "editor"),
        ("asta.godkender", "Asta Godkender", "approver"),
        ("lis.leder", "Lis Leder", "learner"),
        ("leif.leder", "Leif Leder", "learner"),
    ),
)
DESIGNER = "designer@hyldefri.example"
EDITOR, APPROVER, LIS, LEIF = (TOWN.address(before) for before, _name, _role in TOWN.people)
COURSE = course("naar-ai-flytter-ind.v1")
TITLE, GROUP = "AI på rådhuset", "Rådhusholdet"
HIDDEN, CHANGED = "Sig det til borgeren", "Den bruges allerede"


def open_order(page: Page) -> None:
    page.goto("/bestillinger/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def open_at_desk(designer: Page) -> None:
    designer.goto("/admin/hyldefri/bestillinger/")
    designer.get_by_role("link", name=TITLE).first.click()


def step_at_desk(designer: Page, name: str) -> None:
    open_at_desk(designer)
    designer.get_by_role("link", name=name, exact=True).click()
    designer.get_by_role("button", name=name, exact=True).click()


def in_days(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()
