"""The forms of signing in and signing up."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from elearning.accounts import guesses
from elearning.accounts.providers.selectors import provider_for_address
from elearning.municipalities.addresses import municipality_for_address


class SignInForm(account_forms.LoginForm):
    """An address, to which a code is sent."""

    def _clean_without_password(self, email: str | None, phone: str | None) -> dict[str, Any]:
        if not guesses.take("send", email or ""):
            self.add_error("login", get_adapter().validation_error("too_many_login_attempts"))
            unsent: dict[str, Any] = self.cleaned_data
            return unsent
        cleaned: dict[str, Any] = super()._clean_without_password(email, phone)
        if self.user:
            # Somebody invited has a user but no address row yet; the code she types proves the address.
            sync_user_email_address(self.user)
        return cleaned


class PasswordSignInForm(account_forms.LoginForm):
    """An address and a password."""

    def _setup_password_field(self) -> None:
        """The field stays, also where a new account has no password."""


class SignUpForm(account_forms.SignupForm):
    """Open to addresses in some municipality's domains; the answer depends on the domain alone."""

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if municipality_for_address(email) is None:
            raise ValidationError(
                _(
                    "New accounts are for work addresses in the municipalities that use this site. "
                    "If you have been invited with another address, sign in with it instead."
                ),
                code="closed",
            )
        provider = provider_for_address(email)
        if provider and provider.only_way_in:
            raise ValidationError(
                _("Your municipality lets you in with its own sign-in only. Sign in, and your account is made."),
                code="closed",
            )
        if not guesses.take("send", email):
            raise get_adapter().validation_error("too_many_login_attempts")
        cleaned: str = super().clean_email()
        return cleaned


class ResetPasswordForm(account_forms.ResetPasswordForm):
    """Ask for a code with which a new password may be chosen."""

    def clean_email(self) -> str:
        if not guesses.take("send", self.cleaned_data["email"]):
            raise get_adapter().validation_error("too_many_login_attempts")
        cleaned: str = super().clean_email()
        return cleaned


class CountedGuess:
    """Looks at a code only while guesses are left; see ``guesses``."""

    guess_kind = "code"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["code"].widget  # type: ignore[attr-defined]
        widget.attrs["inputmode"] = "numeric"
        widget.attrs.pop("placeholder", None)

    def guess_subject(self) -> str:
        raise NotImplementedError

    def clean_code(self) -> str:
        subject = self.guess_subject()
        if not guesses.take(self.guess_kind, subject):
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]
        guesses.give_back(self.guess_kind, subject)
        return code


class ConfirmSignInCodeForm(CountedGuess, account_forms.ConfirmLoginCodeForm):
    def guess_subject(self) -> str:
        return str(context.request._login_stage.state.get("email", ""))


class ConfirmAddressCodeForm(CountedGuess, account_forms.ConfirmEmailVerificationCodeForm):
    def guess_subject(self) -> str:
        return str(self.email or "")


class ConfirmPasswordResetCodeForm(CountedGuess, account_forms.ConfirmPasswordResetCodeForm):
    def guess_subject(self) -> str:
        process = PasswordResetVerificationProcess.resume(context.request)
        return str(process.state.get("email", "")) if process else ""


class AddKeyForm(webauthn_forms.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call the key")


class RenameKeyForm(webauthn_forms.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call the key")


class SecondFactorForm(CountedGuess, mfa_forms.AuthenticateForm):
    guess_kind = "second_factor"

    def guess_subject(self) -> str:
        return str(self.user.pk)


class ReauthenticateForm(CountedGuess, mfa_forms.ReauthenticateForm):
    guess_kind = "second_factor"

    def guess_subject(self) -> str:
        return str(self.user.pk)
