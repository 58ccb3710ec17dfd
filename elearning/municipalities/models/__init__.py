"""The tenants, how they are organised, and who belongs to them; one subject a file."""

from elearning.municipalities.models.memberships import Membership, MembershipQuerySet
from elearning.municipalities.models.municipalities import OPEN_CODE, Municipality, MunicipalityQuerySet
from elearning.municipalities.models.units import OrganisationUnit, OrganisationUnitQuerySet

__all__ = [
    "OPEN_CODE",
    "Membership",
    "MembershipQuerySet",
    "Municipality",
    "MunicipalityQuerySet",
    "OrganisationUnit",
    "OrganisationUnitQuerySet",
]
