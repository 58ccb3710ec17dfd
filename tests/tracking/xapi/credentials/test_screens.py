"""The operator's screens about systems' access."""

import re

import pytest
from django.urls import reverse

from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory
from tests.tracking.xapi.systems import AGENT, System, basic, credential
from tracking.models import Credential

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality():
    return MunicipalityFactory(code="161", name="Glostrup")


@pytest.fixture
def operator(client):
    user = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(user)
    return client


def address(name, municipality, *more):
    return reverse(f"hyldefri_tracking:{name}", args=[municipality.code, *more])


def own(municipality):
    return Credential.objects.for_municipality(municipality)


def text(answer):
    return answer.content.decode()


def test_the_list_says_who_is_let_in_and_to_what(operator, municipality):
    credential(municipality, "state", "profile", name="Plan2learn")
    credential(name="En anden kommunes")
    page = text(operator.get(address("credentials", municipality)))
    assert "Plan2learn" in page
    assert "Holde styr på, hvor nogen er i en aktivitet" in page
    assert "Aldrig" in page
    assert "En anden kommunes" not in page


def test_an_operator_lets_a_system_in_and_sees_the_secret_once(operator, municipality):
    answer = operator.post(
        address("new_credential", municipality), {"name": "Plan2learn", "scopes": ["state", "profile"]}
    )
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    row = own(municipality).get()
    secret = re.search(r'id="xapi-secret"[^>]* value="([^"]+)"', text(answer))[1]
    asked = System().get("agents", {"agent": AGENT}, headers={"Authorization": basic(row.key, secret)})
    assert asked.status_code == 200
    assert secret not in text(operator.get(address("credentials", municipality)))


@pytest.mark.parametrize(
    "form",
    [
        {}, {"name": "Plan"}, {"name": "Plan", "scopes": ["everything"]}, {"scopes": ["all"]},
        {"name": "x" * 81, "scopes": ["all"]}, {"name": "a\0b", "scopes": ["all"]},
        {"name": "Plan", "scopes": ["all"], "last_day": "2020-01-01"},
        {"name": "Plan", "scopes": ["all"], "last_day": "i morgen"},
    ],
)  # fmt: skip
def test_a_form_that_is_wrong_comes_back_with_what_was_written(operator, municipality, form):
    answer = operator.post(address("new_credential", municipality), form)
    assert answer.status_code == 422
    assert not own(municipality).exists()


def test_a_last_day_is_the_whole_of_it(operator, municipality):
    operator.post(address("new_credential", municipality), {"name": "P", "scopes": ["all"], "last_day": "2099-12-31"})
    assert own(municipality).get().expires_at.isoformat() == "2099-12-31T22:59:59.999999+00:00"
    assert "Til og med 31. december 2099" in text(operator.get(address("credentials", municipality)))


def test_a_new_secret_is_asked_for_and_shown_once(operator, municipality):
    row = credential(municipality)
    where = address("new_secret", municipality, row.pk)
    before = own(municipality).get().secret_hash
    assert "stopper" in text(operator.get(where))
    assert own(municipality).get().secret_hash == before
    assert 'id="xapi-secret"' in text(operator.post(where))
    assert own(municipality).get().secret_hash != before


def test_revoking_is_asked_for_and_done(operator, municipality):
    row = credential(municipality, name="Plan2learn")
    where = address("revoke_credential", municipality, row.pk)
    assert "Plan2learn" in text(operator.get(where))
    assert own(municipality).get().revoked_at is None
    answer = operator.post(where, follow=True)
    assert answer.status_code == 200
    assert "Tilbagekaldt" in text(answer)
    assert own(municipality).get().revoked_at
    refused = operator.post(address("new_secret", municipality, row.pk))
    assert refused.status_code == 422


def test_another_municipalitys_access_is_not_there(operator, municipality):
    other = credential()
    for name in ("new_secret", "revoke_credential"):
        assert operator.post(address(name, municipality, other.pk)).status_code == 404
    other.refresh_from_db()
    assert other.revoked_at is None


@pytest.mark.parametrize("role", ["learner", "facilitator", "editor", "approver"])
def test_nobody_else_meets_the_screens(client, municipality, role):
    row = credential(municipality, name="Plan2learn")
    client.force_login(MembershipFactory(municipality=municipality, role=role).user)
    for where in (
        address("credentials", municipality),
        address("new_credential", municipality),
        address("new_secret", municipality, row.pk),
        address("revoke_credential", municipality, row.pk),
    ):
        for answer in (client.get(where), client.post(where, {"name": "P", "scopes": ["all"]})):
            assert answer.status_code in (302, 403)
            assert "Plan2learn" not in text(answer)
    assert own(municipality).get().revoked_at is None
    assert own(municipality).get().secret_hash == row.secret_hash
