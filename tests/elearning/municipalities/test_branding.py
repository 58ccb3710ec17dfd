"""Whose page it is, and how it looks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from elearning.municipalities.actions.change_municipality import ChangeMunicipality
from elearning.municipalities.models import Municipality
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory
from tests.services import RedisServer

pytestmark = pytest.mark.django_db
PAGE = "/privatliv/"
STYLESHEET = re.compile(r'href="(/kommune/[^"]+)"')


@pytest.fixture
def glostrup(settings: Any, tmp_path: Path) -> Municipality:
    settings.MEDIA_ROOT = tmp_path
    made: Municipality = MunicipalityFactory(
        code="161",
        official_name="Glostrup Kommune",
        hostnames=["laer.glostrup.example:8000"],
        primary_colour="#7a1f3d",
        accessibility_url="https://www.was.digst.dk/glostrup-dk",
    )
    return made


def page(client: Client, host: str = "hyldefri.example") -> str:
    answer = client.get(PAGE, headers={"host": host})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_municipalitys_host_shows_its_name_colours_and_statement(client: Client, glostrup: Municipality) -> None:
    for host in ("laer.glostrup.example", "LAER.glostrup.example:8000", "laer.glostrup.example:9999"):
        html = page(client, host)
        assert "Hyldefri for Glostrup Kommune" in html
        assert "https://www.was.digst.dk/glostrup-dk" in html
        assert STYLESHEET.search(html)


def test_the_menu_leads_to_the_courses_that_are_on_the_host(client: Client, glostrup: Municipality) -> None:
    courses = re.compile(r'<a href="([^"]+)">Kurser</a>')
    assert courses.findall(page(client, "laer.glostrup.example")) == ["/"]
    assert courses.findall(page(client)) == ["/kurser/"]


def test_elsewhere_nobodys_looks_are_shown_to_a_visitor(client: Client, glostrup: Municipality) -> None:
    html = page(client)
    assert "Glostrup" not in html
    assert 'href="/tilgaengelighed/"' in html
    assert not STYLESHEET.search(html)


def test_a_member_meets_her_own_municipality(client: Client, glostrup: Municipality) -> None:
    client.force_login(MembershipFactory(municipality=glostrup).user)
    assert "Hyldefri for Glostrup Kommune" in page(client)


def test_the_host_goes_before_the_membership(client: Client, glostrup: Municipality) -> None:
    client.force_login(MembershipFactory(municipality__official_name="Aarhus Kommune").user)
    html = page(client, "laer.glostrup.example")
    assert "Glostrup Kommune" in html
    assert "Aarhus" not in html


def test_somebody_with_several_meets_the_one_she_works_in_now(client: Client, glostrup: Municipality) -> None:
    user = MembershipFactory(municipality=glostrup).user
    MembershipFactory(user=user, municipality__name="Aarhus", municipality__official_name="Aarhus Kommune")
    client.force_login(user)
    assert "Aarhus Kommune" in page(client)
    client.post("/konto/kommune/", {"municipality": glostrup.pk})
    assert "Hyldefri for Glostrup Kommune" in page(client)


def test_somebody_without_a_municipality_meets_neutral_pages(client: Client) -> None:
    for user in (UserFactory(), MembershipFactory(municipality=Municipality.objects.open()).user):
        client.force_login(user)
        html = page(client)
        assert "Hyldefri for " not in html
        assert "Uden kommune" not in html


def test_the_stylesheet_holds_the_colours_and_may_be_kept_for_good(client: Client, glostrup: Municipality) -> None:
    found = STYLESHEET.search(page(client, "laer.glostrup.example"))
    assert found
    answer = client.get(found[1])
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "--hy-primary:#7a1f3d" in answer.content.decode()


def test_an_earlier_stylesheet_leads_to_the_current_one(client: Client, glostrup: Municipality) -> None:
    found = STYLESHEET.search(page(client, "laer.glostrup.example"))
    assert found
    operator = UserFactory(is_superuser=True)
    ChangeMunicipality(glostrup, {"primary_colour": "#1f3d7a"}, user=operator).execute()
    answer = client.get(found[1], follow=True)
    assert "--hy-primary:#1f3d7a" in answer.content.decode()
    assert answer.redirect_chain[0][0] != found[1]


def test_there_is_no_stylesheet_without_colours_or_municipality(client: Client) -> None:
    plain = MunicipalityFactory()
    for code in (plain.code, "nowhere"):
        assert client.get(f"/kommune/{code}/0123456789abcdef.css").status_code == 404


def test_a_stored_value_that_is_no_colour_is_never_served(client: Client, glostrup: Municipality) -> None:
    Municipality.objects.filter(pk=glostrup.pk).update(primary_colour="red}")
    assert not STYLESHEET.search(page(client, "laer.glostrup.example"))
    assert client.get("/kommune/161/0123456789abcdef.css").status_code == 404


def test_a_name_is_text_wherever_it_stands(client: Client, glostrup: Municipality) -> None:
    Municipality.objects.filter(pk=glostrup.pk).update(official_name="<script>alert(1)</script>")
    html = page(client, "laer.glostrup.example")
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def logo() -> Any:
    file: ImageFile = get_test_image_file(size=(600, 200))
    return get_image_model().objects.create(title="Logo", file=file)


def test_the_logo_stands_in_the_header_with_the_name_as_its_text(client: Client, glostrup: Municipality) -> None:
    Municipality.objects.filter(pk=glostrup.pk).update(logo=logo())
    html = page(client, "laer.glostrup.example")
    assert re.search(r'<img src="/media/images/[^"]+\.webp" width="480" height="160" alt="Glostrup Kommune">', html)


def test_a_logo_whose_file_is_gone_takes_no_page_with_it(client: Client, glostrup: Municipality) -> None:
    image = logo()
    Municipality.objects.filter(pk=glostrup.pk).update(logo=image)
    image.file.storage.delete(image.file.name)
    assert "Glostrup Kommune" in page(client, "laer.glostrup.example")


def test_an_image_that_is_deleted_leaves_the_name(client: Client, glostrup: Municipality) -> None:
    image = logo()
    Municipality.objects.filter(pk=glostrup.pk).update(logo=image)
    image.delete()
    assert "<img" not in page(client, "laer.glostrup.example")


def test_a_host_that_is_not_ours_is_a_plain_refusal(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["hyldefri.example"]
    assert client.get(PAGE, headers={"host": "ond.example"}).status_code == 400


def test_looks_cost_one_query(client: Client, glostrup: Municipality, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        page(client)
    with django_assert_num_queries(1):
        page(client, "laer.glostrup.example")


def test_a_logo_costs_none_once_its_address_is_known(
    broker: RedisServer, client: Client, glostrup: Municipality, django_assert_num_queries: Any
) -> None:
    Municipality.objects.filter(pk=glostrup.pk).update(logo=logo())
    page(client, "laer.glostrup.example")
    with django_assert_num_queries(1):
        page(client, "laer.glostrup.example")


def test_a_new_host_name_is_met_at_once(client: Client, glostrup: Municipality) -> None:
    assert "Glostrup" not in page(client, "nyt.glostrup.example")
    operator = UserFactory(is_superuser=True)
    ChangeMunicipality(glostrup, {"hostnames": ["nyt.glostrup.example"]}, user=operator).execute()
    assert "Glostrup Kommune" in page(client, "nyt.glostrup.example")
    assert "Glostrup" not in page(client, "laer.glostrup.example")


@pytest.mark.parametrize("host", ["laer.glostrup", "laer.glostrup.example.ond.dk", "glostrup.example", "%", "_"])
def test_a_host_name_is_met_as_a_whole(client: Client, glostrup: Municipality, host: str) -> None:
    answer = client.get(PAGE, headers={"host": host})
    assert "Glostrup" not in answer.content.decode()
