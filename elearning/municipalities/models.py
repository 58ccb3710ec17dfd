"""The tenants and who belongs to them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.municipalities.scoping import ScopedQuerySet

#: The tenant of people who belong to no municipality, e.g. the course provider's own staff.
OPEN_CODE = "000"


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def ordinary(self) -> MunicipalityQuerySet:
        """The 98 municipalities, without the tenant of those who have none."""
        return self.exclude(code=OPEN_CODE)

    def open(self) -> Municipality:
        return self.get_or_create(
            code=OPEN_CODE,
            defaults={
                "name": "Uden kommune",
                "official_name": "Uden kommune",
                "genitive": "Deltagere uden kommunes",
                "region": "",
            },
        )[0]


class Municipality(models.Model):
    """A tenant. ``code`` is the official three-digit municipality code; the region is a fact, never a key."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    name = models.CharField(_("name"), max_length=60)
    official_name = models.CharField(_("official name"), max_length=80)
    genitive = models.CharField(
        _("genitive"), max_length=80, help_text=_("As in running text before a noun: »Glostrup Kommunes«.")
    )
    region = models.CharField(_("region"), max_length=40, blank=True)
    email_domains = models.JSONField(
        _("e-mail domains"),
        default=list,
        blank=True,
        help_text=_("People who sign up with an address in one of these belong to the municipality."),
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.official_name


class MembershipQuerySet(ScopedQuerySet["Membership"]):
    def for_user(self, user: AbstractBaseUser) -> MembershipQuerySet:
        """A person's own memberships, whatever the municipality."""
        return self.filter(user_id=user.pk)._mark_scoped()


class Membership(models.Model):
    """One person in one municipality, with what she may do there. Everybody with a membership may learn."""

    class Role(models.TextChoices):
        LEARNER = "learner", _("learner")
        EDITOR = "editor", _("municipal editor")
        APPROVER = "approver", _("approver")
        FACILITATOR = "facilitator", _("facilitator")

    class Level(models.TextChoices):
        POLITICIAN = "politician", _("politician")
        TOP = "top", _("top management")
        HEAD = "head", _("head")
        MANAGER = "manager", _("manager")
        EMPLOYEE = "employee", _("employee")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("municipality")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.LEARNER)
    level = models.CharField(_("leadership level"), max_length=20, choices=Level, blank=True)
    digitalisation = models.BooleanField(_("works with digitalisation"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    wagtail_reference_index_ignore = True
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "municipality"], name="one_membership_a_municipality")
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.municipality}, {self.get_role_display()})"

    @property
    def audiences(self) -> frozenset[str]:
        """What a block's ``audience`` is matched against."""
        return frozenset(filter(None, [self.level]))
