"""Ordering on the site: written as a draft, sent once, by people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from elearning.accounts import guesses
from elearning.commissions.models import Commission
from elearning.commissions.orders import spam
from elearning.municipalities.models import Municipality
from elearning.municipalities.where_from import where_from
from tests.elearning.commissions import people
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

ORDER = "/bestil/"


def written(home: Municipality, **fields: Any) -> dict[str, Any]:
    long_ago = int((timezone.now() - timedelta(minutes=2)).timestamp())
    form = {
        **people.WISH,
        "municipality": home.pk,
        "contact_phone": "",
        "begun": signing.dumps(long_ago, salt=spam.SALT),
        **fields,
    }
    return {name: value for name, value in form.items() if value is not None}


def every() -> list[Commission]:
    return list(Commission.objects.unscoped(reason="a test").order_by("pk"))


def test_a_stranger_sends_an_order_and_gets_one_confirmation(
    client: Client, home: Municipality, mailoutbox: Any
) -> None:
    response = client.post(ORDER, written(home, send="1"), follow=True)

    [order] = every()
    assert response.redirect_chain == [("/bestil/tak/", 302)]
    assert order.number in response.content.decode()
    assert (order.stage, order.municipality, order.created_by) == ("requested", home, None)
    people.post(order)
    [letter] = [letter for letter in mailoutbox if letter.to == ["rikke@lilleroed.example"]]
    assert order.number in letter.subject
    assert "Hvad AI betyder for en sagsbehandler." in letter.body


def test_the_draft_is_kept_while_it_is_written_and_comes_back(client: Client, home: Municipality) -> None:
    client.post(ORDER, written(home, content_wishes="Halvfærdigt", people="", contact_email="", save="1"))

    [draft] = every()
    assert draft.is_draft
    assert not draft.number
    assert "Halvfærdigt" in client.get(ORDER).content.decode()
    assert "Halvfærdigt" not in Client().get(ORDER).content.decode()


def test_autosave_stores_what_is_right_and_says_when(client: Client, home: Municipality) -> None:
    headers = {"X-Autosave": "1"}
    response = client.post(ORDER, written(home, people="mange", title="Første"), headers=headers)
    client.post(ORDER, written(home, people="30", title="Anden"), headers=headers)

    [draft] = every()
    assert set(response.json()) == {"saved", "errors"}
    assert list(response.json()["errors"]) == ["people"]
    assert (draft.title, draft.people) == ("Anden", 30)


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        ({"municipality": ""}, "Vælg din kommune."),
        ({"contact_name": "  "}, "Skriv dit navn."),
        ({"contact_email": "ikke-en-adresse"}, "e-mailadresse"),
        ({"people": "0"}, "større end eller lig 1"),
        ({"people": "1" * 40}, "100000"),
        ({"starts": "2027-03-01", "ends": "2027-02-01"}, "Slutningen ligger før begyndelsen."),
        ({"starts": "i morgen"}, "dato"),
        ({"levels": ["konge"]}, "konge"),
        ({"course": "999999"}, "Vælg"),
        ({"call_back": "on"}, "Skriv det nummer"),
        ({"express": "on"}, "Vælg et"),
        ({"content_wishes": "x" * 5001}, "5000"),
        ({"content_wishes": ""}, "Skriv, hvad"),
        ({"contact_phone": "<script>"}, "cifre"),
        ({"audience": "Leder\0e"}, "Null"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_sent(
    client: Client, home: Municipality, fields: dict[str, Any], about: str
) -> None:
    response = client.post(ORDER, written(home, **fields, send="1"))

    assert response.status_code == 422
    assert about in response.content.decode()
    assert [order.stage for order in every()] == ["draft"]
    assert "<script>" not in response.content.decode().split("<main")[1].replace("&lt;script&gt;", "")


def test_a_machine_is_refused_by_the_field_people_do_not_see(client: Client, home: Municipality) -> None:
    response = client.post(ORDER, written(home, website="https://spam.example", send="1"))

    assert response.status_code in (422, 429)
    assert every() == []


@pytest.mark.parametrize("begun", ["", "forfalsket", "now"])
def test_a_machine_is_refused_by_how_quick_it_is(client: Client, home: Municipality, begun: str) -> None:
    response = client.post(ORDER, written(home, begun=spam.begun() if begun == "now" else begun, send="1"))

    assert response.status_code == 422
    assert [order.stage for order in every()] == ["draft"]


def test_one_address_sends_only_so_many_orders_an_hour(home: Municipality) -> None:
    answers = [Client().post(ORDER, written(home, send="1")).status_code for _ in range(guesses.LIMITS["order"] + 2)]

    assert answers == [302] * guesses.LIMITS["order"] + [429, 429]
    assert sum(not order.is_draft for order in every()) == guesses.LIMITS["order"]


def test_an_unknown_domain_is_marked_and_not_refused(home: Municipality) -> None:
    for address in ("rikke@lilleroed.example", "rikke@privat.example"):
        Client().post(ORDER, written(home, contact_email=address, send="1"))

    assert [order.domain_known for order in every()] == [True, False]


def test_what_a_stranger_sends_is_mailed_to_nobody_in_the_municipality(
    client: Client, home: Municipality, editor: Any, designer: Any
) -> None:
    client.post(ORDER, written(home, contact_email="nogen@andetsteds.example", send="1"))

    [order] = every()
    assert {mail.recipient for mail in people.mails(order)} == {"nogen@andetsteds.example", designer.email}


def test_somebody_signed_in_finds_what_is_known_filled_in(client: Client, home: Municipality, editor: Any) -> None:
    MunicipalityFactory(official_name="Fjern Kommune")
    client.force_login(editor)
    page = client.get(ORDER).content.decode()

    assert editor.email in page
    assert f'<option value="{home.pk}" selected>' in page
    assert "Fjern Kommune" not in page


def test_somebody_signed_in_orders_for_her_own_municipality_only(
    client: Client, home: Municipality, stranger: Any
) -> None:
    client.force_login(stranger)
    response = client.post(ORDER, written(home, send="1"))

    assert response.status_code == 422
    assert [order.stage for order in every()] == ["draft"]


def test_a_draft_follows_whoever_signs_in_and_nobody_else(
    client: Client, home: Municipality, editor: Any, learner: Any
) -> None:
    client.post(ORDER, written(home, content_wishes="Mit eget", save="1"))
    client.force_login(editor)
    client.post(ORDER, written(home, content_wishes="Mit eget", save="1"))

    assert every()[0].created_by == editor
    other = Client()
    other.force_login(learner)
    assert "Mit eget" not in other.get(ORDER).content.decode()
    elsewhere = Client()
    elsewhere.force_login(editor)
    assert "Mit eget" in elsewhere.get(ORDER).content.decode()


def test_a_draft_is_deleted_when_its_writer_says_so(client: Client, home: Municipality) -> None:
    client.post(ORDER, written(home, save="1"))
    client.post(ORDER, {"drop": "1"})

    assert every() == []


def test_an_order_is_sent_once_however_often_the_button_is_pressed(client: Client, home: Municipality) -> None:
    form = written(home, send="1")
    client.post(ORDER, form)
    [first] = every()
    client.post(ORDER, {**form, "title": "Ændret"})

    assert people.again(first).title == people.WISH["title"]
    assert people.again(first).stage_changes.count() == 1


def test_thanks_are_said_to_whoever_sent_something(client: Client) -> None:
    assert client.get(reverse("commissions:thanks")).status_code == 302


def test_numbers_follow_each_other_in_a_year(home: Municipality) -> None:
    numbers = [people.sent(home).number for _ in range(3)]
    year = timezone.localdate().year

    assert numbers == [f"B-{year}-{count:04}" for count in (1, 2, 3)]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "192.0.2.66, 203.0.113.9", "203.0.113.9"),  # the first is what the client wrote
        (2, "192.0.2.66, 203.0.113.9, 10.0.0.7", "203.0.113.9"),
        (1, "2001:db8::1", "2001:db8::1"),
        (2, "203.0.113.9", "10.0.0.1"),  # past the proxies
        (1, "", "10.0.0.1"),
        (1, "<script>", "10.0.0.1"),
    ],
)
def test_a_limit_is_for_where_a_request_comes_from(settings: Any, proxies: int, forwarded: str, counted: str) -> None:
    settings.HYLDEFRI_TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert where_from(request) == counted
