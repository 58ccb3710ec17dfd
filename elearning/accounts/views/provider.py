"""``/log-ind/<code>/``: a municipality's own sign-in, there and back."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.decorators import rate_limit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearning.accounts.actions.sign_in_through_provider import SignInThroughProvider
from elearning.accounts.models import IdentityProvider
from elearning.accounts.providers import flow
from elearning.accounts.providers.errors import STALE, UNREACHABLE, ProviderProblem
from elearning.municipalities.permissions import ADMIN_ROLES
from elearning.municipalities.roles import membership_in

logger = logging.getLogger(__name__)

#: What the sign-in page is posted as ``way`` by somebody who would rather have a code.
CODE = "code"
HINT_KEY = "provider_hint"
#: More than for codes, since nothing can be guessed here and a whole town hall has one address. What comes back is
#: not counted: without a sign-in that was begun it is turned away before anything is asked or looked up.
RATES = {"provider": "300/m/ip"}
#: Whoever works in the admin asks her municipality again after a working day; her role follows her groups.
ADMIN_SESSION_SECONDS = 12 * 60 * 60


def to_provider(request: HttpRequest, provider: IdentityProvider, *, address: str, onwards: str) -> HttpResponse:
    """Lead somebody who typed her address to her municipality's sign-in."""
    request.session[HINT_KEY] = address[:254]
    query = f"?{urlencode({'next': onwards})}" if onwards else ""
    return redirect(f"{reverse('account_provider', args=[provider.municipality.code])}{query}")


@rate_limit(action="provider", config=RATES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, code: str) -> HttpResponse:
    """Offers the municipality's sign-in. What is posted leads there by way of a page.

    Not by a redirect: browsers hold the whole chain of redirects after a form against ``form-action``, and
    whom a provider sends her on to, nobody knows beforehand.
    """
    provider = _provider(code)
    onwards = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(onwards or resolve_url(settings.LOGIN_REDIRECT_URL))
    hint = str(request.session.get(HINT_KEY, ""))
    if request.method != "POST":
        context = {"provider": provider, "onwards": onwards, "hint": hint, "way": CODE}
        return render(request, "accounts/provider.html", context)
    try:
        address = flow.begin(request, provider, onwards=onwards, hint=hint)
    except ProviderProblem as problem:
        return _refused(request, provider, problem)
    return render(request, "accounts/provider_onwards.html", {"provider": provider, "address": address})


@never_cache
@require_safe
def callback(request: HttpRequest, code: str) -> HttpResponse:
    """She is back, with an answer that is looked at from every side before she is let in."""
    provider = _provider(code)
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    try:
        person, onwards = flow.finish(request, provider)
        identity = SignInThroughProvider(provider, person).execute()
    except ProviderProblem as problem:
        return _refused(request, provider, problem)
    return _let_in(request, identity, onwards)


def _let_in(request: HttpRequest, identity: Any, onwards: str) -> HttpResponse:
    """allauth's own last steps: a new session key, and the second factor where she has one."""
    clear_login(request)
    request.session.pop(HINT_KEY, None)
    user = identity.user
    membership = membership_in(user, identity.provider.municipality)
    if membership and membership.role in ADMIN_ROLES:
        request.session.set_expiry(ADMIN_SESSION_SECONDS)
    record_authentication(request, user, "provider", provider=identity.provider.municipality.code)
    login = Login(user=user, email=user.email, redirect_url=onwards or None, signal_kwargs={"identity": identity.pk})
    try:
        response: HttpResponse = perform_login(request, login)
    except ImmediateHttpResponse as immediate:
        response = immediate.response
    return response


def _provider(code: str) -> IdentityProvider:
    provider = IdentityProvider.objects.filter(municipality__code=code, enabled=True)
    found = provider.select_related("municipality").first()
    if found is None:
        raise Http404
    return found


def _refused(request: HttpRequest, provider: IdentityProvider, problem: ProviderProblem) -> HttpResponse:
    # Coming back a second time, with the button "back", is nobody's fault.
    level = logging.INFO if problem.problem is STALE else logging.WARNING
    logger.log(level, "Sign-in through %s refused: %s", provider.municipality.code, problem)
    context = {
        "provider": provider,
        "problem": problem.problem,
        "offers_code": problem.problem.offers_code or not provider.only_way_in,
        "hint": str(request.session.get(HINT_KEY, "")),
        "way": CODE,
    }
    response = render(request, "accounts/provider_refused.html", context, status=problem.problem.status)
    if problem.problem is UNREACHABLE:
        response.headers["Retry-After"] = "60"
    return response


def _safe(request: HttpRequest, address: str) -> str:
    return address if address and get_adapter(request).is_safe_url(address) else ""
