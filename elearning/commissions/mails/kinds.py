"""Every e-mail of a commission: what it is called, when it goes out, to which side.

The body is ``templates/commissions/email/<kind>.txt``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from elearning.commissions.stages import Stage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Side(StrEnum):
    CONTACT = "contact"  #: the address in the order, proven or not
    DESK = "desk"
    MUNICIPALITY = "municipality"
    ONE = "one"  #: whoever it concerns


@dataclass(frozen=True)
class Kind:
    """``subject`` may name ``number``, ``title`` and ``municipality``."""

    name: str
    label: _StrPromise
    subject: _StrPromise
    sides: frozenset[Side]


BOTH = frozenset({Side.DESK, Side.MUNICIPALITY})
HOME = frozenset({Side.MUNICIPALITY})

KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "confirmation",
            _("Your order has been received"),
            _("We have received your order %(number)s"),
            frozenset({Side.CONTACT}),
        ),
        Kind(
            "requested",
            _("A new order"),
            _("%(municipality)s has sent the order %(number)s"),
            BOTH,
        ),
        Kind("clarifying", _("The need is being clarified"), _("We are looking at %(number)s: %(title)s"), HOME),
        Kind("co_design", _("Co-design begins"), _("%(number)s: we shape %(title)s together"), HOME),
        Kind("offered", _("An offer is ready"), _("%(number)s: there is an offer for %(title)s"), HOME),
        Kind(
            "offer_renewed",
            _("A new version of the offer"),
            _("%(number)s: there is a new version of the offer for %(title)s"),
            HOME,
        ),
        Kind(
            "half_approved",
            _("One more has to approve"),
            _("%(number)s: one more approver has to answer"),
            frozenset({Side.ONE}),
        ),
        Kind("approved", _("The order is approved"), _("%(number)s is approved: %(title)s"), BOTH),
        Kind("running", _("The course runs"), _("%(number)s: %(title)s is running"), BOTH),
        Kind("evaluated", _("The evaluation is ready"), _("%(number)s: the evaluation of %(title)s"), BOTH),
        Kind("closed", _("The order is closed"), _("%(number)s is closed: %(title)s"), HOME),
        Kind("declined", _("The order is declined"), _("%(number)s: we cannot take on %(title)s"), HOME),
        Kind("withdrawn", _("The order is withdrawn"), _("%(number)s is withdrawn: %(title)s"), BOTH),
        Kind("comment", _("A new comment"), _("%(number)s: a new comment on %(title)s"), BOTH),
        Kind("wishes", _("News in the list of wishes"), _("%(number)s: new in the wishes for %(title)s"), BOTH),
        Kind("wishes_answered", _("Wishes are answered"), _("%(number)s: wishes for %(title)s are answered"), BOTH),
        Kind("task", _("A task for you"), _("%(number)s: a task for you"), frozenset({Side.ONE})),
    )
}

#: What a stage is announced with; ``confirmation`` goes out besides when an order is sent.
BY_STAGE: dict[str, Kind] = {stage.value: KINDS[stage.value] for stage in Stage if stage is not Stage.DRAFT}
