"""The operator's screens: looks, hosts and policies."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from courses.demo.site import set_up_site
from elearning.municipalities.models import Membership, Municipality
from tests.elearning.municipalities.admin.places import at
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role


def looks(**more: Any) -> dict[str, Any]:
    return {"update_policy": "ask", "approvals_required": "1", **more}


def test_an_operator_saves_looks_hosts_and_policies(glostrup: Municipality, operator: Any, client: Client) -> None:
    answer = client.post(
        at("edit", "161"),
        looks(
            primary_colour="#7A1F3D",
            hostnames="Laer.Glostrup.example\r\n\r\nkursus.glostrup.example:8000",
            email_domains="@glostrup.example",
            accessibility_url="https://www.was.digst.dk/glostrup",
            update_policy="apply",
            approvals_required="2",
        ),
    )
    assert answer.status_code == 302
    glostrup.refresh_from_db()
    assert glostrup.primary_colour == "#7a1f3d"
    assert glostrup.hostnames == ["laer.glostrup.example", "kursus.glostrup.example:8000"]
    assert glostrup.email_domains == ["glostrup.example"]
    assert (glostrup.update_policy, glostrup.approvals_required) == ("apply", 2)
    entry = ModelLogEntry.objects.get(action="municipalities.change")
    assert entry.user == operator
    assert entry.data["update_policy"] == ["ask", "apply"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("primary_colour", "#ffcc00", "for lys"),
        ("primary_colour", "red", "seks cifre"),
        ("accent_colour", "url(x)", "seks cifre"),
        ("accent_colour", "#\0aaaaa", ""),
        ("hostnames", "https://laer.dk/", "værtsnavn"),
        ("hostnames", "laer.dk:99999", "værtsnavn"),
        ("hostnames", "laer.dk:٣", "værtsnavn"),
        ("hostnames", "a" * 64 + ".dk", "værtsnavn"),
        ("hostnames", "<script>alert(1)</script>", "værtsnavn"),
        ("hostnames", "optaget.example", "Optaget Kommune"),
        ("hostnames", "OPTAGET.example:8000", "Optaget Kommune"),
        ("email_domains", "ikke et domæne", "maildomæne"),
        ("email_domains", "optaget.dk", "Optaget Kommune"),
        ("accessibility_url", "javascript:alert(1)", ""),
        ("accessibility_url", "ftp://glostrup.dk", ""),
        ("update_policy", "never", ""),
        ("approvals_required", "0", ""),
        ("logo", "999999", ""),
        ("email_domains", "x" * 5000, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    glostrup: Municipality, operator: Any, client: Client, field: str, value: str, said: str
) -> None:
    MunicipalityFactory(official_name="Optaget Kommune", hostnames=["optaget.example"], email_domains=["optaget.dk"])
    answer = client.post(at("edit", "161"), looks(**{field: value}))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert said in html
    assert "<script>alert" not in html
    assert field in answer.context["form"].errors
    glostrup.refresh_from_db()
    assert (glostrup.primary_colour, glostrup.accent_colour, glostrup.hostnames) == ("", "", [])
    assert not ModelLogEntry.objects.exists()


def test_a_colour_that_is_too_light_is_refused_with_the_ratio_and_a_shade_that_will_do(
    glostrup: Municipality, operator: Any, client: Client
) -> None:
    html = client.post(at("edit", "161"), looks(primary_colour="#777777")).content.decode()
    assert "#777777 er for lys: Kontrasten til hvid er 4,47 til 1, og tekst kræver 4,5 til 1." in html
    assert "Den nærmeste mørkere nuance, der kan bruges, er #767676." in html


def test_a_preview_shows_the_colours_and_stores_nothing(glostrup: Municipality, operator: Any, client: Client) -> None:
    answer = client.post(at("edit", "161"), looks(primary_colour="#7a1f3d", preview="1"))
    assert answer.status_code == 200
    assert 'fill="#7a1f3d"' in answer.content.decode()
    glostrup.refresh_from_db()
    assert glostrup.primary_colour == ""


def test_the_button_sets_the_municipality_up(glostrup: Municipality, operator: Any, client: Client) -> None:
    address = reverse("hyldefri_set_up_municipality", args=["161"])
    assert "forside" in client.post(address, follow=True).content.decode()
    set_up_site()
    assert "Glostrup Kommune" in client.post(address, follow=True).content.decode()
    glostrup.refresh_from_db()
    assert glostrup.collection is not None
    assert client.get(address).status_code == 405
    assert client.post(reverse("hyldefri_set_up_municipality", args=["000"])).status_code == 404
