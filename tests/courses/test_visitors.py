"""Who meets which form of a course, and on which host."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.shortcuts import resolve_url
from django.test import Client
from wagtail.models import Site

from courses.actions.create_release import CreateRelease
from courses.actions.set_up_municipality import SetUpMunicipality
from courses.models import Variant
from elearning.municipalities.models import Membership, Municipality
from tests.courses.factories import approved_variant, make_course, make_variant, small_tree
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory
from tests.worlds import world

pytestmark = pytest.mark.django_db
HOST = "laer.lilleroed.example"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def member(municipality: Municipality) -> Any:
    return MembershipFactory(municipality=municipality, role=Membership.Role.LEARNER).user


@pytest.fixture(autouse=True)
def hosts(settings):
    settings.ALLOWED_HOSTS = ["testserver", HOST]


@world
def municipality():
    return MunicipalityFactory()


@world
def shared(catalogue):
    course = make_course(catalogue, small_tree(title="Fælles kursus", slug="faelles"))
    CreateRelease(course).execute(skip_permission_checks=True)
    return course


@world
def other_course(catalogue):
    tree = small_tree(title="Et andet kursus", slug="andet")
    course = make_course(catalogue, {**tree, "id": "0b1f7c1e-11d5-4a51-9a8f-1f0ed1e5a002"})
    CreateRelease(course).execute(skip_permission_checks=True)
    return course


@world
def variant(shared, municipality) -> Variant:
    return approved_variant(shared, municipality, title="Vores udgave", slug="vores")


@pytest.fixture
def own_host(municipality, catalogue):
    """As the municipality's set-up makes it."""
    municipality.hostnames = [HOST]
    municipality.save()
    SetUpMunicipality(municipality).execute(skip_permission_checks=True)
    return Site.objects.get(hostname=HOST)


def listed(client, path="/kurser/", **extra):
    return {(card.title, card.municipality) for card in client.get(path, **extra).context["courses"]}


@pytest.mark.parametrize("path", ["/kurser/", "/"])
def test_a_member_meets_her_municipalitys_version_and_never_both(variant, municipality, path):
    assert listed(signed_in(member(municipality)), path) == {("Vores udgave", str(municipality))}


@pytest.mark.parametrize("path", ["/kurser/", "/"])
def test_others_meet_the_shared_course(variant, path):
    stranger = signed_in(member(MunicipalityFactory()))
    for client in (stranger, signed_in(UserFactory()), Client()):
        assert listed(client, path) == {("Fælles kursus", "")}


def test_a_version_that_is_not_approved_is_met_by_nobody(shared, municipality):
    variant = make_variant(shared, municipality)
    client = signed_in(member(municipality))
    assert listed(client) == {("Fælles kursus", "")}
    assert client.get(variant.course.get_url()).status_code == 404


def test_a_withdrawn_version_gives_the_shared_course_its_place_back(variant, municipality):
    variant.current_release = None
    variant.save()
    client = signed_in(member(municipality))
    assert listed(client) == {("Fælles kursus", "")}
    assert client.get(variant.course.get_url()).url == variant.upstream.get_url()


def test_a_version_whose_shared_course_is_gone_is_still_the_municipalitys(variant, municipality):
    variant.upstream.unpublish()
    assert listed(signed_in(member(municipality))) == {("Vores udgave", str(municipality))}
    assert listed(Client()) == set()


def test_a_members_page_says_whose_version_it_is_and_how_it_is_run(variant, municipality):
    page = signed_in(member(municipality)).get(variant.course.get_url())
    assert str(municipality) in page.context["municipality_note"]
    assert page.context["release"].pk == variant.current_release_id


def test_what_is_offered_is_the_approved_version_not_the_newest(variant, municipality):
    page = variant.course
    page.subtitle = "Ikke godkendt endnu"
    page.save_revision().publish()
    CreateRelease(page, notes="Nyt").execute(skip_permission_checks=True)
    shown = signed_in(member(municipality)).get(variant.course.get_url())
    assert shown.context["release"].pk == variant.current_release_id
    assert "Ikke godkendt endnu" not in shown.content.decode()


def paths_of(variant: Variant) -> list[str]:
    pages = [variant.course.get_parent(), *variant.course.get_descendants(inclusive=True)]
    return [page.get_url() for page in pages]


def test_a_municipalitys_pages_are_not_there_for_others(variant):
    for user in (member(MunicipalityFactory()), UserFactory()):
        for path in paths_of(variant):
            assert signed_in(user).get(path).status_code == 404, path


def test_who_is_not_signed_in_is_asked_to_and_comes_back(variant):
    for path in paths_of(variant):
        response = Client().get(path)
        assert response.url.startswith(resolve_url(django_settings.LOGIN_URL)), path
        assert path in response.url


def test_her_own_host_shows_the_municipalitys_versions_and_the_other_shared_courses(
    variant, other_course, own_host, municipality
):
    client = signed_in(member(municipality))
    expected = {("Vores udgave", str(municipality)), ("Et andet kursus", "")}
    assert listed(client, "/", headers={"host": HOST}) == expected
    assert listed(client, "/kurser/", headers={"host": HOST}) == expected


def test_every_course_of_her_own_host_is_reached_on_it(variant, other_course, own_host, municipality):
    client = signed_in(member(municipality))
    cards = client.get("/", headers={"host": HOST}).context["courses"]
    for card in cards:
        assert card.url.startswith("/"), card.url
        page = client.get(card.url, headers={"host": HOST})
        assert page.status_code == 200
        assert page.context["course"]["title"] == card.title
        assert all(not crumb["href"] or crumb["href"].startswith("/") for crumb in page.context["breadcrumbs"])


def test_on_her_own_host_the_learners_pages_work(own_host, municipality):
    client = signed_in(member(municipality))
    for path in ("/forloeb/", "/konto/profil/"):
        assert client.get(path, headers={"host": HOST}).status_code == 200, path
    assert Client().get("/forloeb/", headers={"host": HOST}).status_code == 302


def test_another_municipalitys_host_shows_a_stranger_nothing_of_it(variant, other_course, own_host):
    stranger = signed_in(member(MunicipalityFactory()))
    assert stranger.get("/", headers={"host": HOST}).status_code == 404
    assert listed(stranger, "/kurser/", headers={"host": HOST}) == {("Et andet kursus", ""), ("Fælles kursus", "")}


def test_the_host_decides_for_somebody_with_two_municipalities(shared, variant, own_host, municipality):
    user = member(municipality)
    first = MunicipalityFactory(name="Aaaa")
    MembershipFactory(user=user, municipality=first)
    client = signed_in(user)
    assert listed(client) == {("Fælles kursus", "")}
    assert listed(client, "/", headers={"host": HOST}) == {("Vores udgave", str(municipality))}


def test_the_catalogue_takes_as_many_queries_for_nine_courses_as_for_three(
    catalogue, municipality, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(member(municipality))

    def add(numbers):
        for number in numbers:
            tree = small_tree(title=f"Kursus {number}", slug=f"kursus-{number}")
            course = make_course(catalogue, {**tree, "id": f"0b1f7c1e-11d5-4a51-9a8f-{number:012}"})
            CreateRelease(course).execute(skip_permission_checks=True)
            for of in (municipality, MunicipalityFactory()):
                approved_variant(course, of, title=f"Eget {number}", slug=f"eget-{number}")

    add(range(3))
    client.get("/kurser/")
    with CaptureQueriesContext(connection) as few:
        client.get("/kurser/")
    add(range(3, 9))
    with django_assert_num_queries(len(few)):
        page = client.get("/kurser/")
    assert len(page.context["courses"]) == 9
