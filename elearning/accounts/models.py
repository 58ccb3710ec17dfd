"""The complete site's user: an e-mail address and a name, no user name."""

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
