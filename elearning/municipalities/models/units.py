"""How a municipality is organised: forvaltninger, and the departments in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from elearning.municipalities.models.municipalities import Municipality
from elearning.municipalities.scoping import ScopedQuerySet


class OrganisationUnitQuerySet(ScopedQuerySet["OrganisationUnit"]):
    pass


class OrganisationUnit(models.Model):
    """``name`` is unique in its municipality: blocks say by name whom they are for."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="units", verbose_name=_("municipality")
    )
    name = models.CharField(_("name"), max_length=100, validators=[ProhibitNullCharactersValidator()])
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )

    wagtail_reference_index_ignore = True
    objects = OrganisationUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation unit")
        verbose_name_plural = _("organisation units")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", Lower("name"), name="one_unit_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        from elearning.municipalities.models.memberships import Membership

        self.name = " ".join(self.name.split())
        siblings = {unit.pk: unit for unit in OrganisationUnit.objects.for_municipality(self.municipality_id)}
        if self.name.casefold() in Membership.Level.values:
            raise ValidationError({"name": gettext("A unit cannot be called that: it is the name of a level.")})
        if any(unit.name.casefold() == self.name.casefold() and pk != self.pk for pk, unit in siblings.items()):
            raise ValidationError({"name": gettext("There is a unit of that name already.")})
        if self.parent_id is None:
            return
        if self.parent_id not in siblings:
            raise ValidationError({"parent": gettext("The unit belongs to another municipality.")})
        if self.pk is not None and self.pk in {unit.pk for unit in lineage(self.parent_id, siblings.values())}:
            raise ValidationError({"parent": gettext("A unit cannot be part of itself or of what it holds.")})


def lineage(unit_id: int | None, units: Iterable[OrganisationUnit]) -> list[OrganisationUnit]:
    """The unit and those it is part of, the nearest first; each once, whatever the rows say."""
    by_id: dict[Any, OrganisationUnit] = {unit.pk: unit for unit in units}
    found: list[OrganisationUnit] = []
    unit = by_id.get(unit_id)
    while unit is not None and unit not in found:
        found.append(unit)
        unit = by_id.get(unit.parent_id)
    return found
