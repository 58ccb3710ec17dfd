"""The municipality's yes: by name, to exactly the version that was seen."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from elearning.commissions.actions.base import held, record
from elearning.commissions.actions.moves import MOVES
from elearning.commissions.errors import CommissionRefused, IllegalTransition, StaleOffer
from elearning.commissions.mails.outbox import put
from elearning.commissions.models import Commission, OrderApproval, StageChange
from elearning.commissions.offers.requirements import ran_out
from elearning.commissions.offers.selectors import Changes, approval_of, has_run_out, in_force, is_stale, what_changed
from elearning.commissions.offers.subject import subject
from elearning.commissions.permissions import may_take
from elearning.commissions.stages import BY_NAME

_SHA256 = re.compile("[0-9a-f]{64}")


class ApproveOrder:
    """Say yes to the offer, or, the quick way, to the course as it is; the last yes that is needed takes the step.

    ``seen_sha256`` is the hash on the page the approver read. Returns the change of stage, None where somebody else
    has to say yes too. Raises ``PermissionDenied``, ``IllegalTransition``, ``CommissionRefused``, and ``StaleOffer``,
    which says what is different from what was seen; then nothing is stored.
    """

    def __init__(self, commission: Commission, *, user: Any, seen_sha256: str, note: str = "") -> None:
        self.commission = commission
        self.user = user
        # Whatever was posted in its place is the hash of nothing.
        self.seen_sha256 = seen_sha256 if _SHA256.fullmatch(seen_sha256) else ""
        self.note = note

    @transaction.atomic
    def execute(self) -> StageChange | None:
        commission = held(self.commission)
        name = "approve_express" if commission.express else "approve"
        if not may_take(self.user, commission, BY_NAME[name]):
            raise PermissionDenied(_("You may not approve this order."))
        if not BY_NAME[name].fits(commission.stage, express=commission.express):
            raise IllegalTransition(_("The order is at another stage now. Look again."))
        said = self._say_yes(commission)
        standing = approval_of(commission)
        if standing is None or standing.missing:
            waiting = [each.email.lower() for each in standing.approvers if not standing.has(each)] if standing else []
            put(commission, "half_approved", waiting, about=f"approval {said.pk}")
            return None
        change = MOVES[name](commission, user=self.user, note=self.note).execute()
        self.commission.refresh_from_db()
        return change

    def _say_yes(self, commission: Commission) -> OrderApproval:
        offer = in_force(commission)
        standing = approval_of(commission)
        if standing is None:
            raise CommissionRefused(_("There is no offer that holds. The course designer makes a new one."))
        if self.seen_sha256 != standing.sha256:
            raise StaleOffer(
                _("What you read is not what there is now. Read it again before you approve."),
                self._terms(commission) if offer is not None else Changes(),
            )
        if offer is not None:
            self._check(commission, offer)
        if standing.has(self.user):
            raise CommissionRefused(_("You have approved it already. Another approver has to say yes too."))
        said: OrderApproval = OrderApproval.objects.create(
            commission=commission, offer=offer, user=self.user, seen_sha256=standing.sha256, what=standing.what
        )
        record(commission, "yes", self.user, sha256=standing.sha256)
        return said

    def _check(self, commission: Commission, offer: Any) -> None:
        if has_run_out(offer):
            raise CommissionRefused(ran_out(offer.valid_until))
        if offer.made_by_id == self.user.pk:
            raise CommissionRefused(_("You made the offer. Somebody else has to approve it."))
        now = subject(commission)
        if is_stale(offer, now):
            raise StaleOffer(
                _("The course has changed since the offer was made. The course designer makes a new one."),
                what_changed(offer, now),
            )

    def _terms(self, commission: Commission) -> Changes:
        """What is different in the version that holds from the one that was seen."""
        from elearning.commissions.offers.comparing import between

        seen = commission.offers.filter(sha256=self.seen_sha256).defer("tree").first()
        newest = in_force(commission)
        return between(seen, newest) if seen is not None and newest is not None else Changes()
