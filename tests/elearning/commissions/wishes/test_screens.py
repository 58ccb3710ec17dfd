"""The wishes on the screen: the municipality's pages, the desk, beside the page in the editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Variant
from elearning.commissions.models import Commission, Wish
from tests.courses.factories import node_id
from tests.courses.tailoring import page_of
from tests.elearning.commissions.wishes.conftest import again
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

Make = Callable[..., Wish]


@pytest.fixture(params=["/bestillinger/{}/oensker/", "/admin/hyldefri/bestillinger/{}/oensker/"], ids=["site", "desk"])
def side(
    request: pytest.FixtureRequest, shaping: Commission, editor: Any, designer: Any, client: Client
) -> tuple[Client, str]:
    """Signed in on one of the two sides, with the address of the list there."""
    client.force_login(editor if "admin" not in request.param else designer)
    return client, request.param.format(shaping.pk)


def said(**more: str) -> dict[str, str]:
    return {"do": "add", "wish-action": "adapt", "wish-place": node_id("l1"), "wish-text": "Vores ord", **more}


WRONG = (
    {"wish-text": ""},
    {"wish-place": "nowhere"},
    {"wish-action": "explode"},
    {"wish-owner": "9999999"},
    {"wish-action": "deadline"},
    {"do": "explode"},
    {"do": ""},
)


class TestBothSides:
    def test_the_list_shows_each_wish_and_what_became_of_it(self, side: tuple[Client, str], wish: Make) -> None:
        client, address = side
        wish("adapt", "l4", text="Kald det noget andet")
        page = client.get(address).content.decode()
        assert "Kald det noget andet" in page
        assert "Tilpas: Lektion: Lektion fire" in page
        assert "Kursusudvikleren har ikke svaret endnu." in page

    def test_the_place_is_a_plain_select_by_module(self, side: tuple[Client, str]) -> None:
        client, address = side
        page = client.get(address).content.decode()
        assert '<optgroup label="Første modul">' in page
        assert f'<option value="{node_id("p1")}">' in page

    def test_a_wish_is_added(self, side: tuple[Client, str], shaping: Commission) -> None:
        client, address = side
        answer = client.post(address, said())
        added = shaping.wishes.order_by("pk").last()
        assert answer.status_code == 302
        assert answer.url == f"{address}#oenske-{added.pk}"
        assert (added.text, str(added.node_id)) == ("Vores ord", node_id("l1"))

    def test_what_is_wrong_is_said_and_nothing_stored(self, side: tuple[Client, str], shaping: Commission) -> None:
        client, address = side
        before = shaping.wishes.count()
        answers = {str(wrong): client.post(address, said(**wrong)).status_code for wrong in WRONG}
        assert answers == {str(wrong): 422 for wrong in WRONG}
        assert shaping.wishes.count() == before

    def test_a_wish_that_is_not_there(self, side: tuple[Client, str]) -> None:
        client, address = side
        for key in ("0", "x", "99999999999999999999", ""):
            assert client.post(address, {"do": "meet", "wish": key, "note": "x"}).status_code == 404

    def test_a_refused_note_is_kept(self, side: tuple[Client, str], wish: Make) -> None:
        client, address = side
        answer = client.post(address, {"do": "meet", "wish": str(wish().pk), "note": "LANGT " * 90})
        assert answer.status_code == 422
        assert "LANGT LANGT" in answer.content.decode()

    def test_a_wish_is_ticked_off(self, side: tuple[Client, str], wish: Make) -> None:
        client, address = side
        wanted = wish()
        client.post(address, {"do": "meet", "wish": str(wanted.pk), "note": "En case."})
        assert again(wanted).met_how == "En case."
        assert "En case." in client.get(address, {"tilstand": "met"}).content.decode()
        assert "En case." not in client.get(address, {"tilstand": "declined"}).content.decode()

    def test_a_wish_is_said_in_other_words(self, side: tuple[Client, str], wish: Make) -> None:
        client, address = side
        wanted = wish("adapt", "l4")
        own = f"{address}{wanted.pk}/"
        assert f'value="{node_id("l4")}" selected' in client.get(own).content.decode()
        assert client.post(own, {**said(), "wish-text": ""}).status_code == 422
        assert client.post(own, said()).status_code == 302
        assert (again(wanted).text, again(wanted).node_title) == ("Vores ord", "Lektion: Lektion et")

    def test_the_order_itself_says_how_many(self, side: tuple[Client, str]) -> None:
        client, address = side
        page = client.get(address.removesuffix("oensker/")).content.decode()
        assert "3 åbent" in page
        assert address in page

    def test_the_list_takes_no_query_a_wish(
        self, side: tuple[Client, str], wish: Make, django_assert_max_num_queries: Any
    ) -> None:
        client, address = side
        client.get(address)
        for _number in range(12):
            wish("adapt", "l1")
        with django_assert_max_num_queries(75):
            client.get(address)


class TestOthers:
    def test_on_the_site(self, shaping: Commission, client: Client, everybody: dict[str, Any]) -> None:
        for who, status in (("stranger", 404), ("learner", 404), ("approver", 200)):
            client.force_login(everybody[who])
            assert client.get(f"/bestillinger/{shaping.pk}/oensker/").status_code == status

    def test_an_approver_reads_only(self, shaping: Commission, client: Client, approver: Any, wish: Make) -> None:
        client.force_login(approver)
        address = f"/bestillinger/{shaping.pk}/oensker/"
        assert "Tilføj ønsket" not in client.get(address).content.decode()
        assert client.post(address, said()).status_code == 403
        assert client.get(f"{address}{wish().pk}/").status_code == 403

    def test_a_wish_of_another_order_is_not_there(
        self, shaping: Commission, client: Client, editor: Any, wish: Make
    ) -> None:
        from tests.elearning.commissions import people

        other = people.sent(shaping.municipality, editor)
        client.force_login(editor)
        assert client.get(f"/bestillinger/{other.pk}/oensker/{wish().pk}/").status_code == 404


class TestBesideThePage:
    def test_a_page_shows_its_wishes_and_those_of_its_blocks(
        self, wish: Make, variant: Variant, editor: Any, client: Client
    ) -> None:
        for place, text in (("l1", "PAA SIDEN"), ("p1", "PAA BLOKKEN"), ("l4", "ANDETSTEDS"), ("", "OM HELE")):
            wish("adapt", place, text=text)
        client.force_login(editor)
        lesson = client.get(f"/admin/pages/{page_of(variant, 'l1').pk}/edit/").content.decode()
        assert [word in lesson for word in ("PAA SIDEN", "PAA BLOKKEN", "ANDETSTEDS", "OM HELE")] == [
            True, True, False, False,
        ]  # fmt: skip
        course = client.get(f"/admin/pages/{variant.course_id}/edit/").content.decode()
        assert [word in course for word in ("PAA SIDEN", "OM HELE")] == [False, True]

    def test_the_overview_leads_to_the_list(
        self, shaping: Commission, variant: Variant, editor: Any, client: Client
    ) -> None:
        client.force_login(editor)
        page = client.get(reverse("hyldefri_variant", args=[variant.pk]))
        assert f"/bestillinger/{shaping.pk}/oensker/" in page.content.decode()

    def test_a_variant_nobody_ordered_has_no_panel(self, variant: Variant, editor: Any, client: Client) -> None:
        Commission.objects.unscoped(reason="a test").update(variant=None)
        client.force_login(editor)
        page = client.get(f"/admin/pages/{page_of(variant, 'l1').pk}/edit/").content.decode()
        assert "Vis eller skjul ønsker" not in page


class TestAtTheDesk:
    def test_the_way_to_the_municipalitys_version_is_there_for_those_who_may_take_it(
        self, shaping: Commission, variant: Variant, designer: Any, client: Client
    ) -> None:
        client.force_login(designer)
        order = reverse("hyldefri_commissions:commission", args=[shaping.pk])
        version = reverse("hyldefri_variant", args=[variant.pk])
        assert client.get(version).status_code == 404
        page = client.get(order).content.decode()
        assert version not in page
        assert f"kan {shaping.municipality.official_name} gøre dig til redaktør hos sig" in page

        MembershipFactory(user=designer, municipality=shaping.municipality, role="editor")
        assert client.get(version).status_code == 200
        page = client.get(order).content.decode()
        assert version in page
        assert "gøre dig til redaktør" not in page
