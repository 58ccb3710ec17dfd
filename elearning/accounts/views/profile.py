"""A person's own page: name, language, municipalities, and signing out on other devices."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from elearning.accounts.actions.sign_out_everywhere import SignOutEverywhere
from elearning.accounts.adapter import set_language_cookie
from elearning.accounts.profile_forms import ProfileForm
from elearning.accounts.views.requests import SignedInRequest
from elearning.municipalities.roles import choose_municipality, memberships, municipality_of


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        messages.success(request, _("Saved."))
        response: HttpResponse = redirect("account_profile")
        set_language_cookie(response, user.language)
        return response
    if form.errors:
        # The bound instance carries what was refused; the page's header must not show it.
        request.user.refresh_from_db()
    context = {
        "form": form,
        "memberships": memberships(request.user),
        "municipality": municipality_of(request.user, request),
    }
    return render(request, "accounts/profile.html", context)


@login_required
@require_POST
def work_in_municipality(request: SignedInRequest) -> HttpResponse:
    """Somebody with several municipalities chooses the one she works in now."""
    number = request.POST.get("municipality", "")
    if not (number.isdecimal() and len(number) < 12) or choose_municipality(request, int(number)) is None:
        raise Http404
    onwards = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(onwards, {request.get_host()}, require_https=request.is_secure()):
        return redirect(onwards)
    return redirect("account_profile")


@login_required
@require_POST
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    """Everywhere but here."""
    SignOutEverywhere(request.user).execute()
    update_session_auth_hash(request, request.user)
    messages.success(request, _("You are signed out on all other devices."))
    return redirect("account_profile")
