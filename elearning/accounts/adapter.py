"""Where this site differs from allauth's ways of signing in. See docs/decisions/0010-sign-in.md."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from elearning.accounts import guesses
from elearning.accounts.models import User
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
