"""A wish beside the page it concerns: the designer meets it there, and the municipality sees what became of it.

The order's municipality is its own, so that it may come before or after any other test.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import municipal
from tests.browser.answers import course
from tests.browser.conftest import SignIn
from tests.browser.people import Town, set_up
from tests.browser.screens import look_at
from tests.embedded_site import EmbeddedSite

TOWN = Town(
    "741",
    "samsoe.example",
    (("dagny.udvikler", "Dagny Udvikler", "editor"), ("svend.redaktor", "Svend Redaktør", "editor")),
)
DAGNY, SVEND = (TOWN.address(before) for before, _name, _role in TOWN.people)
COURSE = course("naar-ai-flytter-ind.v1")
LESSON = COURSE.lessons[0]
TITLE, WISH = "AI på øen", "Sig, at det gælder færgen."

#: Up to co-design, as the order's test in test_commission.py does it on the screen.
_SHAPE = f"""
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from courses.actions.set_up_groups import DESIGNERS
from courses.models import CoursePage
from elearning.commissions.actions.drafts import SaveDraft
from elearning.commissions.actions.moves import ClarifyCommission, StartCoDesign, SubmitCommission
from elearning.commissions.actions.wishes import AddWish, Wording
from elearning.municipalities.models import Municipality
dagny, svend = (get_user_model().objects.get(email=address) for address in ({DAGNY!r}, {SVEND!r}))
dagny.groups.add(Group.objects.get(name=DESIGNERS))
dagny, svend = (get_user_model().objects.get(email=address) for address in ({DAGNY!r}, {SVEND!r}))
order = SaveDraft({{
    "municipality": Municipality.objects.get(code={TOWN.code!r}), "title": {TITLE!r}, "audience": "Ledere",
    "course": CoursePage.objects.get(slug={COURSE.slug!r}, variant__isnull=True), "people": 4, "format": "elearning",
    "contact_name": svend.get_full_name(), "contact_email": svend.email,
}}, user=svend).execute()
SubmitCommission(order, user=svend).execute()
ClarifyCommission(order, user=dagny).execute()
StartCoDesign(order, user=dagny).execute()
order.refresh_from_db()
AddWish(order, Wording(action="adapt", node_id={LESSON["id"]!r}, text={WISH!r}), user=svend).execute()
"""


#: A designer is written to about every order: afterwards she is none any more.
_LEAVE = f"""
from django.contrib.auth import get_user_model
get_user_model().objects.get(email={DAGNY!r}).groups.clear()
"""


@pytest.fixture(scope="module")
def shaping(site: EmbeddedSite) -> Iterator[None]:
    set_up(site, TOWN)
    site.run_script(_SHAPE)
    yield
    site.run_script(_LEAVE)


@pytest.mark.usefixtures("shaping")
def test_a_wish_is_met_on_the_page_it_is_about_and_the_municipality_sees_how(signed_in: SignIn) -> None:
    dagny, svend = signed_in(DAGNY), signed_in(SVEND)

    municipal.open_our_version(dagny, COURSE.title)
    dagny.get_by_role("main").get_by_role("link", name=LESSON["fields"]["title"], exact=True).first.click()
    beside = open_wishes(dagny)
    expect(beside).to_contain_text(WISH)
    expect(beside).to_contain_text("Åbent", ignore_case=True)

    dagny.locator("#id_title").fill("Assistenten om bord på færgen")
    dagny.get_by_role("button", name="Gem kladde").click()
    expect(dagny.get_by_role("status").filter(has_text="Assistenten om bord").first).to_be_visible()
    expect(open_wishes(dagny)).to_contain_text("Opfyldt", ignore_case=True)

    svend.goto("/bestillinger/")
    svend.get_by_role("link", name=TITLE).click()
    svend.get_by_role("link", name="Se ønskerne").click()
    wish = svend.get_by_role("listitem").filter(has_text=WISH)
    expect(wish.get_by_text("Opfyldt", exact=True)).to_be_visible()
    expect(wish).to_contain_text("af Dagny Udvikler")
    assert look_at(svend, "a wish that is met") == []


def open_wishes(page: Page) -> Locator:
    """The panel at the side of the editor."""
    panel = page.locator("[data-side-panel=wishes]")
    if not panel.is_visible():
        page.locator("[data-side-panel-toggle=wishes]").click()
    expect(panel).to_be_visible()
    return panel
