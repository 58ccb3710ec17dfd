"""Where this site differs from allauth's ways of signing in. See docs/decisions/0010-sign-in.md."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from elearning.accounts import guesses
from elearning.accounts.models import User
from elearning.accounts.providers.selectors import required_provider
from elearning.municipalities.addresses import municipality_for_address


class AccountAdapter(DefaultAccountAdapter):
    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if not guesses.take("password", str(credentials.get("email", ""))):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            guesses.give_back("password", str(credentials.get("email", "")))
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        may_sign_up = municipality_for_address(email) is not None
        super().send_mail(template_prefix, email, {"may_sign_up": may_sign_up, **context})

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whichever way somebody comes, a municipality may have left her one only."""
        by_provider = "identity" in (kwargs.get("signal_kwargs") or {})
        provider = None if by_provider else required_provider(user)
        if provider:
            messages.info(request, _("Your municipality lets you in with its own sign-in only."))
            return redirect("account_provider", provider.municipality.code)
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        set_language_cookie(response, user.language)
        return response


def set_language_cookie(response: HttpResponse, language: str) -> None:
    """Let the pages follow the person's own choice of language on this device too."""
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.SESSION_COOKIE_AGE,
            samesite="Lax",
            secure=bool(settings.SESSION_COOKIE_SECURE),
        )
