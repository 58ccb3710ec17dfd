"""What the actions on a commission have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from elearning.commissions import workdays
from elearning.commissions.errors import CommissionRefused, IllegalTransition, RequirementsMissing
from elearning.commissions.mails.outbox import announce
from elearning.commissions.models import Commission, StageChange
from elearning.commissions.permissions import may_take
from elearning.commissions.requirements import findings
from elearning.commissions.signals import commission_moved
from elearning.commissions.stages import BY_NAME, Transition

NOTE_LENGTH = 2000


def held(commission: Commission) -> Commission:
    """The commission's row, locked until the transaction ends."""
    every = Commission.objects.unscoped(reason="the commission is given")
    # The row alone: PostgreSQL joins before it waits.
    every.select_for_update().values_list("pk").get(pk=commission.pk)
    return every.select_related("municipality", "course", "variant", "created_by", "handled_by").get(pk=commission.pk)


class MoveCommission:
    """One transition: who may, what it requires, the change with its history, the audit entry, the signal, the mails.

    Raises ``PermissionDenied``, ``IllegalTransition``, ``RequirementsMissing`` and ``CommissionRefused``; then
    nothing is stored and nobody is told.
    """

    name: ClassVar[str]

    def __init__(self, commission: Commission, *, user: Any, note: str = "", wrote_it: bool = False) -> None:
        self.commission = commission
        self.user = user if user is not None and user.is_authenticated else None
        self.note = note.replace("\0", "").strip()[:NOTE_LENGTH]
        self.wrote_it = wrote_it

    @property
    def transition(self) -> Transition:
        return BY_NAME[self.name]

    def execute(self) -> StageChange:
        with transaction.atomic():
            commission = held(self.commission)
            self._check(commission)
            also = self.prepare(commission)
            change = commission._move(
                self.transition, by=self.user, note=self.note, due_on=self.due_on(commission), **also
            )
            self._tell(commission, change)
        self.commission.refresh_from_db()
        return change

    def prepare(self, commission: Commission) -> dict[str, Any]:
        """What else has to happen, within the transaction; returns the fields that are stored with the stage."""
        return {}

    def due_on(self, commission: Commission) -> date | None:
        days = self.transition.days
        return workdays.after(timezone.localdate(), days) if days else None

    def _check(self, commission: Commission) -> None:
        if not may_take(self.user, commission, self.transition, wrote_it=self.wrote_it):
            raise PermissionDenied(_("You may not take this step."))
        if not self.transition.fits(commission.stage, express=commission.express):
            raise IllegalTransition(_("The order is at another stage now. Look again."))
        if self.transition.needs_note and not self.note:
            raise CommissionRefused(_("Write why, so that the other side understands it."))
        self._require(findings(self.name, commission))

    def _require(self, missing: Sequence[Any]) -> None:
        if missing:
            raise RequirementsMissing(_("Something must be filled in first."), missing)

    def _tell(self, commission: Commission, change: StageChange) -> None:
        record(
            commission,
            f"move.{self.name}",
            self.user,
            change=change.number,
            stage=[change.from_stage, change.to_stage],
            **({"skipped": change.skipped} if change.skipped else {}),
        )
        announce(commission, change)
        transaction.on_commit(
            lambda: commission_moved.send(sender=Commission, commission=commission, change=change), robust=True
        )


def record(commission: Commission, action: str, user: Any, **data: Any) -> None:
    """An audit entry. It carries numbers and stages, never what anybody wrote."""
    log(
        instance=commission,
        action=f"commissions.{action}",
        user=user if user is not None and user.is_authenticated else None,
        title=commission.number or f"#{commission.pk}",
        data=data,
    )
