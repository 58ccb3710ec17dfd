from __future__ import annotations

import json
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import models
from django.test import Client
from wagtail.models import ModelLogEntry, Page

from elearning.accounts import personal_data
from elearning.accounts.actions.delete_account import DeleteAccount
from elearning.accounts.errors import AccountError
from elearning.accounts.models import User
from elearning.accounts.personal_data import NOT_PERSONAL, PersonalDatum, register, registered
from elearning.accounts.retention import DAYS
from elearning.accounts.views.my_data import SHOWN
from elearning.municipalities.models import Membership
from tests.elearning.accounts.conftest import code_in_last_mail, wrong
from tests.factories import MembershipFactory, UserFactory
from tests.tracking import factories
from tracking.actions.record import RecordStatements
from tracking.xapi.statements import Draft

pytestmark = pytest.mark.django_db

DELETE = "/konto/slet/"


@pytest.fixture
def user(client: Client) -> User:
    user = UserFactory(email="kirsten@example.dk", first_name="Kirsten", last_name="Holm")
    client.force_login(user)
    return user


@pytest.fixture
def diary(monkeypatch: pytest.MonkeyPatch) -> dict[int, str]:
    """A part of the site that keeps something of its own."""
    monkeypatch.setattr(personal_data, "_registered", dict(personal_data._registered))
    kept: dict[int, str] = {}
    register(
        PersonalDatum(
            name="diary",
            label="Dagbog",
            purpose="At huske",
            basis="Samtykke",
            kind="work",
            models=(),
            columns={"text": "tekst"},
            export=lambda user: [{"text": kept[user.pk]}] if user.pk in kept else [],
            erase=lambda user: kept.pop(user.pk, None) and None,
        )
    )
    return kept


def test_the_page_shows_what_every_part_of_the_site_keeps(client: Client, user: User, diary: dict[int, str]) -> None:
    diary[user.pk] = "Kære dagbog <b>"
    diary[user.pk + 1] = "En andens"
    page = client.get("/konto/mine-data/").content.decode()
    assert "Kære dagbog &lt;b&gt;" in page
    assert "En andens" not in page
    assert "180" in page
    assert "kirsten@example.dk" in page


def test_the_page_can_be_read_whatever_she_has_done_and_the_download_holds_the_rest(client: Client, user: User) -> None:
    enrolment = factories.bare_enrolment(user=user)
    RecordStatements(enrolment, [Draft("launched", "lesson-1")] * (SHOWN + 10)).execute()

    page = client.get("/konto/mine-data/").content.decode()
    data = json.loads(client.get("/konto/mine-data/hent/").content)["data"]

    assert page.count("/verbs/launched") == SHOWN
    assert "objectType" not in page
    assert len(data["statements"]["rows"]) == SHOWN + 10
    assert data["statements"]["rows"][0]["raw"]["actor"]["objectType"] == "Agent"


