"""Every step a commission may take, one class each. :mod:`elearning.commissions.stages` says from where and by whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions.create_variant import CreateVariant
from courses.models import Variant
from courses.variants.errors import VariantError
from elearning.commissions.actions.base import MoveCommission
from elearning.commissions.actions.evaluation import freeze
from elearning.commissions.actions.wish_ticks import BeginWishes
from elearning.commissions.errors import CommissionRefused
from elearning.commissions.models import Commission, NumberSeries, OfferWithdrawal
from elearning.commissions.offers.publishing import approve_variant
from elearning.commissions.offers.selectors import in_force
from elearning.commissions.offers.subject import variant_for
from elearning.municipalities.addresses import municipality_for_address


class SubmitCommission(MoveCommission):
    """The draft becomes an order, and gets its number. ``wrote_it``: the session knows that it wrote the draft."""

    name = "submit"

    def prepare(self, commission: Commission) -> dict[str, Any]:
        now = timezone.now()
        title = commission.title.strip() or (commission.course.title if commission.course else _("A course of our own"))
        return {
            "number": next_number(timezone.localdate(now).year),
            "submitted_at": now,
            "title": title[:120],
            "domain_known": municipality_for_address(commission.contact_email) == commission.municipality,
        }


class ClarifyCommission(MoveCommission):
    name = "clarify"

    def prepare(self, commission: Commission) -> dict[str, Any]:
        return taken_by(self.user, commission)


class StartCoDesign(MoveCommission):
    """Makes the municipality's own version of the course, where the order begins with one and there is none yet."""

    name = "start_co_design"

    def prepare(self, commission: Commission) -> dict[str, Any]:
        return {**taken_by(self.user, commission), "variant": begin_shaping(commission, self.user)}


class MakeOffer(MoveCommission):
    """An offer is there; :class:`elearning.commissions.actions.offers.IssueOffer` makes it and takes this step."""

    name = "offer"

    def prepare(self, commission: Commission) -> dict[str, Any]:
        return {"variant": variant_for(commission)}

    def due_on(self, commission: Commission) -> date | None:
        """The offer is to be answered while it holds."""
        offer = in_force(commission)
        return offer.valid_until if offer is not None else super().due_on(commission)


class ReopenCoDesign(MoveCommission):
    """The offer is not it yet: back to shaping, with a note that says what is to be different."""

    name = "reopen"

    def prepare(self, commission: Commission) -> dict[str, Any]:
        # It may have been offered without co-design.
        return {**withdrawn_offer(commission, self.user), "variant": begin_shaping(commission, self.user)}


class ApproveCommission(MoveCommission):
    """Enough approvers have said yes, by :class:`elearning.commissions.actions.approve.ApproveOrder`."""

    name = "approve"

    def prepare(self, commission: Commission) -> dict[str, Any]:
        offer = in_force(commission)
        if offer is not None:
            approve_variant(commission, offer, user=self.user)
        return {}


class ApproveExpress(MoveCommission):
    """The small order: the course as it is, approved without clarifying, co-design and offer."""

    name = "approve_express"


class RunCommission(MoveCommission):
    name = "run"


class EvaluateCommission(MoveCommission):
    """Makes the report: what it says stands from then on."""

    name = "evaluate"

    def prepare(self, commission: Commission) -> dict[str, Any]:
        freeze(commission, self.user)
        return {}


class CloseCommission(MoveCommission):
    name = "close"


class DeclineCommission(MoveCommission):
    name = "decline"

    def prepare(self, commission: Commission) -> dict[str, Any]:
        return withdrawn_offer(commission, self.user)


class WithdrawCommission(MoveCommission):
    name = "withdraw"

    def prepare(self, commission: Commission) -> dict[str, Any]:
        return withdrawn_offer(commission, self.user)


MOVES: dict[str, type[MoveCommission]] = {
    move.name: move
    for move in (
        SubmitCommission,
        ClarifyCommission,
        StartCoDesign,
        MakeOffer,
        ReopenCoDesign,
        ApproveCommission,
        ApproveExpress,
        RunCommission,
        EvaluateCommission,
        CloseCommission,
        DeclineCommission,
        WithdrawCommission,
    )
}


def next_number(year: int) -> str:
    """The year's next, as »B-2026-0001«. Must be in a transaction: the row is held until it ends."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A number is given within a transaction.")
    NumberSeries.objects.get_or_create(year=year)
    series = NumberSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"B-{year}-{series.last:04}"


def withdrawn_offer(commission: Commission, user: Any) -> dict[str, Any]:
    """The offer that holds does so no more."""
    offer = in_force(commission)
    if offer is not None:
        OfferWithdrawal.objects.create(offer=offer, by=user)
    return {}


def taken_by(user: Any, commission: Commission) -> dict[str, Any]:
    """Whoever takes the first step at the desk handles it from then on."""
    return {} if commission.handled_by_id else {"handled_by": user}


def begin_shaping(commission: Commission, user: Any) -> Variant | None:
    """The municipality's own version, and the order's own words as the first wishes. What is there already stays."""
    variant = commission.variant or _own_version(commission, user)
    BeginWishes(commission).execute()
    return variant


def _own_version(commission: Commission, user: Any) -> Variant | None:
    if commission.course is None:
        return None
    own = Variant.objects.for_municipality(commission.municipality_id).filter(upstream=commission.course).first()
    if own is not None:
        return own
    try:
        return CreateVariant(commission.course, commission.municipality, user=user).execute(skip_permission_checks=True)
    except VariantError as error:
        raise CommissionRefused(str(error)) from error
