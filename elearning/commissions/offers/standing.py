"""How an order stands with its offer and its approval, for its page on either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from elearning.commissions.models import Commission, Offer
from elearning.commissions.offers.selectors import (
    Approval,
    Learners,
    approval_of,
    has_run_out,
    in_force,
    is_stale,
    learners,
    offers_of,
)
from elearning.commissions.offers.subject import subject
from elearning.commissions.permissions import may_take
from elearning.commissions.stages import BY_NAME, Stage


@dataclass(frozen=True)
class Standing:
    """``stale`` and ``run_out`` are of the offer that holds, while it waits for an answer."""

    offer: Offer | None
    offers: list[Offer]
    approval: Approval | None
    learners: Learners | None
    open: bool
    stale: bool
    run_out: bool
    may_approve: bool
    has_approved: bool
    may_write: bool

    @property
    def is_there(self) -> bool:
        """Whether there is anything to say of it."""
        return bool(self.offers or self.approval or self.learners or self.may_write)


def standing(commission: Commission, user: Any) -> Standing:
    offer = in_force(commission)
    way = BY_NAME["approve_express" if commission.express else "approve"]
    open_ = way.fits(commission.stage, express=commission.express)
    stale = open_ and offer is not None and is_stale(offer, subject(commission))
    run_out = open_ and offer is not None and has_run_out(offer)
    approval = approval_of(commission)
    has_approved = approval is not None and approval.has(user)
    able = open_ and approval is not None and not stale and not run_out and not has_approved
    own = offer is not None and offer.made_by_id == user.pk
    return Standing(
        offer=offer,
        offers=offers_of(commission),
        approval=approval,
        learners=learners(commission),
        open=open_,
        stale=stale,
        run_out=run_out,
        may_approve=able and not own and may_take(user, commission, way),
        has_approved=has_approved,
        may_write=may_write(commission, user),
    )


def may_write(commission: Commission, user: Any) -> bool:
    """Whether the person may write an offer now, a first or a newer one."""
    stages = (*BY_NAME["offer"].sources, Stage.OFFERED)
    return not commission.express and commission.stage in stages and may_take(user, commission, BY_NAME["offer"])
