"""Letting systems in, and shutting them out."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory
from tests.tracking.xapi.systems import AGENT, System, basic
from tracking.actions.credentials import CreateCredential, CredentialError, RevokeCredential, RotateSecret
from tracking.models import Credential
from tracking.xapi.resources.call import Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return UserFactory(is_superuser=True, is_staff=True)


@pytest.fixture
def municipality():
    return MunicipalityFactory()


def asks(opened):
    return System().get(
        "agents", {"agent": AGENT}, headers={"Authorization": basic(opened.credential.key, opened.secret)}
    )


def test_a_system_that_is_let_in_can_ask(municipality, operator):
    opened = CreateCredential(municipality, "  Plan  2 ", [Scope.READ, Scope.READ], user=operator).execute()
    assert asks(opened).status_code == 200
    credential = Credential.objects.for_municipality(municipality).get()
    assert (credential.name, credential.scopes) == ("Plan 2", ["statements/read"])


def test_the_secret_is_kept_nowhere(municipality, operator):
    opened = CreateCredential(municipality, "Plan", [Scope.ALL], user=operator).execute()
    assert len(opened.secret) >= 43
    row = Credential.objects.for_municipality(municipality).values().get()
    assert opened.secret not in str(row)
    assert opened.secret not in str(list(ModelLogEntry.objects.values()))


def test_a_new_secret_ends_the_old_one_at_once(municipality, operator):
    opened = CreateCredential(municipality, "Plan", [Scope.ALL], user=operator).execute()
    assert asks(opened).status_code == 200
    again = RotateSecret(opened.credential, user=operator).execute()
    assert again.secret != opened.secret
    assert asks(opened).status_code == 401
    assert asks(again).status_code == 200


def test_a_system_is_shut_out_at_once_and_for_good(municipality, operator):
    opened = CreateCredential(municipality, "Plan", [Scope.ALL], user=operator).execute()
    assert asks(opened).status_code == 200
    RevokeCredential(opened.credential, user=operator).execute()
    assert asks(opened).status_code == 401
    when = Credential.objects.for_municipality(municipality).get().revoked_at
    RevokeCredential(opened.credential, user=operator).execute()
    assert Credential.objects.for_municipality(municipality).get().revoked_at == when
    with pytest.raises(CredentialError):
        RotateSecret(opened.credential, user=operator).execute()


def test_only_those_who_run_the_site_let_systems_in(municipality, operator):
    opened = CreateCredential(municipality, "Plan", [Scope.ALL], user=operator).execute()
    for role in ("learner", "facilitator", "editor", "approver"):
        user = MembershipFactory(municipality=municipality, role=role).user
        with pytest.raises(PermissionDenied):
            CreateCredential(municipality, "Plan", [Scope.ALL], user=user).execute()
        with pytest.raises(PermissionDenied):
            RotateSecret(opened.credential, user=user).execute()
        with pytest.raises(PermissionDenied):
            RevokeCredential(opened.credential, user=user).execute()
    assert asks(opened).status_code == 200


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [("", [Scope.ALL], None), ("  ", [Scope.ALL], None), ("x" * 81, [Scope.ALL], None), ("a\0", [Scope.ALL], None),
     ("Plan", [], None), ("Plan", [Scope.ALL], -1)],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(municipality, operator, name, scopes, days):
    expires_at = None if days is None else timezone.now() + timedelta(days=days)
    with pytest.raises(CredentialError):
        CreateCredential(municipality, name, scopes, user=operator, expires_at=expires_at).execute()
    assert not Credential.objects.for_municipality(municipality).exists()


def test_everything_is_in_the_log(municipality, operator):
    opened = CreateCredential(municipality, "Plan", [Scope.STATE], user=operator).execute()
    RotateSecret(opened.credential, user=operator).execute()
    RevokeCredential(opened.credential, user=operator).execute()
    entries = ModelLogEntry.objects.filter(action__startswith="tracking.credential", object_id=municipality.pk)
    assert sorted(entry.action.rpartition(".")[2] for entry in entries) == ["create", "revoke", "rotate"]
    assert {entry.user for entry in entries} == {operator}
    assert {entry.data["key"] for entry in entries} == {opened.credential.key}


def test_the_command_makes_an_access_from_the_server(municipality):
    said = io.StringIO()
    call_command("create_xapi_credential", municipality.code, "Plan", "--scope", "all/read", stdout=said)
    key, secret = (line.partition(": ")[2] for line in said.getvalue().splitlines())
    answer = System().get("agents", {"agent": AGENT}, headers={"Authorization": basic(key, secret)})
    assert answer.status_code == 200
    with pytest.raises(CommandError):
        call_command("create_xapi_credential", "9999", "Plan")
    with pytest.raises(CommandError):
        call_command("create_xapi_credential", municipality.code, " ")
