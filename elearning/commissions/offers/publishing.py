"""An approved offer approves the municipality's own version: the same row, the same hash, the same release."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.actions.publish_variant import PublishVariant
from courses.approval.notices import answer_soon
from courses.approval.record import tell
from courses.approval.selectors import candidate, is_current, pending
from courses.models import ApprovalVote, Variant, VariantApproval
from courses.variants.access import held
from courses.variants.errors import VariantError
from elearning.commissions.errors import CommissionRefused, StaleOffer
from elearning.commissions.models import Commission, Offer
from elearning.commissions.offers.selectors import what_changed, yeses
from elearning.commissions.offers.subject import subject, variant_for


def approve_variant(commission: Commission, offer: Offer, *, user: Any) -> None:
    """In the transaction that approves the order; nothing where the order has no version of its own.

    Raises ``CommissionRefused`` where the version cannot be published, ``StaleOffer`` where it is not what was seen.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A version is approved in the transaction that approves the order.")
    own = variant_for(commission)
    variant = held(own) if own is not None else None
    now = subject(commission)
    if now.sha256 != offer.tree_sha256:
        raise StaleOffer(
            _("The course has changed since the offer was made. The course designer makes a new one."),
            what_changed(offer, now),
        )
    if variant is None or is_current(candidate(variant)):
        return
    waiting = pending(variant)
    approval = _shared(variant, waiting, commission, offer)
    tell(approval, "courses.approval.approve", user)
    try:
        PublishVariant(approval, user=user).execute()
    except VariantError as error:
        raise CommissionRefused(str(error)) from error
    if waiting is not None:
        answer_soon(approval)


def _shared(variant: Variant, waiting: VariantApproval | None, commission: Commission, offer: Offer) -> VariantApproval:
    """The variant's approval with the order's people in it: the one the editors have asked for, or a new one."""
    people = yeses(commission, offer.sha256)
    if waiting is not None and (waiting.sha256 != offer.tree_sha256 or waiting.required > len(people)):
        raise CommissionRefused(
            _("The course waits for an approval in the editor. Answer it there, or have the editors take it back.")
        )
    found = candidate(variant)
    approval = waiting or VariantApproval.objects.create(
        variant=variant,
        tree_sha256=found.tree_sha256,
        process=found.process,
        sha256=found.sha256,
        required=len(people),
        note=_("Order %(order)s, offer %(number)d.") % {"order": commission.number, "number": offer.number},
        requested_by=offer.made_by,
    )
    approval.variant = variant
    for person in people:
        if person.user is not None:
            ApprovalVote.objects.unscoped(reason="the approval is given").get_or_create(
                approval=approval, user=person.user, defaults={"approves": True}
            )
    return approval
