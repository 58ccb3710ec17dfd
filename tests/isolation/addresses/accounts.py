"""Signing in, and what is a person's own."""

from __future__ import annotations

from typing import Any

from tests.isolation.visits import Visit, at, code, thing, visit
from tests.isolation.world import World

OWN = "Everybody finds herself there, and nobody else."


def _address(world: World) -> dict[str, Any]:
    return {"email": world.theirs.people["learner"].email, "login": world.theirs.people["learner"].email}


def _password(world: World) -> dict[str, Any]:
    return {**_address(world), "password": "gættet", "password1": "g4ettet-kode", "password2": "g4ettet-kode"}


_NAMES = (
    "account_logout account_inactive account_reauthenticate account_email "
    "account_email_verification_sent account_change_password account_set_password "
    "account_confirm_login_code account_confirm_password_reset_code account_complete_password_reset "
    "account_password_reset_completed account_request_login_code mfa_index mfa_authenticate mfa_reauthenticate "
    "mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes "
    "mfa_download_recovery_codes mfa_list_webauthn mfa_add_webauthn mfa_login_webauthn "
    "account_sign_out_everywhere account_delete mailbox"
)

VISITS: dict[str, Visit] = {
    **{name: visit(unseen=OWN) for name in _NAMES.split()},
    "mfa_reauthenticate_webauthn": Visit(unseen=OWN, breaking="allauth breaks for whoever has no key yet"),
    "account_login": visit(form=_address, unseen=OWN),
    "account_login_password": visit(form=_password, unseen=OWN),
    "account_signup": visit(form=_password, unseen=OWN),
    "account_reset_password": visit(form=_address, unseen=OWN),
    "account_profile": visit(form=lambda _world: {"first_name": "Ny", "last_name": "Mand", "language": "da"}),
    "account_municipality": visit(
        form=lambda world: {"municipality": world.theirs.municipality.pk}, unseen="It answers with a redirect."
    ),
    "account_my_data": visit(),
    "account_my_data_download": visit(),
    "mfa_remove_webauthn": visit(pk=thing("authenticator"), unseen=OWN),
    "mfa_edit_webauthn": visit(pk=thing("authenticator"), form=lambda _world: {"name": "overtaget"}, unseen=OWN),
    "account_provider": Visit(
        {"code": code},
        public=frozenset({"kommune"}),
        because="whoever signs in is told through whom; a municipality's name is public",
        unseen=OWN,
        breaking="no provider answers in the tests",
    ),
    "account_provider_callback": visit("code=x&state=x", code=code, unseen=OWN),
    "_util/login/": at("/_util/login/", unseen=OWN),
    "konto/login/code/": at("/konto/login/code/", unseen=OWN),
}
