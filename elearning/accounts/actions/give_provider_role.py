"""Somebody's role in her municipality follows the groups she is in at its sign-in."""

from __future__ import annotations

from django.db import transaction
from wagtail.log_actions import log

from elearning.accounts.models import ProviderIdentity
from elearning.accounts.providers.person import highest
from elearning.municipalities.actions.add_learner import AddLearner
from elearning.municipalities.models import Membership
from elearning.municipalities.signals import membership_changed

#: The highest wins.
ROLES = (Membership.Role.LEARNER, Membership.Role.FACILITATOR, Membership.Role.EDITOR, Membership.Role.APPROVER)


class GiveProviderRole:
    """``role`` is what the groups say; empty takes back what they once gave.

    A role she has of her own, given by a person here, is neither lowered nor taken; a higher one is laid over
    it, and it comes back when the higher one goes.
    """

    def __init__(self, identity: ProviderIdentity, role: str) -> None:
        self.identity = identity
        self.role = role

    @transaction.atomic
    def execute(self) -> Membership | None:
        """Her membership; None when she has none and is given none."""
        identity, user = self.identity, self.identity.user
        municipality = identity.provider.municipality
        membership = Membership.objects.for_user(user).filter(municipality=municipality).first()
        if membership is None:
            if not self.role:
                return None
            membership = AddLearner(user, municipality).execute()
        present = str(membership.role)
        is_the_providers = bool(identity.given_role) and identity.given_role == present
        own = identity.own_role if is_the_providers else present
        wanted = highest([own, self.role, Membership.Role.LEARNER], ROLES)
        identity.own_role = own
        identity.given_role = "" if wanted == own else wanted
        identity.save(update_fields=["own_role", "given_role"])
        if wanted != present:
            set_role(membership, wanted)
        return membership


def set_role(membership: Membership, role: str) -> None:
    """As ``ChangeMembership``, whose question who may do this has been answered by the operator's table of groups."""
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    log(
        instance=membership.municipality,
        action="accounts.provider_role",
        user=membership.user,
        data={"member": membership.user_id, "role": [before, role]},
    )
    membership_changed.send(sender=Membership, membership=membership)
