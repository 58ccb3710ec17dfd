"""A code by mail before something that cannot be undone, whoever sits at the open browser."""

from __future__ import annotations

import secrets
import time

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import compare_user_code
from django.http import HttpRequest

from elearning.accounts import guesses

SESSION_KEY = "confirmation"
SECONDS = 15 * 60
MOST_ATTEMPTS = 3


def send_code(request: HttpRequest, purpose: str) -> bool:
    """Send a code for ``purpose`` to the signed-in person; False when too many have been sent."""
    email = request.user.email  # type: ignore[union-attr]
    if not guesses.take("send", email):
        return False
    code = f"{secrets.randbelow(1_000_000):06}"
    request.session[SESSION_KEY] = {
        "purpose": purpose,
        "user": request.user.pk,
        "code": code,
        "at": time.time(),
        "failed": 0,
    }
    get_adapter().send_mail(f"account/email/{purpose}_code", email, {"code": code})
    return True


def is_waiting(request: HttpRequest, purpose: str) -> bool:
    """Whether a code for ``purpose`` has been sent and is still good."""
    state = request.session.get(SESSION_KEY, {})
    return bool(
        state.get("purpose") == purpose
        and state.get("user") == request.user.pk
        and time.time() - state["at"] <= SECONDS
        and state["failed"] < MOST_ATTEMPTS
    )


def confirm(request: HttpRequest, purpose: str, code: str) -> bool:
    """Whether the code is the one that was sent. It works once, and three wrong ones void it."""
    email = request.user.email  # type: ignore[union-attr]
    if not is_waiting(request, purpose) or not guesses.take("code", email):
        return False
    state = request.session[SESSION_KEY]
    if compare_user_code(actual=code, expected=state["code"]):
        guesses.give_back("code", email)
        del request.session[SESSION_KEY]
        return True
    state["failed"] += 1
    request.session.modified = True
    return False