def test_the_download_holds_everything_and_nothing_of_others(client: Client, user: User, diary: dict[int, str]) -> None:
    diary[user.pk] = "Mit"
    MembershipFactory(user=user)
    MembershipFactory(user__email="other@example.dk")
    response = client.get("/konto/mine-data/hent/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="mine-data.json"'
    text = response.content.decode()
    data = json.loads(text)["data"]
    assert data["diary"]["rows"] == [{"text": "Mit"}]
    assert data["diary"]["kept_days"] == DAYS["work"]
    assert len(data["memberships"]["rows"]) == 1
    assert "other@example.dk" not in text
    assert set(data) == {datum.name for datum in registered()}


def test_no_secret_leaves_with_the_download(client: Client, user: User) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    user.set_password("correct horse battery")
    user.save()
    client.force_login(user)
    text = client.get("/konto/mine-data/hent/").content.decode()
    assert secret not in text
    assert user.password not in text


def test_pages_about_oneself_are_stored_by_no_cache(client: Client, user: User) -> None:
    for page in ("profil/", "mine-data/", "mine-data/hent/", "slet/"):
        assert "no-store" in client.get(f"/konto/{page}").headers["Cache-Control"]


def test_a_name_can_be_registered_only_once(diary: dict[int, str]) -> None:
    with pytest.raises(ValueError, match="diary"):
        register(next(datum for datum in registered() if datum.name == "diary"))


def test_deleting_asks_for_a_code_and_then_deletes_everything_at_once(
    client: Client, user: User, diary: dict[int, str]
) -> None:
    diary[user.pk] = "Mit"
    MembershipFactory(user=user)
    user.groups.add(Group.objects.first())
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    page = Page.objects.get(depth=1).add_child(title="x", slug="x", owner=user)

    assert client.get(DELETE).status_code == 200
    client.post(DELETE)
    assert User.objects.filter(pk=user.pk).exists()
    response = client.post(DELETE, {"code": code_in_last_mail()})

    assert response.headers["Location"] == "/konto/login/"
    assert "_auth_user_id" not in client.session
    assert not User.objects.filter(pk=user.pk).exists()
    assert not EmailAddress.objects.exists()
    assert not Membership.objects.unscoped(reason="nothing may be left").exists()
    assert not diary
    page.refresh_from_db()
    assert page.owner is None


def test_the_log_keeps_that_an_account_was_deleted_and_not_whose(client: Client, user: User) -> None:
    ModelLogEntry.objects.log_action(user, "wagtail.create", user=user)
    number = user.pk
    client.post(DELETE)
    client.post(DELETE, {"code": code_in_last_mail()})
    entries = ModelLogEntry.objects.filter(object_id=str(number))
    assert {entry.action for entry in entries} == {"wagtail.create", "accounts.delete"}
    assert {entry.label for entry in entries} == {f"#{number}"}


@pytest.mark.parametrize("code", ["", "000000x", "٣٣٣٣٣٣", "1" * 21])
def test_without_the_right_code_nothing_is_deleted(client: Client, user: User, code: str) -> None:
    client.post(DELETE)
    response = client.post(DELETE, {"code": code})
    assert response.status_code == 200
    assert User.objects.filter(pk=user.pk).exists()


def test_a_code_that_was_never_sent_deletes_nothing(client: Client, user: User) -> None:
    assert client.post(DELETE, {"code": "123456"}).status_code == 200
    assert User.objects.filter(pk=user.pk).exists()


def test_three_wrong_codes_void_the_right_one(client: Client, user: User) -> None:
    client.post(DELETE)
    code = code_in_last_mail()
    for _attempt in range(3):
        client.post(DELETE, {"code": wrong(code)})
    client.post(DELETE, {"code": code})
    assert User.objects.filter(pk=user.pk).exists()


def test_a_code_for_signing_in_deletes_nothing(client: Client, user: User) -> None:
    elsewhere = Client()
    elsewhere.post("/konto/login/", {"login": user.email})
    client.post(DELETE, {"code": code_in_last_mail()})
    assert User.objects.filter(pk=user.pk).exists()


def test_another_persons_waiting_code_deletes_nothing(client: Client, user: User) -> None:
    client.post(DELETE)
    code = code_in_last_mail()
    other = UserFactory()
    session = client.session
    state = session["confirmation"]
    client.force_login(other)
    session = client.session
    session["confirmation"] = state
    session.save()
    client.post(DELETE, {"code": code})
    assert User.objects.filter(pk__in=[user.pk, other.pk]).count() == 2


def test_who_has_a_second_factor_must_show_it_first(client: Client, user: User) -> None:
    totp.TOTP.activate(user, totp.generate_totp_secret())
    response = client.post(DELETE)
    assert response.status_code == 302
    assert "reauthenticate" in response.headers["Location"]
    assert not mail.outbox


def test_the_last_person_who_runs_the_site_stays(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    client.post(DELETE)
    response = client.post(DELETE, {"code": code_in_last_mail()})
    assert response.status_code == 302
    assert User.objects.filter(pk=user.pk).exists()


def test_only_oneself_or_an_operator_may_delete_an_account() -> None:
    user = UserFactory()
    for by in (UserFactory(), None):
        with pytest.raises(PermissionDenied):
            DeleteAccount(user, by=by).execute()
    DeleteAccount(user, by=UserFactory(is_superuser=True)).execute()
    assert not User.objects.filter(email=user.email).exists()


def test_retention_may_not_take_the_last_operator() -> None:
    with pytest.raises(AccountError):
        DeleteAccount(UserFactory(is_superuser=True), reason="retention").execute()


def test_if_one_part_cannot_be_erased_nothing_is(monkeypatch: pytest.MonkeyPatch, diary: dict[int, str]) -> None:
    user = MembershipFactory().user

    def fail(_user: User) -> None:
        raise RuntimeError

    monkeypatch.setattr("elearning.accounts.personal_data._registered", dict(personal_data._registered))
    account = personal_data._registered.pop("account")
    personal_data._registered = {
        "account": PersonalDatum(**{**account.__dict__, "erase": fail}),
        **personal_data._registered,
    }
    with pytest.raises(RuntimeError):
        DeleteAccount(user, by=user).execute()
    assert Membership.objects.for_user(user).exists()


def personal_tables() -> set[str]:
    """Every table with a way to a person: those that point at her, and those that point at one of hers."""
    covered = {label for datum in registered() for label in datum.models}
    found = {"accounts.User"}
    grown = True
    while grown:
        grown = False
        for model in apps.get_models(include_auto_created=True):
            label = model._meta.label
            if label in found:
                continue
            for field in model._meta.get_fields():
                points = isinstance(field, models.ForeignKey) and isinstance(field.related_model, type)
                if points and field.related_model._meta.label in found & (covered | {"accounts.User"}):
                    found.add(label)
                    grown = True
                    break
    return found


def test_every_table_with_a_way_to_a_person_is_in_the_register_or_excused_with_a_reason() -> None:
    covered = {label for datum in registered() for label in datum.models}
    missing = personal_tables() - covered - set(NOT_PERSONAL)
    assert not missing, (
        f"{sorted(missing)} can be traced to a person: register a PersonalDatum that covers them, "
        "or give a reason in register_not_personal()."
    )


def test_the_register_names_only_tables_that_exist_and_none_twice() -> None:
    labels = [label for datum in registered() for label in datum.models]
    assert len(labels) == len(set(labels))
    for label in [*labels, *NOT_PERSONAL]:
        apps.get_model(label)
    assert all(reason.strip() for reason in NOT_PERSONAL.values())
    assert not set(labels) & set(NOT_PERSONAL)


def test_every_kind_of_data_is_described_in_the_privacy_document() -> None:
    text = (Path(__file__).parents[3] / "docs" / "privacy.md").read_text()
    for datum in registered():
        assert f"`{datum.name}`" in text, f"docs/privacy.md does not mention `{datum.name}`"
    for kind, days in DAYS.items():
        assert f"| `{kind}` | {days} " in text, f"docs/privacy.md does not say that `{kind}` is kept {days} days"
