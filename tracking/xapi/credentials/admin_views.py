"""The operator's screens about the systems that a municipality lets in to its part of the record store."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elearning.municipalities.admin.views import MunicipalityScreen
from tracking.actions.credentials import (
    CreateCredential,
    CredentialError,
    Opened,
    RevokeCredential,
    RotateSecret,
    check_may_let_in,
)
from tracking.models import Credential
from tracking.xapi.credentials.forms import CredentialForm
from tracking.xapi.credentials.selectors import credential_or_404, credentials_of
from tracking.xapi.credentials.wording import SCOPES
from tracking.xapi.resources.call import Scope

SYSTEMS = gettext_lazy("Access for systems")
LIST = "hyldefri_tracking:credentials"


class SystemsScreen(MunicipalityScreen):
    header_icon = "key"
    above: tuple[tuple[Any, str], ...] = ((SYSTEMS, LIST),)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_may_let_in(request.user)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def credential(self) -> Credential:
        return credential_or_404(self.municipality, self.kwargs["pk"])

    def show_once(self, opened: Opened) -> HttpResponse:
        """The secret is on this one page and nowhere else; nothing in between keeps a copy."""
        address = getattr(settings, "WAGTAILADMIN_BASE_URL", "").rstrip("/") + "/xapi/"
        context = self.get_context_data(opened=opened, address=address)
        response = render(self.request, "tracking/admin/credential_secret.html", context)
        add_never_cache_headers(response)
        return response


class CredentialsView(SystemsScreen):
    template_name = "tracking/admin/credentials.html"
    page_title = SYSTEMS
    above = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [(credential, scope_names(credential)) for credential in credentials_of(self.municipality)]
        return super().get_context_data(rows=rows, **kwargs)


class NewCredentialView(SystemsScreen):
    template_name = "municipalities/admin/form.html"
    page_title = gettext_lazy("Let a system in")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", CredentialForm())
        return super().get_context_data(submit=_("Make the access"), back=LIST, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CredentialForm(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        name, scopes = form.cleaned_data["name"], form.chosen_scopes()
        action = CreateCredential(self.municipality, name, scopes, user=request.user, expires_at=form.expires_at())
        try:
            return self.show_once(action.execute())
        except CredentialError as error:
            form.add_error(None, str(error))
            return self.refuse(form)


class NewSecretView(SystemsScreen):
    """Asks before the old secret stops."""

    template_name = "tracking/admin/credential_confirm.html"
    page_title = gettext_lazy("New secret")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(credential=self.credential, back=LIST, rotating=True, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self.show_once(RotateSecret(self.credential, user=request.user).execute())
        except CredentialError as error:
            return self.render_to_response(self.get_context_data(refusal=str(error)), status=422)


class RevokeCredentialView(SystemsScreen):
    """Asks before a system is shut out."""

    template_name = "tracking/admin/credential_confirm.html"
    page_title = gettext_lazy("Revoke the access")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(credential=self.credential, back=LIST, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        credential = RevokeCredential(self.credential, user=request.user).execute()
        messages.success(request, _("%(system)s is shut out.") % {"system": credential})
        return redirect(LIST, self.municipality.code)


def scope_names(credential: Credential) -> list[str]:
    known = {str(scope): label for scope, label in SCOPES.items()}
    return [str(known[name]) for name in map(str, Scope) if name in credential.scopes]
