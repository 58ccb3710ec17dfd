"""Addresses of the screens about municipalities."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from elearning.municipalities.models import Municipality
from tests.factories import MembershipFactory, OrganisationUnitFactory


def at(name: str, *args: Any) -> str:
    return reverse(f"hyldefri_municipalities:{name}", args=args)


def place(**more: Any) -> dict[str, Any]:
    return {"role": "learner", "level": "", "unit": "", **more}


def screens(municipality: Municipality) -> list[str]:
    """Every address about one municipality, with rows of its own."""
    code = municipality.code
    member = MembershipFactory(municipality=municipality)
    unit = OrganisationUnitFactory(municipality=municipality)
    return [
        *(at(name, code) for name in ("members", "new_member", "units", "new_unit")),
        *(at(name, code, member.pk) for name in ("member", "remove_member")),
        *(at(name, code, unit.pk) for name in ("unit", "remove_unit")),
    ]
