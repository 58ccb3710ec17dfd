"""The complete site's user: an e-mail address and a name, no user name; and the ways in that municipalities have."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from elearning.accounts.fields import LowerCaseEmailField
from elearning.municipalities.models import Municipality
from elearning.municipalities.scoping import ScopedQuerySet


class UserManager(DjangoUserManager["User"]):
    """Users are made from their address; addresses are compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:  # type: ignore[override]
        user = self.model(email=self.normalize_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:  # type: ignore[override]
        return self.create_user(email, password, **{**extra, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=username)


class User(AbstractUser):
    username = None  # type: ignore[assignment]
    email = LowerCaseEmailField(_("e-mail address"), unique=True)
    language = models.CharField(
        _("language"),
        max_length=7,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Empty means the site's own language."),
    )
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    #: When she was told that an account nobody uses is deleted; see ``retention``.
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="email_unique_without_case")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A new ``session_generation`` ends every session, as a new password does."""
        return salted_hmac(
            "elearning.accounts.models.User.session",
            f"{self.session_generation}:{self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class GuessCount(models.Model):
    """How often somebody has tried a secret within the hour. ``key`` is a keyed hash of what and for whom."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.key


class IdentityProvider(models.Model):
    """A municipality's own sign-in (OpenID Connect, e.g. Entra ID). See docs/municipal-sign-in.md.

    Configuration that only those who run the site reach, so rows need no scope. The provider speaks for the
    municipality's e-mail domains and for nobody else.
    """

    class Subject(models.TextChoices):
        OID = "oid", _("oid (Entra ID)")
        SUB = "sub", _("sub (everything else)")

    municipality = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, related_name="identity_provider", verbose_name=_("municipality")
    )
    enabled = models.BooleanField(_("in use"), default=False)
    only_way_in = models.BooleanField(
        _("the only way in"),
        default=False,
        help_text=_("The municipality's own people can no longer sign in with a code, a password or a passkey."),
    )
    issuer = models.CharField(
        _("issuer"),
        max_length=255,
        help_text=_(
            "For Entra ID https://login.microsoftonline.com/<tenant id>/v2.0, exactly as the provider writes it."
        ),
    )
    client_id = models.CharField(_("client id"), max_length=255)
    encrypted_secret = models.TextField(editable=False)
    subject_claim = models.CharField(
        _("identified by"),
        max_length=10,
        choices=Subject,
        default=Subject.OID,
        help_text=_(
            "The claim that stays the same for a person. After a change people are recognised by their address anew."
        ),
    )
    roles_claim = models.CharField(
        _("claim with groups or roles"),
        max_length=100,
        default="groups",
        help_text=_("»groups« for groups, »roles« for app roles."),
    )
    #: ``{role: [group id or app role, ...]}``, roles as in ``Membership.Role``.
    groups = models.JSONField(default=dict, blank=True, editable=False)
    admits_everybody = models.BooleanField(
        _("everybody may learn"),
        default=True,
        help_text=_("Without this, somebody in none of the groups below is turned away."),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("municipal sign-in")
        verbose_name_plural = _("municipal sign-ins")
        ordering: ClassVar = ["municipality__name"]

    def __str__(self) -> str:
        return str(self.municipality)


class ProviderIdentityQuerySet(ScopedQuerySet["ProviderIdentity"]):
    municipality_path = "provider__municipality"

    def for_user(self, user: User) -> ProviderIdentityQuerySet:
        """A person's own identities, whatever the municipality."""
        return self.filter(user_id=user.pk)._mark_scoped()


class ProviderIdentity(models.Model):
    """Who a person is at her municipality's provider. Another issuer's subject is another person.

    An empty ``issuer`` is a link whose subject no longer counts: she is recognised by her address once more.
    """

    provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=255, blank=True)
    subject = models.CharField(max_length=255)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="provider_identities")
    #: The role the provider gave at the latest sign-in; empty when her role is not the provider's doing.
    given_role = models.CharField(max_length=20, blank=True)
    #: The role she had of her own before the provider gave her a higher one.
    own_role = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True
    objects = ProviderIdentityQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "issuer", "subject"], name="one_person_a_subject"),
            models.UniqueConstraint(fields=["provider", "issuer", "user"], name="one_subject_a_person"),
        ]

    def __str__(self) -> str:
        return self.subject
