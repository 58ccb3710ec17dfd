"""Signing in, sessions, and what is kept for how long (docs/decisions/0010-sign-in.md, docs/privacy.md)."""

import environ

AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "elearning.municipalities.permissions.MunicipalRoleBackend",
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# A month, so that a learner on a phone is not met by a sign-in page between two meetings.
SESSION_COOKIE_AGE = 30 * 24 * 60 * 60

ACCOUNT_ADAPTER = "elearning.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "elearning.accounts.forms.SignInForm",
    "signup": "elearning.accounts.forms.SignUpForm",
    "reset_password": "elearning.accounts.forms.ResetPasswordForm",
    "confirm_login_code": "elearning.accounts.forms.ConfirmSignInCodeForm",
    "confirm_email_verification_code": "elearning.accounts.forms.ConfirmAddressCodeForm",
    "confirm_password_reset_code": "elearning.accounts.forms.ConfirmPasswordResetCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_REDIRECT_URL = "account_profile"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = str
# Mail scanners consume links: what is sent is a code to type, never a link that does something.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_TIMEOUT = 20 * 60
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Hyldefri"
MFA_FORMS = {
    "authenticate": "elearning.accounts.forms.SecondFactorForm",
    "reauthenticate": "elearning.accounts.forms.ReauthenticateForm",
    "add_webauthn": "elearning.accounts.forms.AddKeyForm",
    "edit_webauthn": "elearning.accounts.forms.RenameKeyForm",
}

# Wagtail's own ways in are closed: its login page leads to ours (elearning.accounts.urls), and addresses and
# passwords are changed where the code and the second factor are asked for.
WAGTAIL_FRONTEND_LOGIN_URL = "/konto/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False

# Shows every mail, and so every code, to whoever sits at this machine; see elearning.accounts.mailbox.
HYLDEFRI_LOCAL_MAILBOX = False

# Days a kind of data is kept, where not as in elearning.accounts.retention.DAYS; None keeps it for good.
HYLDEFRI_RETENTION_DAYS: dict[str, int | None] = environ.Env().json("HYLDEFRI_RETENTION_DAYS", default={})

# Municipalities' own sign-in (docs/municipal-sign-in.md). A provider is reached over https on public addresses
# only: an address in our own network would let the admin's form reach what only our servers may.
HYLDEFRI_PROVIDERS_IN_PRIVATE_NETWORK = False
# http to this machine, for a provider that a test starts. No variable turns it on.
HYLDEFRI_PROVIDERS_ON_THIS_MACHINE = False
