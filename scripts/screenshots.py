"""``make screenshots``: the pictures in ``docs/screenshots/``, taken of the real site with the demo.

Starts the embedded site in a folder of its own, walks to each screen as its user would, and keeps what she sees.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.order_pictures import ORDERS  # noqa: E402
from tests.browser.answers import body, course  # noqa: E402
from tests.browser.browsers import FLAGS, PHONE, executable  # noqa: E402
from tests.browser.designer import add_to_first_paragraph, look_at_new_version, open_in_editor  # noqa: E402
from tests.browser.learner import Learner, Person  # noqa: E402
from tests.browser.municipal import ask_for_approval, badge, open_what_waits  # noqa: E402
from tests.browser.people import METTE, SOFIE, let_in  # noqa: E402
from tests.embedded_site import EmbeddedSite  # noqa: E402

PICTURES = ROOT / "docs" / "screenshots"
LARGEST = 150_000
DESK = {"viewport": {"width": 1280, "height": 860}}


class Photographer:
    """Opens the site on one device after the other; pictures fewer colours than a screen has, to weigh little."""

    def __init__(self, site: EmbeddedSite, browser: Browser) -> None:
        self.site = site
        self.browser = browser

    def page(self, **device: object) -> Page:
        return self.browser.new_context(base_url=self.site.base_url, locale="da-DK", **device).new_page()

    def keep(self, page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.mouse.move(0, 0)
        picture = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
        path = PICTURES / f"{name}.png"
        for colours in (256, 128, 64):
            picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
            if path.stat().st_size < LARGEST:
                return
        raise SystemExit(f"{path} is {path.stat().st_size} bytes.")


def public_pages(camera: Photographer) -> None:
    page = camera.page(**DESK)
    page.goto("/")
    camera.keep(page, "forside")
    page.goto(f"/kurser/{course().slug}/")
    camera.keep(page, "kursus")


def learner_pages(camera: Photographer) -> None:
    mette = Learner(camera.site, camera.page(**PHONE), METTE)
    mette.sign_in()
    mette.be_enrolled()
    lesson = mette.open_step(course().lesson_with("single_choice"))
    camera.keep(mette.page, "lektion")
    question = lesson.blocks("single_choice")[0]
    lesson.answer_right(question)
    camera.keep(mette.page, "svar")
    for step in course().steps:
        if any(block["type"] == "maturity_check" for block in body(step)):
            mette.open_step(step).take()
    maturity_profile(camera, mette)


def maturity_profile(camera: Photographer, mette: Learner) -> None:
    mette.page = camera.page(storage_state=mette.page.context.storage_state(), **DESK)
    mette.open_course()
    mette.page.get_by_role("link", name="Din modenhedsprofil").click()
    camera.keep(mette.page, "modenhedsprofil")


def test_pages(camera: Photographer) -> None:
    sofie = Learner(camera.site, camera.page(**DESK), SOFIE)
    sofie.sign_in()
    sofie.be_enrolled()
    sofie.open_step(course().lesson_with("final_test"))
    sofie.begin_the_test()
    camera.keep(sofie.page, "test")
    sofie.answer_the_test(right=lambda number: number != 2)
    camera.keep(sofie.page, "resultat")


def designer_pages(camera: Photographer) -> None:
    page = camera.page(viewport={"width": 1440, "height": 900})
    Person(camera.site, page, "designer@hyldefri.example").sign_in("/admin/")
    open_in_editor(page, course().lessons[0])
    page.locator("[data-side-panel-toggle=measures]").click()
    camera.keep(page, "redigering")
    add_to_first_paragraph(page, course().lessons[0], "Det gør det til din opgave.")
    look_at_new_version(page, course())
    camera.keep(page, "version")


def municipal_pages(camera: Photographer) -> None:
    """What waits for Glostrup, at a desk and on a phone, from the editor's decision to the approver's."""
    title = "med ydelsesområdet i centrum"
    rikke = signed_in(camera, "rikke.redaktor@glostrup.example")
    on_both(camera, rikke, "kommunens-forside", lambda page: page.goto("/admin/"))
    on_both(camera, rikke, "opdatering", lambda page: badge(page, title).click())
    rikke.goto("/admin/")
    badge(rikke, title).click()
    rikke.get_by_role("radio", name="Behold vores").check()
    rikke.get_by_role("button", name="Læg opdateringen i kladden").click()
    ask_for_approval(rikke, "I 2.4 beholder vi vores eget eksempel.")
    gitte = signed_in(camera, "gitte.godkender@glostrup.example")
    on_both(camera, gitte, "godkendelse", lambda page: open_what_waits(page, title))


def signed_in(camera: Photographer, address: str) -> Page:
    page = camera.page(viewport={"width": 1440, "height": 900})
    Person(camera.site, page, address).sign_in("/admin/")
    return page


def on_both(camera: Photographer, page: Page, name: str, open_it: Callable[[Page], object]) -> None:
    """At a desk and, as ``<name>-telefon``, on a phone where the same person is signed in."""
    open_it(page)
    camera.keep(page, name)
    phone = camera.page(storage_state=page.context.storage_state(), **PHONE)
    open_it(phone)
    camera.keep(phone, f"{name}-telefon")
    phone.context.close()


WALKS: tuple[Callable[[Photographer], None], ...] = (
    public_pages,
    learner_pages,
    test_pages,
    municipal_pages,
    designer_pages,
    *ORDERS,
)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    site = EmbeddedSite()
    try:
        site.start()
        let_in(site)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
            for walk in WALKS:
                walk(Photographer(site, browser))
            browser.close()
    finally:
        site.remove()


if __name__ == "__main__":
    main()
