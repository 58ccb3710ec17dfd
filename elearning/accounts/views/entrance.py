"""The ways in: ours, and the ones of others that lead here."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from elearning.accounts.forms import PasswordSignInForm


class PasswordSignInView(LoginView):
    template_name = "account/login_password.html"

    def get_form_class(self) -> type[PasswordSignInForm]:
        return PasswordSignInForm


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
