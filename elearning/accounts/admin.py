"""The operator's screens about municipalities' own sign-in."""

from __future__ import annotations

import re
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.viewsets.model import ModelViewSet

from elearning.accounts.actions.forget_subjects import ForgetSubjects
from elearning.accounts.actions.give_provider_role import ROLES
from elearning.accounts.models import IdentityProvider
from elearning.accounts.providers import client_secrets, discovery, tokens
from elearning.accounts.providers.errors import ProviderProblem
from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.outside import http

CLAIM = re.compile(r"[A-Za-z0-9_:/.\-]{1,100}")
#: Entra ID's addresses for everybody's tenants at once: anybody anywhere would be let in to sign in.
ANY_TENANT = {"common", "organizations", "consumers"}
MOST_GROUPS = 200


class GroupsField(forms.CharField):
    """One group's id or app role a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        names = list(dict.fromkeys(filter(None, lines)))
        if len(names) > MOST_GROUPS or any(len(name) > 255 for name in names):
            raise ValidationError(_("At most 200 groups of at most 255 characters, one a line."))
        return names


class IdentityProviderForm(WagtailAdminModelForm):
    secret = forms.CharField(
        label=gettext_lazy("Client secret"),
        required=False,
        strip=True,
        max_length=1000,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Stored encrypted and never shown again. Empty keeps the one that is stored."),
    )

    class Meta:
        model = IdentityProvider
        fields: ClassVar[list[str]] = [
            "municipality",
            "enabled",
            "only_way_in",
            "issuer",
            "client_id",
            "subject_claim",
            "roles_claim",
            "admits_everybody",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in ROLES:
            self.fields[_field(role)] = GroupsField(
                label=_("Groups: %(role)s") % {"role": Membership.Role(role).label},
                required=False,
                initial=self.instance.groups.get(role, []),
                help_text=_("Object ids of groups or values of app roles, one a line. The highest role wins."),
            )
        self.order_fields(["municipality", "enabled", "only_way_in", "issuer", "client_id", "secret"])
        self.fields["municipality"].queryset = Municipality.objects.ordinary()
        if self.instance.pk:
            # People are linked with the municipality's provider; another municipality's is another provider.
            self.fields["municipality"].disabled = True
            self.fields["issuer"].help_text = _(
                "With another issuer people are recognised by their address anew. "
                "The address to register at the provider: %(address)s"
            ) % {"address": callback_address(self.instance)}

    def clean_issuer(self) -> str:
        issuer = str(self.cleaned_data["issuer"]).strip()
        parts = urlsplit(issuer) if http.is_allowed_address(issuer) else None
        if parts is None or parts.query or parts.fragment:
            raise ValidationError(_("An address that begins with https:// and has nothing after a ? or #."))
        if parts.hostname == tokens.ENTRA and parts.path.strip("/").partition("/")[0] in ANY_TENANT:
            raise ValidationError(_("The address must hold the municipality's own tenant id."))
        return issuer

    def clean_roles_claim(self) -> str:
        claim = str(self.cleaned_data["roles_claim"]).strip()
        if not CLAIM.fullmatch(claim):
            raise ValidationError(_("The name of a claim: letters, digits and _ : / . -"))
        return claim

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("secret") and not self.instance.encrypted_secret:
            self.add_error("secret", _("Write the client secret."))
        if cleaned.get("enabled") and not self.errors:
            self._check_domains(cleaned["municipality"])
            self._check_provider(cleaned["issuer"])
        return cleaned

    def _check_domains(self, municipality: Municipality) -> None:
        if not municipality.email_domains:
            self.add_error(
                "enabled",
                _("The municipality has no e-mail domains: its sign-in could let nobody in. Write them there first."),
            )

    def _check_provider(self, issuer: str) -> None:
        """Ask it now, rather than let the first person find out; not again when nothing about it is changed."""
        if not {"issuer", "enabled"}.intersection(self.changed_data):
            return
        try:
            discovery.metadata(issuer)
        except ProviderProblem as problem:
            self.add_error("issuer", _("The provider could not be asked: %(why)s.") % {"why": str(problem)})

    def save(self, commit: bool = True) -> IdentityProvider:
        provider = self.instance
        provider.groups = {str(role): names for role in ROLES if (names := self.cleaned_data[_field(role)])}
        if self.cleaned_data["secret"]:
            provider.encrypted_secret = client_secrets.encrypt(self.cleaned_data["secret"])
        else:
            provider.encrypted_secret = client_secrets.renewed(provider.encrypted_secret)
        saved: IdentityProvider = super().save(commit=commit)
        if "subject_claim" in self.changed_data:
            ForgetSubjects(saved).execute()
        return saved


def callback_address(provider: IdentityProvider) -> str:
    path = reverse("account_provider_callback", args=[provider.municipality.code])
    return str(urljoin(settings.WAGTAILADMIN_BASE_URL, path))


def _field(role: str) -> str:
    return f"groups_{role}"


class IdentityProviderViewSet(ModelViewSet):
    """Only those who run the site have the permissions it asks for."""

    model = IdentityProvider
    icon = "key"
    menu_label = gettext_lazy("Municipal sign-ins")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display: ClassVar = ["municipality", "issuer", "enabled", "only_way_in"]
    list_filter: ClassVar = ["enabled", "only_way_in"]
    search_fields: ClassVar = ["municipality__name"]

    def get_form_class(self, for_update: bool = False) -> type[IdentityProviderForm]:
        return IdentityProviderForm
