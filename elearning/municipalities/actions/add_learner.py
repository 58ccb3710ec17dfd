"""Somebody becomes a learner in a municipality because she was invited."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.log_actions import log

from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.signals import membership_created


class AddLearner:
    """Her membership there, made with the role of learner if she has none. ``by`` is who let her in."""

    def __init__(self, user: AbstractBaseUser, municipality: Municipality, *, by: Any = None) -> None:
        self.user = user
        self.municipality = municipality
        self.by = by

    @transaction.atomic
    def execute(self) -> Membership:
        membership, created = Membership.objects.for_user(self.user).get_or_create(
            user_id=self.user.pk, municipality=self.municipality
        )
        if created:
            log(
                instance=self.municipality,
                action="municipalities.join",
                user=self.by or self.user,
                data={"role": membership.role},
            )
            membership_created.send(sender=Membership, membership=membership)
        return membership
