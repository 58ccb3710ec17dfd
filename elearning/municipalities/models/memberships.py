"""Who belongs to a municipality, and as what."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from elearning.municipalities.models.municipalities import Municipality
from elearning.municipalities.models.units import OrganisationUnit, lineage
from elearning.municipalities.scoping import ScopedQuerySet


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
    unit = models.ForeignKey(
        OrganisationUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("organisation unit"),
    )
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

    def clean(self) -> None:
        if self.unit is not None and self.unit.municipality_id != self.municipality_id:
            raise ValidationError({"unit": gettext("The unit belongs to another municipality.")})

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop("audiences", None)

    @cached_property
    def audiences(self) -> frozenset[str]:
        """What a block's ``audience`` is matched against: her level, her unit and those it is part of.

        No query for somebody without a unit, one for somebody with.
        """
        names = [self.level]
        if self.unit_id:
            units = OrganisationUnit.objects.for_municipality(self.municipality_id)
            names += [unit.name for unit in lineage(self.unit_id, units)]
        return frozenset(filter(None, names))
