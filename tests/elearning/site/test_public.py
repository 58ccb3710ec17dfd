"""What anybody may read, and what robots may not."""

import pytest
from django.test import Client

from elearning.site.public import CLOSED_TO_ROBOTS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/tilgaengelighed/", "/privatliv/"])
def test_the_footers_pages_are_there_for_strangers(client: Client, path: str) -> None:
    assert f'href="{path}"' in client.get("/konto/login/").content.decode()
    assert client.get(path).status_code == 200


def test_the_accessibility_statement_says_where_to_complain(client: Client) -> None:
    assert "was.digst.dk" in client.get("/tilgaengelighed/").content.decode()


def test_visitors_are_given_the_address_the_operator_has_set(client: Client, settings) -> None:
    assert "mailto:" not in client.get("/tilgaengelighed/").content.decode()
    settings.HYLDEFRI_CONTACT_EMAIL = "hjaelp@hyldefri.example"
    for path in ("/tilgaengelighed/", "/privatliv/"):
        assert "mailto:hjaelp@hyldefri.example" in client.get(path).content.decode()


def test_robots_stay_out_of_what_is_somebodys_own(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert [f"Disallow: {path}" for path in CLOSED_TO_ROBOTS] == response.content.decode().splitlines()[1:]


def test_a_browser_that_asks_for_a_favicon_gets_the_icon(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"].endswith(".svg")
