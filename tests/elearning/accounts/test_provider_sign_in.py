"""Signing in through a municipality's own sign-in, at a real provider in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from wagtail.models import ModelLogEntry

from elearning.accounts import personal_data
from elearning.accounts.actions.delete_account import DeleteAccount
from elearning.accounts.actions.forget_subjects import ForgetSubjects
from elearning.accounts.models import IdentityProvider, ProviderIdentity, User
from elearning.accounts.providers import http, secrets
from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.roles import DESIGNERS
from tests.elearning.accounts.conftest import code_in_last_mail
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory
from tests.oidc.process import ProviderProcess, address_at_provider, answer_of, leave, sign_in_at
from tests.oidc.provider import ANSWERS, CLIENT_ID, CLIENT_SECRET, FORGERIES

pytestmark = pytest.mark.django_db

SIGN_IN = "/konto/login/"
KIRSTEN: dict[str, Any] = {
    "sub": "kirsten",
    "email": "Kirsten@Glostrup.dk",
    "given_name": "Kirsten",
    "family_name": "Holm",
}


@pytest.fixture(scope="module")
def idp() -> Iterator[ProviderProcess]:
    with ProviderProcess() as process:
        yield process


@pytest.fixture(autouse=True)
def nothing_learnt_from_earlier_tests() -> None:
    http.forget_failures()


@pytest.fixture
def glostrup() -> Municipality:
    return MunicipalityFactory(
        code="161", official_name="Glostrup Kommune", genitive="Glostrup Kommunes", email_domains=["glostrup.dk"]
    )


@pytest.fixture
def provider(idp: ProviderProcess, glostrup: Municipality) -> IdentityProvider:
    idp.tell(**KIRSTEN)
    return IdentityProvider.objects.create(
        municipality=glostrup,
        enabled=True,
        issuer=idp.address,
        client_id=CLIENT_ID,
        encrypted_secret=secrets.encrypt(CLIENT_SECRET),
        subject_claim="sub",
        groups={"editor": ["g-editors"], "approver": ["g-approvers"], "facilitator": ["g-facilitators"]},
    )


def signed_in_as(client: Client) -> int | None:
    key = client.session.get("_auth_user_id")
    return int(key) if key else None


def role_of(user: User) -> str:
    return Membership.objects.for_user(user).get().role


def logged(action: str) -> list[dict[str, Any]]:
    return [entry.data for entry in ModelLogEntry.objects.filter(action=action).order_by("pk")]


# --- a person ---------------------------------------------------------------------------------------------------------


def test_somebody_new_gets_an_account_and_learns_in_her_municipality(
    client: Client, provider: IdentityProvider
) -> None:
    response = sign_in_at(client, "161")
    user = User.objects.get()
    assert response.status_code == 302
    assert signed_in_as(client) == user.pk
    assert (user.email, user.first_name, user.last_name) == ("kirsten@glostrup.dk", "Kirsten", "Holm")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    membership = Membership.objects.for_user(user).get()
    assert (membership.municipality, membership.role) == (provider.municipality, "learner")
    assert not mail.outbox


def test_the_second_time_she_is_the_same(provider: IdentityProvider) -> None:
    first, second = Client(), Client()
    sign_in_at(first, "161")
    sign_in_at(second, "161")
    assert signed_in_as(first) == signed_in_as(second) == User.objects.get().pk
    assert len(logged("accounts.provider_link")) == 1


def test_she_comes_to_the_page_she_was_going_to(client: Client, provider: IdentityProvider) -> None:
    assert sign_in_at(client, "161", onwards="/konto/profil/").headers["Location"] == "/konto/profil/"


def test_she_is_never_led_to_another_site(client: Client, provider: IdentityProvider) -> None:
    assert sign_in_at(client, "161", onwards="https://evil.example/").headers["Location"] == "/"


def test_her_session_gets_a_new_key(client: Client, provider: IdentityProvider) -> None:
    page = leave(client, "161")
    before = client.session.session_key
    client.get(answer_of(address_at_provider(page)))
    assert client.session.session_key != before
    assert "provider_sign_ins" not in client.session or not client.session["provider_sign_ins"]


def test_an_account_she_had_already_is_hers(client: Client, provider: IdentityProvider) -> None:
    user = UserFactory(email="kirsten@glostrup.dk", first_name="K.")
    sign_in_at(client, "161")
    user.refresh_from_db()
    assert signed_in_as(client) == user.pk
    assert user.first_name == "K."


def test_another_address_at_work_is_still_she(client: Client, idp: ProviderProcess, provider: IdentityProvider) -> None:
    sign_in_at(Client(), "161")
    idp.tell(**{**KIRSTEN, "email": "kirsten.lund@glostrup.dk"})
    sign_in_at(client, "161")
    user = User.objects.get()
    assert signed_in_as(client) == user.pk
    assert user.email == EmailAddress.objects.get(user=user, verified=True).email == "kirsten.lund@glostrup.dk"


def test_an_address_that_is_somebody_elses_now_does_not_move_to_her(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    sign_in_at(Client(), "161")
    other = UserFactory(email="lund@glostrup.dk")
    idp.tell(**{**KIRSTEN, "email": "lund@glostrup.dk"})
    sign_in_at(client, "161")
    assert signed_in_as(client) not in (None, other.pk)
    assert User.objects.get(pk=signed_in_as(client)).email == "kirsten@glostrup.dk"


def test_somebody_who_inherits_an_address_does_not_inherit_the_account(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    sign_in_at(Client(), "161")
    idp.tell(**{**KIRSTEN, "sub": "another kirsten"})
    assert sign_in_at(client, "161").status_code == 409
    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "kirsten@glostrup.dk"},
        {"email": "kirsten@private.example", "preferred_username": "kirsten@glostrup.dk"},
        {"email": "chef@glostrup.dk", "email_verified": False, "preferred_username": "kirsten@glostrup.dk"},
        {"email": "chef@glostrup.dk", "xms_edov": False, "upn": "kirsten@glostrup.dk"},
    ],
)
def test_without_an_address_to_trust_what_she_signs_in_with_is_used(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, claims: dict[str, Any]
) -> None:
    idp.tell(sub="kirsten", **claims)
    sign_in_at(client, "161")
    assert User.objects.get().email == "kirsten@glostrup.dk"


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": "kirsten@aarhus.dk"},
        {"email": "kirsten@sub.glostrup.dk"},
        {"email": "kirsten@glostrup.dk.evil.example"},
        {"email": "kirsten@evil.example@glostrup.dk"},
        {"email": "kirsten@glostrup.dk", "email_verified": False},
        {"email": ["kirsten@glostrup.dk"]},
        {"email": "@glostrup.dk"},
        {"email": "a b@glostrup.dk"},
        {"email": f"{'k' * 300}@glostrup.dk"},
    ],
    ids=str,
)
def test_an_address_that_is_not_the_municipalitys_lets_nobody_in(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, claims: dict[str, Any]
) -> None:
    idp.tell(sub="kirsten", **claims)
    response = sign_in_at(client, "161")
    assert response.status_code == 403
    assert "Din adresse er ikke en af kommunens" in response.content.decode()
    assert signed_in_as(client) is None
    assert not User.objects.exists()


def test_a_domain_that_two_municipalities_have_is_nobodys(client: Client, provider: IdentityProvider) -> None:
    MunicipalityFactory(email_domains=["glostrup.dk"])
    assert sign_in_at(client, "161").status_code == 403
    assert not User.objects.exists()


# --- whom a municipality's sign-in never opens ------------------------------------------------------------------------


def outsider(kind: str) -> User:
    user = UserFactory(email="kirsten@glostrup.dk", is_superuser=kind == "operator", is_staff=kind == "staff")
    if kind == "designer":
        user.groups.add(Group.objects.get(name=DESIGNERS))
    if kind == "some group":
        user.groups.add(Group.objects.create(name="Redaktører"))
    if kind == "elsewhere":
        MembershipFactory(user=user)
    return user


@pytest.mark.parametrize("kind", ["operator", "staff", "designer", "some group", "elsewhere"])
def test_it_opens_no_account_that_is_more_than_the_municipalitys(
    client: Client, provider: IdentityProvider, kind: str
) -> None:
    outsider(kind)
    response = sign_in_at(client, "161")
    assert response.status_code == 403
    assert "Log ind med en kode i stedet" in response.content.decode()
    assert signed_in_as(client) is None
    assert not ProviderIdentity.objects.for_municipality(provider.municipality).exists()


@pytest.mark.parametrize("became", ["operator", "designer", "elsewhere", "another address", "inactive"])
def test_nor_one_that_became_so_later(client: Client, provider: IdentityProvider, became: str) -> None:
    sign_in_at(Client(), "161")
    user = User.objects.get()
    if became == "designer":
        user.groups.add(Group.objects.get(name=DESIGNERS))
    if became == "elsewhere":
        MembershipFactory(user=user)
    user.is_superuser = became == "operator"
    user.is_active = became != "inactive"
    user.email = "kirsten@home.example" if became == "another address" else user.email
    user.save()
    assert sign_in_at(client, "161").status_code == 403
    assert signed_in_as(client) is None


def test_one_municipalitys_provider_says_nothing_about_another_municipalitys_people(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    aarhus = MunicipalityFactory(code="751", email_domains=["aarhus.dk"])
    victim = MembershipFactory(user__email="mette@aarhus.dk", municipality=aarhus, role="approver").user
    ProviderIdentity.objects.create(
        provider=IdentityProvider.objects.create(
            municipality=aarhus, enabled=True, issuer=idp.address, client_id="aarhus", subject_claim="sub"
        ),
        issuer=idp.address,
        subject="mette",
        user=victim,
    )
    idp.tell(sub="mette", email="mette@aarhus.dk")
    assert sign_in_at(client, "161").status_code == 403
    assert signed_in_as(client) is None


def test_an_answer_for_one_municipality_is_none_for_another(client: Client, provider: IdentityProvider) -> None:
    other = MunicipalityFactory(code="751", email_domains=["aarhus.dk"])
    IdentityProvider.objects.create(municipality=other, enabled=True, issuer=provider.issuer, client_id=CLIENT_ID)
    answer = answer_of(address_at_provider(leave(client, "161")))
    assert client.get(answer.replace("/161/", "/751/")).status_code == 400
    assert signed_in_as(client) is None


def test_a_new_issuer_with_the_same_subjects_is_not_believed_about_them(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    sign_in_at(Client(), "161")
    ProviderIdentity.objects.for_municipality(provider.municipality).update(issuer="https://earlier.example")
    idp.tell(sub="kirsten", email="other@glostrup.dk")
    sign_in_at(client, "161")
    assert User.objects.get(pk=signed_in_as(client)).email == "other@glostrup.dk"


def test_a_provider_that_names_people_anew_recognises_them_by_address_and_still_takes_roles_back(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(Client(), "161")
    assert ForgetSubjects(provider).execute() == 1
    idp.tell(**{**KIRSTEN, "sub": "k-2"})
    sign_in_at(client, "161")
    user = User.objects.get()
    assert signed_in_as(client) == user.pk
    assert role_of(user) == "learner"
    assert ProviderIdentity.objects.for_user(user).get().subject == "k-2"


# --- roles ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["g-editors"], "editor"),
        (["g-facilitators", "g-editors", "g-approvers"], "approver"),
        (["g-editors", "g-facilitators"], "editor"),
        (["g-unknown"], "learner"),
        ("g-editors", "editor"),
        ([], "learner"),
        ([["g-editors"], 7, None], "learner"),
        ({"g-editors": True}, "learner"),
    ],
)
def test_her_role_is_the_highest_of_her_groups(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, groups: Any, role: str
) -> None:
    idp.tell(**KIRSTEN, groups=groups)
    sign_in_at(client, "161")
    assert role_of(User.objects.get()) == role


def test_app_roles_are_read_from_their_own_claim(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    provider.roles_claim = "roles"
    provider.save()
    idp.tell(**KIRSTEN, groups=["g-approvers"], roles=["g-editors"])
    sign_in_at(client, "161")
    assert role_of(User.objects.get()) == "editor"


def test_a_role_goes_with_the_group_that_gave_it(idp: ProviderProcess, provider: IdentityProvider) -> None:
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(Client(), "161")
    user = User.objects.get()
    idp.tell(**KIRSTEN, groups=[])
    sign_in_at(Client(), "161")
    assert role_of(user) == "learner"
    assert logged("accounts.provider_role") == [
        {"member": user.pk, "role": ["learner", "editor"]},
        {"member": user.pk, "role": ["editor", "learner"]},
    ]


def test_what_a_role_opens_in_the_admin_comes_and_goes_with_it(
    idp: ProviderProcess, provider: IdentityProvider
) -> None:
    editors = Group.objects.create(name="Glostrup Kommune: redaktører")
    provider.municipality.editor_group = editors
    provider.municipality.save()
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(Client(), "161")
    assert editors.user_set.get() == User.objects.get()
    again = Client()
    sign_in_at(again, "161")
    assert signed_in_as(again), "her municipality's own group does not make her an outsider"
    idp.tell(**KIRSTEN)
    sign_in_at(Client(), "161")
    assert not editors.user_set.exists()


def test_a_role_that_a_person_here_gave_stays(idp: ProviderProcess, provider: IdentityProvider) -> None:
    user = MembershipFactory(
        user__email="kirsten@glostrup.dk", municipality=provider.municipality, role="facilitator"
    ).user
    sign_in_at(Client(), "161")
    assert role_of(user) == "facilitator"
    idp.tell(**KIRSTEN, groups=["g-approvers"])
    sign_in_at(Client(), "161")
    assert role_of(user) == "approver"
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(Client(), "161")
    assert role_of(user) == "editor"
    idp.tell(**KIRSTEN)
    sign_in_at(Client(), "161")
    assert role_of(user) == "facilitator"


def test_a_role_given_here_after_the_providers_is_not_the_providers_to_take(
    idp: ProviderProcess, provider: IdentityProvider
) -> None:
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(Client(), "161")
    user = User.objects.get()
    Membership.objects.for_user(user).update(role="approver")
    idp.tell(**KIRSTEN)
    sign_in_at(Client(), "161")
    assert role_of(user) == "approver"


def test_where_not_everybody_may_learn_somebody_in_no_group_is_turned_away(
    client: Client, provider: IdentityProvider
) -> None:
    provider.admits_everybody = False
    provider.save()
    assert sign_in_at(client, "161").status_code == 403
    assert not User.objects.exists()


def test_somebody_turned_away_keeps_no_role_from_her_groups(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    provider.admits_everybody = False
    provider.save()
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(Client(), "161")
    idp.tell(**KIRSTEN)
    assert sign_in_at(client, "161").status_code == 403
    assert role_of(User.objects.get()) == "learner"
    assert signed_in_as(client) is None


@pytest.mark.parametrize("overage", [{"_claim_names": {"groups": "src1"}}, {"hasgroups": True}])
def test_groups_that_were_too_many_to_send_are_not_taken_for_none(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, overage: dict[str, Any]
) -> None:
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(Client(), "161")
    idp.tell(**KIRSTEN, **overage)
    assert sign_in_at(client, "161").status_code == 502
    assert role_of(User.objects.get()) == "editor"
    assert signed_in_as(client) is None


def test_whoever_works_in_the_admin_asks_again_after_a_working_day(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    idp.tell(**KIRSTEN, groups=["g-editors"])
    sign_in_at(client, "161")
    assert client.session.get_expiry_age() <= 12 * 60 * 60
    assert client.get("/admin/").status_code == 200


# --- forgeries --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mischief", sorted(FORGERIES))
def test_a_token_that_is_not_what_it_says_lets_nobody_in(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, mischief: str
) -> None:
    idp.tell(**KIRSTEN, mischief=mischief)
    response = sign_in_at(client, "161")
    assert response.status_code == 502
    assert "Vi kunne ikke stole på svaret" in response.content.decode()
    assert signed_in_as(client) is None
    assert not User.objects.exists()


@pytest.mark.parametrize("answer", sorted(ANSWERS))
@pytest.mark.parametrize("where", ["token", "discovery"])
def test_an_answer_that_is_none_lets_nobody_in(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, where: str, answer: str
) -> None:
    if where == "token":
        idp.tell(**KIRSTEN, mischief=f"token: {answer}")
        response = sign_in_at(client, "161")
    else:
        idp.tell(**KIRSTEN, mischief=f"discovery: {answer}")
        response = leave(client, "161")
    assert response.status_code == (503 if answer == "a failure" else 502)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "lie", ["another issuer", "no endpoints", "endpoints without https", "a script for an address"]
)
def test_a_description_that_is_not_the_providers_is_refused(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, lie: str
) -> None:
    idp.tell(**KIRSTEN, mischief=lie)
    assert leave(client, "161").status_code == 502


@pytest.mark.parametrize("mischief", ["no keys", "keys that are none"])
def test_without_the_providers_keys_nobody_comes_in(
    client: Client, idp: ProviderProcess, provider: IdentityProvider, mischief: str
) -> None:
    idp.tell(**KIRSTEN, mischief=mischief)
    assert sign_in_at(client, "161").status_code == 502
    assert signed_in_as(client) is None


def test_a_provider_may_change_its_key(
    client: Client, broker: object, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    sign_in_at(Client(), "161")
    idp.tell(**KIRSTEN, kid="second")
    sign_in_at(client, "161")
    assert signed_in_as(client) == User.objects.get().pk


def test_the_secret_goes_where_the_provider_wants_it(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    idp.tell(**KIRSTEN, secret_in="client_secret_basic")
    sign_in_at(client, "161")
    assert signed_in_as(client)


def test_a_wrong_secret_lets_nobody_in(client: Client, provider: IdentityProvider) -> None:
    provider.encrypted_secret = secrets.encrypt("another")
    provider.save()
    assert sign_in_at(client, "161").status_code == 502


def test_a_secret_that_can_no_longer_be_read_is_said_to_be_so(client: Client, provider: IdentityProvider) -> None:
    provider.encrypted_secret = "gAAAAA"
    provider.save()
    response = sign_in_at(client, "161")
    assert response.status_code == 503
    assert "ikke sat rigtigt op" in response.content.decode()


# --- the way there and back -------------------------------------------------------------------------------------------


def test_what_is_sent_to_the_provider_holds_a_challenge_and_no_secret(
    client: Client, provider: IdentityProvider
) -> None:
    address = address_at_provider(leave(client, "161"))
    assert "code_challenge_method=S256" in address
    assert "nonce=" in address
    assert "state=" in address
    (begun,) = client.session["provider_sign_ins"].values()
    assert begun["verifier"] not in address
    assert CLIENT_SECRET not in address


def test_an_answer_works_once(client: Client, provider: IdentityProvider) -> None:
    answer = answer_of(address_at_provider(leave(client, "161")))
    client.get(answer)
    client.post("/konto/logout/")
    assert client.get(answer).status_code == 400
    assert signed_in_as(client) is None


def test_an_answer_works_in_the_browser_that_asked_only(client: Client, provider: IdentityProvider) -> None:
    answer = answer_of(address_at_provider(leave(client, "161")))
    stranger = Client()
    assert stranger.get(answer).status_code == 400
    assert signed_in_as(stranger) is None
    assert not User.objects.exists()


@pytest.mark.parametrize("query", ["", "?state=x", "?state=&code=y", "?code=y", "?error=access_denied", "?state=%00"])
def test_an_answer_nobody_asked_for_is_refused(client: Client, provider: IdentityProvider, query: str) -> None:
    response = client.get(f"/log-ind/161/tilbage/{query}")
    assert response.status_code == 400
    assert "tog for lang tid" in response.content.decode()


def test_a_sign_in_grows_old(client: Client, provider: IdentityProvider) -> None:
    answer = answer_of(address_at_provider(leave(client, "161")))
    session = client.session
    for begun in session["provider_sign_ins"].values():
        begun["at"] -= 10 * 60 + 1
    session.save()
    assert client.get(answer).status_code == 400


def test_two_tabs_do_not_disturb_each_other(client: Client, provider: IdentityProvider) -> None:
    first, second = leave(client, "161", onwards="/kurser/"), leave(client, "161", onwards="/konto/profil/")
    address_at_provider(second)
    assert client.get(answer_of(address_at_provider(first))).headers["Location"] == "/kurser/"


def test_a_session_keeps_few_sign_ins(client: Client, provider: IdentityProvider) -> None:
    for _time in range(8):
        leave(client, "161")
    assert len(client.session["provider_sign_ins"]) == 5


def test_somebody_who_stops_at_the_provider_is_told_that_nothing_happened(
    client: Client, idp: ProviderProcess, provider: IdentityProvider
) -> None:
    idp.tell(**KIRSTEN, mischief="she cancels")
    response = sign_in_at(client, "161")
    assert response.status_code == 403
    assert "Du afbrød" in response.content.decode()


def test_an_answer_that_names_another_issuer_is_refused(client: Client, provider: IdentityProvider) -> None:
    answer = answer_of(address_at_provider(leave(client, "161")))
    assert client.get(f"{answer}&iss=https%3A%2F%2Fevil.example").status_code == 502
    assert signed_in_as(client) is None


def test_another_code_than_the_providers_is_refused(client: Client, provider: IdentityProvider) -> None:
    answer = answer_of(address_at_provider(leave(client, "161")))
    state = answer.partition("state=")[2].partition("&")[0]
    assert client.get(f"/log-ind/161/tilbage/?state={state}&code=guessed").status_code == 502
    assert client.get(answer).status_code == 400, "the state is used up"


def test_a_provider_that_is_down_is_said_to_be_so_and_not_waited_for_twice(
    client: Client, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.issuer = "http://127.0.0.1:9"
    provider.save()
    response = leave(client, "161")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "svarer ikke" in response.content.decode()
    monkeypatch.setattr(http, "_manager", lambda: pytest.fail("asked again at once"))
    assert leave(client, "161").status_code == 503
    assert client.get("/").status_code == 200


def test_a_second_factor_she_has_here_is_asked_for(client: Client, provider: IdentityProvider) -> None:
    user = UserFactory(email="kirsten@glostrup.dk")
    totp.TOTP.activate(user, totp.generate_totp_secret())
    response = sign_in_at(client, "161")
    assert response.headers["Location"].startswith("/konto/2fa/authenticate/")
    assert signed_in_as(client) is None


def test_somebody_signed_in_already_stays_who_she_is(client: Client, provider: IdentityProvider) -> None:
    user = UserFactory(email="op@example.dk")
    answer = answer_of(address_at_provider(leave(client, "161")))
    client.force_login(user)
    assert client.get(answer).status_code == 302
    assert leave(client, "161").status_code == 302
    assert signed_in_as(client) == user.pk


@pytest.mark.parametrize("path", ["/log-ind/999/", "/log-ind/161/tilbage/x/", "/log-ind/999/tilbage/"])
def test_a_municipality_without_its_own_sign_in_has_no_such_page(
    client: Client, provider: IdentityProvider, path: str
) -> None:
    assert client.get(path).status_code == 404


def test_one_that_is_not_in_use_does_not_exist(client: Client, provider: IdentityProvider) -> None:
    answer = answer_of(address_at_provider(leave(client, "161")))
    provider.enabled = False
    provider.save()
    assert client.get("/log-ind/161/").status_code == 404
    assert client.get(answer).status_code == 404


def test_the_way_there_is_posted_with_our_own_token(provider: IdentityProvider) -> None:
    assert Client(enforce_csrf_checks=True).post("/log-ind/161/").status_code == 403


def test_the_pages_need_no_inline_code(client: Client, provider: IdentityProvider) -> None:
    response = leave(client, "161")
    assert "form-action 'self'" in response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]
    assert "style=" not in response.content.decode()


def test_begun_sign_ins_are_limited(client: Client, provider: IdentityProvider, broker: object) -> None:
    client.force_login(UserFactory())
    assert [leave(client, "161").status_code for _time in range(300)] == [302] * 300
    # The count lives in the cache, and one that answers late forgets some.
    assert any(leave(client, "161").status_code == 429 for _time in range(300))


# --- the sign-in page -------------------------------------------------------------------------------------------------


def test_an_address_of_the_municipality_leads_to_its_sign_in(client: Client, provider: IdentityProvider) -> None:
    response = client.post(SIGN_IN, {"login": " kirsten@GLOSTRUP.dk ", "next": "/konto/profil/"}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain[0][0] == "/log-ind/161/?next=%2Fkonto%2Fprofil%2F"
    assert "Log ind med Glostrup Kommunes login" in page
    assert not mail.outbox
    leave(client, "161")
    assert "login_hint=kirsten" in address_at_provider(leave(client, "161"))


def test_a_code_remains_another_way_in(client: Client, provider: IdentityProvider) -> None:
    user = UserFactory(email="kirsten@glostrup.dk")
    page = client.post(SIGN_IN, {"login": "kirsten@glostrup.dk"}, follow=True).content.decode()
    assert "Få en kode på mail i stedet" in page
    client.post(SIGN_IN, {"login": "kirsten@glostrup.dk", "way": "code"})
    client.post("/konto/login/code/confirm/", {"code": code_in_last_mail()})
    assert signed_in_as(client) == user.pk


def test_known_and_unknown_addresses_are_led_alike(provider: IdentityProvider) -> None:
    UserFactory(email="kirsten@glostrup.dk", is_superuser=True)
    pages = []
    for address in ("kirsten@glostrup.dk", "unknown@glostrup.dk"):
        page = Client().post(SIGN_IN, {"login": address}, follow=True).content.decode()
        pages.append(page.replace(address, "X").partition("csrfmiddlewaretoken")[0])
    assert pages[0] == pages[1]


class TestTheOnlyWayIn:
    @pytest.fixture(autouse=True)
    def only(self, provider: IdentityProvider) -> None:
        provider.only_way_in = True
        provider.save()

    def test_no_code_is_offered(self, client: Client) -> None:
        page = client.post(SIGN_IN, {"login": "kirsten@glostrup.dk"}, follow=True).content.decode()
        assert "kode på mail" not in page

    def test_a_right_code_leads_to_the_municipalitys_sign_in(self, client: Client) -> None:
        UserFactory(email="kirsten@glostrup.dk")
        client.post(SIGN_IN, {"login": "kirsten@glostrup.dk", "way": "code"})
        response = client.post("/konto/login/code/confirm/", {"code": code_in_last_mail()})
        assert response.headers["Location"] == "/log-ind/161/"
        assert signed_in_as(client) is None

    def test_so_does_a_right_password(self, client: Client) -> None:
        user = UserFactory(email="kirsten@glostrup.dk", password="correct horse battery")
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        data = {"login": "kirsten@glostrup.dk", "password": "correct horse battery"}
        response = client.post("/konto/login/adgangskode/", data)
        assert response.headers["Location"] == "/log-ind/161/"
        assert signed_in_as(client) is None

    def test_an_account_is_not_made_otherwise(self, client: Client) -> None:
        page = client.post("/konto/signup/", {"email": "kirsten@glostrup.dk"}).content.decode()
        assert "kun ind med dens eget login" in page
        assert not User.objects.exists()

    def test_it_is_a_way_in(self, client: Client) -> None:
        sign_in_at(client, "161")
        assert signed_in_as(client)

    @pytest.mark.parametrize("kind", ["operator", "designer", "elsewhere"])
    def test_whom_it_cannot_let_in_may_use_a_code(self, client: Client, kind: str) -> None:
        user = outsider(kind)
        client.post(SIGN_IN, {"login": user.email, "way": "code"})
        client.post("/konto/login/code/confirm/", {"code": code_in_last_mail()})
        assert signed_in_as(client) == user.pk


# --- personal data ----------------------------------------------------------------------------------------------------


def test_my_data_shows_the_link_and_deleting_the_account_takes_it(client: Client, provider: IdentityProvider) -> None:
    sign_in_at(client, "161")
    assert "Glostrup Kommune: kirsten" in client.get("/konto/mine-data/").content.decode()
    user = User.objects.get()
    assert any(
        row["value"] == "Glostrup Kommune: kirsten"
        for _d, rows in personal_data.collect(user)
        for row in rows
        if "value" in row
    )
    DeleteAccount(user, by=user).execute()
    assert not ProviderIdentity.objects.for_municipality(provider.municipality).exists()
