"""Whom a municipality's sign-in speaks for."""

from __future__ import annotations

from elearning.accounts.models import IdentityProvider, User
from elearning.municipalities.addresses import municipality_for_address
from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.roles import is_designer


def provider_for_address(email: str) -> IdentityProvider | None:
    """The sign-in, in use, of the municipality the address belongs to."""
    municipality = municipality_for_address(email)
    if municipality is None:
        return None
    return IdentityProvider.objects.filter(municipality=municipality, enabled=True).first()


def stands_outside(user: User, municipality: Municipality) -> bool:
    """Somebody this municipality's sign-in must never open the account of.

    Those who run the site or write the shared courses, those in any group but the municipality's own, members of
    other municipalities too, and those whose address is not the municipality's.
    """
    if user.is_superuser or user.is_staff or is_designer(user) or user.user_permissions.exists():
        return True
    own_groups = [municipality.editor_group_id, municipality.approver_group_id]
    if user.groups.exclude(pk__in=[it for it in own_groups if it]).exists():
        return True
    if municipality_for_address(user.email) != municipality:
        return True
    return Membership.objects.for_user(user).exclude(municipality=municipality).exists()


def required_provider(user: User) -> IdentityProvider | None:
    """The one way in that the person's municipality leaves open to her; None when she may choose."""
    provider = provider_for_address(user.email)
    if provider is None or not provider.only_way_in or stands_outside(user, provider.municipality):
        return None
    return provider
