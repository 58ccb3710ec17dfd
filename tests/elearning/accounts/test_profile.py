from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from elearning.accounts.models import User
from elearning.municipalities.roles import SESSION_KEY
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

PROFILE = "/konto/profil/"


@pytest.fixture
def user(client: Client) -> User:
    user = UserFactory(email="kirsten@example.dk", first_name="Kirsten", last_name="Holm")
    client.force_login(user)
    return user


@pytest.mark.parametrize("page", ["profil/", "mine-data/", "mine-data/hent/", "slet/"])
def test_nobody_sees_anything_before_signing_in(client: Client, page: str) -> None:
    response = client.get(f"/konto/{page}")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/konto/login/?next=")


def test_name_and_language_are_saved_and_the_language_follows_at_once(client: Client, user: User) -> None:
    response = client.post(PROFILE, {"first_name": "Kirsten", "last_name": "Ærø-Holm", "language": "en"})
    assert response.status_code == 302
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    user.refresh_from_db()
    assert user.get_full_name() == "Kirsten Ærø-Holm"
    assert user.language == "en"


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_name": ""},
        {"last_name": "   "},
        {"language": "xx"},
        {"first_name": "x" * 151},
        {"last_name": "a\0b"},
    ],
)
def test_what_is_wrong_is_said_and_not_saved(client: Client, user: User, wrong: dict[str, str]) -> None:
    response = client.post(PROFILE, {"first_name": "Ny", "last_name": "Person", "language": "en", **wrong})
    assert response.status_code == 200
    assert "form-error-message" in response.content.decode()
    user.refresh_from_db()
    assert (user.first_name, user.last_name, user.language) == ("Kirsten", "Holm", "")


def test_nothing_but_name_and_language_can_be_changed(client: Client, user: User) -> None:
    client.post(
        PROFILE,
        {"first_name": "K", "last_name": "H", "language": "", "email": "x@example.dk", "is_superuser": "on"},
    )
    user.refresh_from_db()
    assert user.email == "kirsten@example.dk"
    assert not user.is_superuser


def test_the_profile_shows_ones_municipalities(client: Client, user: User) -> None:
    membership = MembershipFactory(user=user)
    assert membership.municipality.official_name in client.get(PROFILE).content.decode()


def test_somebody_with_two_municipalities_chooses_one(client: Client, user: User) -> None:
    MembershipFactory(user=user)
    second = MembershipFactory(user=user)
    response = client.post("/konto/kommune/", {"municipality": second.municipality_id, "next": "/konto/mine-data/"})
    assert response.headers["Location"] == "/konto/mine-data/"
    assert client.session[SESSION_KEY] == second.municipality_id


@pytest.mark.parametrize("number", ["", "abc", "-1", "999999", "9" * 40, "٣"])
def test_a_municipality_one_does_not_belong_to_cannot_be_chosen(client: Client, user: User, number: str) -> None:
    MembershipFactory()
    assert client.post("/konto/kommune/", {"municipality": number}).status_code == 404
    assert SESSION_KEY not in client.session


def test_choosing_leads_to_no_other_site(client: Client, user: User) -> None:
    own = MembershipFactory(user=user).municipality_id
    response = client.post("/konto/kommune/", {"municipality": own, "next": "//evil.example/"})
    assert response.headers["Location"] == PROFILE


@pytest.mark.parametrize("page", ["kommune/", "log-ud-overalt/"])
def test_nothing_changes_by_opening_an_address(client: Client, user: User, page: str) -> None:
    assert client.get(f"/konto/{page}").status_code == 405


def test_signing_out_everywhere_ends_the_other_sessions_and_keeps_this_one(client: Client, user: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(user)
    assert elsewhere.get(PROFILE).status_code == 200
    client.post("/konto/log-ud-overalt/")
    assert elsewhere.get(PROFILE).status_code == 302
    assert client.get(PROFILE).status_code == 200


def test_the_chosen_language_is_set_when_one_signs_in(client: Client, sign_in: Callable[[str], Client]) -> None:
    UserFactory(email="anna@example.dk", language="en")
    assert sign_in("anna@example.dk").cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_an_address_is_stored_once_whatever_its_case() -> None:
    user = User.objects.create_user("Ære.Holm@Example.DK")
    assert User.objects.get(email="ÆRE.holm@example.dk") == user
    assert User.objects.get_by_natural_key("ære.HOLM@example.dk") == user
    assert user.email == "ære.holm@example.dk"
