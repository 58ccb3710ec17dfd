from playwright.sync_api import Page

from tests.embedded_site import EmbeddedSite


def test_the_front_page_answers(page: Page) -> None:
    answer = page.goto("/")

    assert answer is not None
    assert answer.status == 200


def test_the_front_page_fits_a_phone(phone_page: Page) -> None:
    phone_page.goto("/")

    assert phone_page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_fresh_site_is_ready_in_every_part(site: EmbeddedSite) -> None:
    assert site.ready() == {
        "ready": True,
        "checks": {"database": "ok", "migrations": "ok", "cache": "ok", "broker": "ok"},
    }
