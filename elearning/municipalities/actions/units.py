"""A municipality's organisation units are made, renamed, moved and removed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from elearning.municipalities.errors import MunicipalityError
from elearning.municipalities.managing import may_manage
from elearning.municipalities.models import Membership, Municipality, OrganisationUnit


class SaveUnit:
    """Make a unit, or rename and move the one given. Raises ``PermissionDenied`` and ``MunicipalityError``."""

    def __init__(
        self,
        municipality: Municipality,
        name: str,
        parent: OrganisationUnit | None = None,
        *,
        unit: OrganisationUnit | None = None,
        user: Any,
    ) -> None:
        self.municipality = municipality
        self.name = name
        self.parent = parent
        self.unit = unit
        self.user = user

    @transaction.atomic
    def execute(self) -> OrganisationUnit:
        _check(self.user, self.municipality)
        # Two moves at once could close a ring that neither closes alone: the second waits and sees the first.
        Municipality.objects.select_for_update().get(pk=self.municipality.pk)
        unit = _own(self.unit, self.municipality) if self.unit else OrganisationUnit(municipality=self.municipality)
        before = (unit.name, unit.parent_id)
        unit.name, unit.parent = self.name, self.parent
        try:
            unit.full_clean(validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            raise MunicipalityError(" ".join(error.messages)) from error
        if unit.pk is not None and before == (unit.name, unit.parent_id):
            return unit
        verb = "add" if unit.pk is None else "change"
        unit.save()
        _log(verb, unit, self.user)
        return unit


class RemoveUnit:
    """Remove a unit; its people and the units in it go to ``successor``, or where that is None to what it was part of.

    Raises ``PermissionDenied``, and ``MunicipalityError`` where the successor is in the unit itself.
    """

    def __init__(self, unit: OrganisationUnit, successor: OrganisationUnit | None = None, *, user: Any) -> None:
        self.unit = unit
        self.successor = successor
        self.user = user

    @transaction.atomic
    def execute(self) -> None:
        municipality = Municipality.objects.select_for_update().get(pk=self.unit.municipality_id)
        _check(self.user, municipality)
        unit = _own(self.unit, municipality)
        heir = _own(self.successor, municipality) if self.successor else unit.parent
        if heir is not None and heir in below(unit):
            raise MunicipalityError(_("The people cannot go to a unit that is part of the one you remove."))
        people = Membership.objects.for_municipality(municipality).filter(unit=unit).update(unit=heir)
        OrganisationUnit.objects.for_municipality(municipality).filter(parent=unit).update(parent=heir)
        _log("remove", unit, self.user, moved=people, to=heir.name if heir else "")
        unit.delete()


def below(unit: OrganisationUnit) -> list[OrganisationUnit]:
    """The unit itself and all that is part of it."""
    found, units = [unit], list(OrganisationUnit.objects.for_municipality(unit.municipality_id))
    for parent in found:
        found.extend(it for it in units if it.parent_id == parent.pk and it not in found)
    return found


def _check(user: Any, municipality: Municipality) -> None:
    if not may_manage(user, municipality):
        raise PermissionDenied


def _own(unit: OrganisationUnit, municipality: Municipality) -> OrganisationUnit:
    """The row as it is now. Raises where it is gone or was never the municipality's."""
    units = OrganisationUnit.objects.for_municipality(municipality).select_related("parent")
    found = units.filter(pk=unit.pk).first()
    if found is None:
        raise MunicipalityError(_("The unit is no longer there."))
    return found


def _log(verb: str, unit: OrganisationUnit, user: Any, **data: Any) -> None:
    log(
        instance=unit.municipality,
        action=f"municipalities.unit.{verb}",
        user=user,
        data={"unit": unit.pk, "name": unit.name, **data},
    )
