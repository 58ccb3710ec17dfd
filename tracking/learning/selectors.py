"""Reads of enrolments."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import F

from tracking.models import Enrolment


def enrolments_of(user: AbstractBaseUser | AnonymousUser) -> list[Enrolment]:
    """A person's own: the one she was in last first, and those not begun as she came to them."""
    assert isinstance(user, AbstractBaseUser)  # noqa: S101 - views ask for sign-in; narrows the type
    return list(
        Enrolment.objects.for_user(user)
        .select_related("municipality", "release")
        .prefetch_related("certificates")
        .defer("release__tree", "release__notes")
        .order_by(F("position_at").desc(nulls_last=True), "created_at", "pk")
    )
