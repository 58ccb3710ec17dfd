"""What may be changed in an order after it has been sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from elearning.commissions.actions.base import held, record
from elearning.commissions.errors import CommissionRefused
from elearning.commissions.models import Commission
from elearning.commissions.permissions import capacities, is_handler
from elearning.commissions.stages import FINAL, Stage, Who

FACTS = (
    "cvr",
    "ean",
    "person_reference",
    "order_number",
    "data_controller",
    "data_contact_name",
    "data_contact_email",
    "data_retention",
    "sub_processors",
)
#: What the designer settles while the need is clarified.
TERMS = ("title", "course", "express", "municipality", "people", "format", "starts", "ends")


class ChangeCommission:
    """``values`` are cleaned. What was changed is logged by name; what it was is not.

    Raises ``PermissionDenied`` and ``CommissionRefused``.
    """

    fields: ClassVar[tuple[str, ...]] = ()
    who: ClassVar[frozenset[Who]] = frozenset()
    until: ClassVar[frozenset[Stage]] = FINAL
    log_action: ClassVar[str] = ""

    def __init__(self, commission: Commission, values: Mapping[str, Any], *, user: Any) -> None:
        self.commission = commission
        self.values = {name: value for name, value in values.items() if name in self.fields}
        self.user = user

    @transaction.atomic
    def execute(self) -> list[str]:
        """The names of what has changed."""
        commission = held(self.commission)
        if commission.is_draft or not self.who & capacities(self.user, commission):
            raise PermissionDenied(_("You may not change this."))
        if commission.stage in self.until:
            raise CommissionRefused(_("It is too late to change this: the order is further on."))
        changed = [name for name, value in self.values.items() if getattr(commission, name) != value]
        self.check(commission, changed)
        for name in changed:
            setattr(commission, name, self.values[name])
        if changed:
            commission.save(update_fields=[*changed, "updated_at"])
            record(commission, self.log_action, self.user, fields=changed)
        return changed

    def check(self, commission: Commission, changed: list[str]) -> None:
        """Raise ``CommissionRefused`` where these may not be changed now."""


class ChangeFacts(ChangeCommission):
    """Invoice and data processing, by either side until the order is over; what the agreement rests on stays after."""

    fields = FACTS
    who = frozenset({Who.DESIGNER, Who.EDITOR, Who.APPROVER})
    log_action = "facts"


class ChangeTerms(ChangeCommission):
    """The designer corrects the order until it is offered. The course stays once co-design has begun with it."""

    fields = TERMS
    who = frozenset({Who.DESIGNER})
    until = frozenset(Stage) - {Stage.REQUESTED, Stage.CLARIFYING, Stage.CO_DESIGN}
    log_action = "terms"

    def check(self, commission: Commission, changed: list[str]) -> None:
        settled = {"course", "municipality", "express"} & set(changed)
        if settled and commission.stage == Stage.CO_DESIGN:
            raise CommissionRefused(_("Course and municipality stay as they are once co-design has begun."))
        if {"municipality", "express"} & set(changed) and commission.stage != Stage.REQUESTED:
            raise CommissionRefused(_("This is settled when the order has been read."))
        if "municipality" in changed and commission.created_by_id is not None:
            raise CommissionRefused(_("The order was sent by somebody signed in: it stays with that municipality."))


class TakeCommission:
    """Somebody at the desk takes it on, or hands it to a colleague there."""

    def __init__(self, commission: Commission, *, handler: Any, user: Any) -> None:
        self.commission = commission
        self.handler = handler
        self.user = user

    @transaction.atomic
    def execute(self) -> None:
        commission = held(self.commission)
        if commission.is_draft or not is_handler(self.user):
            raise PermissionDenied(_("You may not take this order."))
        if not is_handler(self.handler):
            raise CommissionRefused(_("Only somebody who handles orders can take one."))
        commission.handled_by = self.handler
        commission.save(update_fields=["handled_by", "updated_at"])
        record(commission, "take", self.user, handler=self.handler.pk)
