"""What a step is called on a button, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Words:
    """``button`` is the deed itself, ``consequence`` a sentence on the page that asks, ``done`` what is said after."""

    button: _StrPromise
    consequence: _StrPromise
    done: _StrPromise


WORDS = {
    "submit": Words(_("Send the order"), _("The course designer gets the order."), _("The order has been sent.")),
    "clarify": Words(
        _("Clarify the need"),
        _("The municipality is told that you have read the order. You handle it from now on."),
        _("You clarify the need with the municipality."),
    ),
    "start_co_design": Words(
        _("Begin co-design"),
        _("The municipality gets its own version of the course, where the order begins with one."),
        _("Co-design has begun."),
    ),
    "offer": Words(
        _("Make the offer"), _("The municipality's approvers are told that there is an offer."), _("The offer is made.")
    ),
    "reopen": Words(
        _("Ask for changes"),
        _("The order goes back to co-design. Write what is to be different."),
        _("The order is back in co-design."),
    ),
    "approve": Words(
        _("Approve"), _("You approve content, process and price as the offer has them."), _("The order is approved.")
    ),
    "approve_express": Words(
        _("Approve"),
        _("You approve the course as it is. There is no co-design and no offer to wait for."),
        _("The order is approved."),
    ),
    "run": Words(_("Set running"), _("Invoice and data facts must be filled in first."), _("The course is running.")),
    "evaluate": Words(
        _("The evaluation is ready"),
        _("Both sides are told that the evaluation is ready."),
        _("The order is evaluated."),
    ),
    "close": Words(_("Close the order"), _("Nothing can be changed after this."), _("The order is closed.")),
    "decline": Words(
        _("Decline the order"),
        _("The municipality is told why. Nothing can be changed after this."),
        _("The order is declined."),
    ),
    "withdraw": Words(
        _("Withdraw the order"),
        _("The course designer is told. Nothing can be changed after this."),
        _("The order is withdrawn."),
    ),
}
#: Steps that cannot be undone, and are not what one usually does.
DANGEROUS = frozenset({"decline", "withdraw"})
