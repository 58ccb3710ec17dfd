"""The ways in: ours, and the ones of others that lead here."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginByCodeStage, LoginStage
from allauth.account.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from elearning.accounts.forms import PasswordSignInForm
from elearning.accounts.providers.selectors import provider_for_address
from elearning.accounts.views.provider import CODE, to_provider


class ChangesHerMind:
    """Somebody who waits for a code may start over: with another address, or another way in.

    allauth leads her back to the page that asks for the code. A second factor is not skipped this way.
    """

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> HttpResponse | None:
        if stage.key == LoginByCodeStage.key and self.starts_over():
            clear_login(request)
            return None
        onwards: HttpResponse | None = super()._redirect_to_pending_stage(request, stage)  # type: ignore[misc]
        return onwards

    def starts_over(self) -> bool:
        return bool(self.request.method == "POST")  # type: ignore[attr-defined]


class SignInView(ChangesHerMind, LoginView):
    """An address, to which a code is sent, unless it leads to her municipality's own sign-in."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        address = request.POST.get("login", "").strip()
        provider = None if request.POST.get("way") == CODE else provider_for_address(address)
        if provider:
            return to_provider(request, provider, address=address, onwards=self.get_next_url() or "")
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class PasswordSignInView(ChangesHerMind, LoginView):
    template_name = "account/login_password.html"

    def get_form_class(self) -> type[PasswordSignInForm]:
        return PasswordSignInForm

    def starts_over(self) -> bool:
        return True


sign_in = SignInView.as_view()
password_sign_in = PasswordSignInView.as_view()


@never_cache
def to_sign_in(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Lead allauth's second door and Wagtail's own doors to the one sign-in page."""
    query = {"next": request.GET["next"]} if request.GET.get("next") else {}
    return redirect(f"{resolve_url('account_login')}{'?' if query else ''}{urlencode(query)}")


@never_cache
def to_sign_in_for_admin(request: HttpRequest) -> HttpResponse:
    """As ``to_sign_in``; whoever is signed in already lacks the permission, and another round gives none."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    raise PermissionDenied
