"""Who somebody is: the questions the rest of the site asks about a person's roles.

A designer is one everywhere (a Wagtail group); every other role is held in one municipality (a Membership);
an operator is a superuser.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.http import HttpRequest

from elearning.municipalities.models import Membership, Municipality

DESIGNERS = "Kursusudviklere"
#: Which municipality somebody with several works in now.
SESSION_KEY = "municipality"


def is_designer(user: AbstractUser | AnonymousUser) -> bool:
    """May write and release the shared courses."""
    if not user.is_active:
        return False
    return user.is_superuser or user.groups.filter(name=DESIGNERS).exists()


def is_operator(user: AbstractUser | AnonymousUser) -> bool:
    return user.is_active and user.is_superuser


def memberships(user: AbstractUser | AnonymousUser) -> list[Membership]:
    """A person's memberships by the municipality's name, each with its municipality."""
    if not user.is_authenticated:
        return []
    found = Membership.objects.for_user(user).select_related("municipality")
    return list(found.order_by("municipality__name"))


def membership_in(user: AbstractUser | AnonymousUser, municipality: Municipality) -> Membership | None:
    if not user.is_authenticated:
        return None
    return Membership.objects.for_user(user).filter(municipality=municipality).first()


def has_role(user: AbstractUser | AnonymousUser, municipality: Municipality, roles: Iterable[str]) -> bool:
    """Whether the person holds one of ``roles`` (``Membership.Role``) there, or runs the site."""
    if is_operator(user):
        return True
    membership = membership_in(user, municipality) if user.is_active else None
    return membership is not None and membership.role in set(roles)


def chosen_of(own: Sequence[Municipality], request: HttpRequest | None) -> Municipality | None:
    """Of her municipalities, by name, the one chosen in this session, or else the first; None for somebody without."""
    chosen = request.session.get(SESSION_KEY) if request is not None and len(own) > 1 else None
    return next((municipality for municipality in own if municipality.pk == chosen), own[0] if own else None)


def municipality_of(user: AbstractUser | AnonymousUser, request: HttpRequest | None = None) -> Municipality:
    """The municipality the person works in now.

    Her only one; with several the one chosen in this session, or else the first by name; with none the
    open tenant.
    """
    own = [membership.municipality for membership in memberships(user)]
    return chosen_of(own, request) or Municipality.objects.open()


def choose_municipality(request: HttpRequest, municipality_id: int) -> Municipality | None:
    """Remember the choice for this session; None, and nothing remembered, when she is no member there."""
    for membership in memberships(request.user):
        if membership.municipality_id == municipality_id:
            request.session[SESSION_KEY] = municipality_id
            return membership.municipality
    return None


def audiences(user: AbstractUser | AnonymousUser, municipality: Municipality) -> frozenset[str]:
    """What a block's ``audience`` is matched against; empty for somebody without a membership there."""
    membership = membership_in(user, municipality)
    return membership.audiences if membership else frozenset()
