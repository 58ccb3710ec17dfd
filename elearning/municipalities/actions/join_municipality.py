"""A person becomes a learner in the municipality her address belongs to."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from wagtail.log_actions import log

from elearning.municipalities.addresses import municipality_for_address
from elearning.municipalities.models import Membership
from elearning.municipalities.signals import membership_created


class JoinMunicipality:
    """``address`` must be proven to be hers: this is what opens the municipality's courses to her."""

    def __init__(self, user: AbstractUser, address: str) -> None:
        self.user = user
        self.address = address

    @transaction.atomic
    def execute(self) -> Membership | None:
        """The membership, new or old; None when no municipality has the address's domain."""
        municipality = municipality_for_address(self.address)
        if municipality is None:
            return None
        membership, created = Membership.objects.for_user(self.user).get_or_create(
            user_id=self.user.pk, municipality=municipality
        )
        if created:
            log(
                instance=municipality,
                action="municipalities.join",
                user=self.user,
                data={"role": membership.role},
            )
            membership_created.send(sender=Membership, membership=membership)
        return membership
