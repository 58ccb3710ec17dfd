"""The screens about municipalities: who sees which, and what they let through."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from courses.demo.site import set_up_site
from elearning.accounts.models import User
from elearning.municipalities.models import Membership, Municipality, OrganisationUnit
from tests.factories import MembershipFactory, MunicipalityFactory, OrganisationUnitFactory, UserFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def glostrup() -> Municipality:
    made: Municipality = MunicipalityFactory(code="161", name="Glostrup", official_name="Glostrup Kommune")
    return made


@pytest.fixture
def approver(glostrup: Municipality, client: Client) -> Any:
    user = MembershipFactory(municipality=glostrup, role=Role.APPROVER).user
    client.force_login(user)
    return user


@pytest.fixture
def operator(client: Client) -> Any:
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def at(name: str, *args: Any) -> str:
    return reverse(f"hyldefri_municipalities:{name}", args=args)


def place(**more: Any) -> dict[str, Any]:
    return {"role": "learner", "level": "", "unit": "", **more}


def screens(municipality: Municipality) -> list[str]:
    """Every address about one municipality, with rows of its own."""
    code = municipality.code
    member = MembershipFactory(municipality=municipality)
    unit = OrganisationUnitFactory(municipality=municipality)
    return [
        *(at(name, code) for name in ("members", "new_member", "units", "new_unit")),
        *(at(name, code, member.pk) for name in ("member", "remove_member")),
        *(at(name, code, unit.pk) for name in ("unit", "remove_unit")),
    ]


def test_an_approver_and_an_editor_meet_their_own_municipalitys_screens(glostrup: Municipality, client: Client) -> None:
    addresses = screens(glostrup)
    for role in (Role.APPROVER, Role.EDITOR):
        client.force_login(MembershipFactory(municipality=glostrup, role=role).user)
        assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)


def test_another_municipality_is_not_found_by_reading_or_writing(approver: Any, client: Client) -> None:
    for address in screens(other := MunicipalityFactory()):
        assert client.get(address).status_code == 404
        assert client.post(address, place(email="ny@example.dk", name="Navn")).status_code == 404
    assert Membership.objects.for_municipality(other).count() == 1
    assert OrganisationUnit.objects.for_municipality(other).count() == 1


def test_another_municipalitys_rows_are_not_found_under_ones_own_code(
    glostrup: Municipality, approver: Any, client: Client
) -> None:
    member, unit = MembershipFactory(), OrganisationUnitFactory()
    for address in (
        at("member", "161", member.pk),
        at("remove_member", "161", member.pk),
        at("unit", "161", unit.pk),
        at("remove_unit", "161", unit.pk),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, place(name="Overtaget", parent="", successor="")).status_code == 404
    member.refresh_from_db()
    unit.refresh_from_db()
    assert unit.name != "Overtaget"


@pytest.mark.parametrize("role", [Role.LEARNER, Role.FACILITATOR])
def test_other_roles_find_no_screens_about_people(glostrup: Municipality, client: Client, role: str) -> None:
    user = MembershipFactory(municipality=glostrup, role=role).user
    client.force_login(user)
    for address in [at("index"), *screens(glostrup)]:
        assert client.get(address).status_code in (302, 403, 404)
    assert "hyldefri/kommuner" not in client.get("/admin/", follow=True).content.decode()


def test_the_menu_leads_those_who_manage_to_their_people(glostrup: Municipality, approver: Any, client: Client) -> None:
    assert "/admin/hyldefri/kommuner/" in client.get("/admin/").content.decode()
    answer = client.get(at("index"))
    assert answer.status_code == 302
    assert answer.headers["Location"] == at("members", "161")


def test_only_an_operator_edits_looks_and_sets_up(glostrup: Municipality, approver: Any, client: Client) -> None:
    assert client.get(at("edit", "161")).status_code == 302
    assert client.post(at("edit", "161"), {"update_policy": "apply", "approvals_required": 1}).status_code == 302
    client.post(reverse("hyldefri_set_up_municipality", args=["161"]))
    glostrup.refresh_from_db()
    assert (glostrup.update_policy, glostrup.collection) == ("ask", None)


def test_an_operator_finds_a_municipality_among_all(glostrup: Municipality, operator: Any, client: Client) -> None:
    MunicipalityFactory(code="751", name="Aarhus", official_name="Aarhus Kommune")
    Municipality.objects.open()
    every = client.get(at("index")).content.decode()
    assert "Glostrup Kommune" in every
    assert "Aarhus Kommune" in every
    assert "Uden kommune" not in every
    for text, found in (("glost", True), ("161", True), ("aarhus", False), ("\0", True), ("x" * 10_000, False)):
        assert ("Glostrup Kommune" in client.get(at("index"), {"q": text}).content.decode()) is found, text[:9]


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


def test_people_are_found_by_name_address_role_and_unit(glostrup: Municipality, approver: Any, client: Client) -> None:
    unit = OrganisationUnitFactory(municipality=glostrup)
    MembershipFactory(municipality=glostrup, user__email="mette@example.dk", user__first_name="Mette", unit=unit)
    MembershipFactory(municipality=glostrup, user__email="karl@example.dk", role=Role.FACILITATOR)
    for query, found in (
        ({}, {"mette", "karl"}),
        ({"q": "mett holm"}, {"mette"}),
        ({"q": "karl@example"}, {"karl"}),
        ({"role": "facilitator"}, {"karl"}),
        ({"unit": str(unit.pk)}, {"mette"}),
        ({"unit": "none"}, {"karl"}),
        ({"unit": "x"}, {"mette", "karl"}),
        ({"q": "\0"}, {"mette", "karl"}),
        ({"q": "%"}, set()),
        ({"q": "' OR 1=1 --"}, set()),
    ):
        html = client.get(at("members", "161"), query).content.decode()
        assert {name for name in ("mette", "karl") if f"{name}@example.dk" in html} == found, query


def test_the_list_takes_as_many_queries_for_many_as_for_few(
    glostrup: Municipality, approver: Any, client: Client, django_assert_num_queries: Any
) -> None:
    MembershipFactory(municipality=glostrup, unit=OrganisationUnitFactory(municipality=glostrup))
    client.get(at("members", "161"))
    with CaptureQueriesContext(connection) as few:
        client.get(at("members", "161"))
    for _ in range(30):
        MembershipFactory(municipality=glostrup, unit=OrganisationUnitFactory(municipality=glostrup))
    with django_assert_num_queries(len(few)):
        client.get(at("members", "161"))


def test_somebody_is_added_changed_and_removed(glostrup: Municipality, approver: Any, client: Client) -> None:
    unit = OrganisationUnitFactory(municipality=glostrup)
    added = client.post(at("new_member", "161"), place(email="ny@example.dk", name="Ny Kollega", role="editor"))
    assert added.status_code == 302
    membership = Membership.objects.for_municipality(glostrup).get(user__email="ny@example.dk")
    changes = place(role="facilitator", level="head", unit=str(unit.pk), digitalisation="on")
    assert client.post(at("member", "161", membership.pk), changes).status_code == 302
    membership.refresh_from_db()
    assert (membership.role, membership.level, membership.unit, membership.digitalisation) == (
        "facilitator",
        "head",
        unit,
        True,
    )
    assert client.post(at("remove_member", "161", membership.pk)).status_code == 302
    assert User.objects.filter(email="ny@example.dk").exists()
    assert not Membership.objects.for_municipality(glostrup).filter(user__email="ny@example.dk").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "ingen"},
        {"email": "\0@example.dk"},
        {"email": "x" * 300 + "@example.dk"},
        {"name": "x" * 5000},
        {"name": "Ny\0"},
        {"role": "operator"},
        {"level": "king"},
        {"unit": "999999"},
        {"unit": "x"},
    ],
)
def test_a_person_who_cannot_be_added_is_refused_with_what_was_written(
    glostrup: Municipality, approver: Any, client: Client, wrong: dict[str, str]
) -> None:
    before = User.objects.count()
    answer = client.post(at("new_member", "161"), place(**{"email": "ny@example.dk", **wrong}))
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert User.objects.count() == before


def test_somebody_who_is_inside_already_is_refused_at_the_address(
    glostrup: Municipality, approver: Any, client: Client
) -> None:
    answer = client.post(at("new_member", "161"), place(email=approver.email.upper()))
    assert answer.status_code == 422
    assert "allerede" in answer.context["form"].errors["email"][0]


def test_a_name_is_text_in_every_list(glostrup: Municipality, approver: Any, client: Client) -> None:
    script = "<script>alert(1)</script>"
    assert client.post(at("new_member", "161"), place(email="ny@example.dk", name=script)).status_code == 302
    assert client.post(at("new_unit", "161"), {"name": script, "parent": ""}).status_code == 302
    for address in (at("members", "161"), at("units", "161"), at("new_member", "161")):
        assert script not in client.get(address).content.decode()


def test_an_editor_is_offered_the_roles_she_may_give(glostrup: Municipality, client: Client) -> None:
    client.force_login(MembershipFactory(municipality=glostrup, role=Role.EDITOR).user)
    form = client.get(at("new_member", "161")).context["form"]
    assert [value for value, _label in form.fields["role"].choices] == ["learner", "facilitator"]
    answer = client.post(at("new_member", "161"), place(email="ny@example.dk", role="approver"))
    assert answer.status_code == 422
    colleague = MembershipFactory(municipality=glostrup, role=Role.APPROVER)
    assert client.post(at("remove_member", "161", colleague.pk)).status_code in (302, 403)
    colleague.refresh_from_db()


def test_nobody_removes_herself(glostrup: Municipality, approver: Any, client: Client) -> None:
    own = Membership.objects.for_user(approver).get()
    answer = client.post(at("remove_member", "161", own.pk))
    assert answer.status_code == 422
    assert "Du kan ikke fjerne dig selv" in answer.content.decode()
    own.refresh_from_db()


def test_units_are_made_renamed_moved_and_removed(glostrup: Municipality, approver: Any, client: Client) -> None:
    client.post(at("new_unit", "161"), {"name": "Børn og Unge", "parent": ""})
    top = OrganisationUnit.objects.for_municipality(glostrup).get()
    client.post(at("new_unit", "161"), {"name": "Skoler", "parent": str(top.pk)})
    schools = OrganisationUnit.objects.for_municipality(glostrup).get(name="Skoler")
    person = MembershipFactory(municipality=glostrup, unit=schools)
    assert person.audiences == {"Børn og Unge", "Skoler"}
    client.post(at("unit", "161", schools.pk), {"name": " Skoler  og SFO ", "parent": ""})
    schools.refresh_from_db()
    assert (schools.name, schools.parent) == ("Skoler og SFO", None)
    answer = client.post(at("remove_unit", "161", schools.pk), {"successor": str(top.pk)})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.unit == top
    actions = list(ModelLogEntry.objects.order_by("timestamp").values_list("action", flat=True))
    assert actions == [f"municipalities.unit.{verb}" for verb in ("add", "add", "change", "remove")]


def test_people_and_units_go_up_when_nothing_else_is_chosen(
    glostrup: Municipality, approver: Any, client: Client
) -> None:
    top = OrganisationUnitFactory(municipality=glostrup)
    middle = OrganisationUnitFactory(municipality=glostrup, parent=top)
    bottom = OrganisationUnitFactory(municipality=glostrup, parent=middle)
    person = MembershipFactory(municipality=glostrup, unit=middle)
    assert "1 person er i den" in client.get(at("remove_unit", "161", middle.pk)).content.decode()
    client.post(at("remove_unit", "161", middle.pk), {"successor": ""})
    person.refresh_from_db()
    bottom.refresh_from_db()
    assert (person.unit, bottom.parent) == (top, top)


@pytest.mark.parametrize("below", ["self", "child"])
def test_people_do_not_go_to_a_unit_that_goes_too(
    glostrup: Municipality, approver: Any, client: Client, below: str
) -> None:
    unit = OrganisationUnitFactory(municipality=glostrup)
    child = OrganisationUnitFactory(municipality=glostrup, parent=unit)
    successor = {"self": unit, "child": child}[below]
    answer = client.post(at("remove_unit", "161", unit.pk), {"successor": str(successor.pk)})
    assert answer.status_code == 422
    assert OrganisationUnit.objects.for_municipality(glostrup).count() == 2


@pytest.mark.parametrize("name", ["", " ", "x" * 101, "N\0", "Manager", "skoler"])
def test_a_unit_with_a_wrong_name_is_refused(glostrup: Municipality, approver: Any, client: Client, name: str) -> None:
    OrganisationUnitFactory(municipality=glostrup, name="Skoler")
    answer = client.post(at("new_unit", "161"), {"name": name, "parent": ""})
    assert answer.status_code == 422
    assert OrganisationUnit.objects.for_municipality(glostrup).count() == 1


def test_a_unit_is_not_moved_below_itself_nor_into_another_municipality(
    glostrup: Municipality, approver: Any, client: Client
) -> None:
    unit = OrganisationUnitFactory(municipality=glostrup)
    child = OrganisationUnitFactory(municipality=glostrup, parent=unit)
    for parent in (unit, child, OrganisationUnitFactory()):
        answer = client.post(at("unit", "161", unit.pk), {"name": unit.name, "parent": str(parent.pk)})
        assert answer.status_code == 422
    unit.refresh_from_db()
    assert unit.parent is None


def test_the_tree_of_units_takes_one_query_whatever_its_size(
    glostrup: Municipality, django_assert_num_queries: Any
) -> None:
    from elearning.municipalities.admin.selectors import unit_tree

    parent = None
    for _ in range(6):
        parent = OrganisationUnitFactory(municipality=glostrup, parent=parent)
    with django_assert_num_queries(1):
        assert [unit.depth for unit in unit_tree(glostrup)] == [0, 1, 2, 3, 4, 5]
