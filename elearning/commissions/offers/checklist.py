"""What must be in place before an order may run: each thing, whether it is there, and who can see to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from elearning.commissions.models import Commission
from elearning.commissions.offers.selectors import APPROVED
from elearning.commissions.permissions import capacities
from elearning.commissions.requirements import DATA_KINDS, findings
from elearning.commissions.stages import Stage, Who
from elearning.commissions.summary import label_of


@dataclass(frozen=True)
class Point:
    """``missing`` says what to do; "" where it is in order."""

    label: str
    who: str
    missing: str = ""

    @property
    def done(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class Checklist:
    points: list[Point]
    may_fill_in: bool

    @property
    def missing(self) -> int:
        return sum(not point.done for point in self.points)


#: The stages at which it is worth looking at; an express order has it from the beginning.
SHOWN = frozenset({Stage.CO_DESIGN, Stage.OFFERED, Stage.APPROVED})


def _labels() -> dict[str, str]:
    """Fields of the order, and what they are called on the list."""
    names = ("cvr", "ean", "person_reference", "order_number", "data_controller", "data_contact_name")
    found = {name: label_of(name) for name in (*names, "data_contact_email")}
    kept = _("How long it is kept: %(kind)s")
    found |= {f"retention_{kind}": kept % {"kind": label} for kind, label in DATA_KINDS.items()}
    return found | {"sub_processors": label_of("sub_processors")}


def checklist(commission: Commission, user: Any) -> Checklist | None:
    """None before there is anything to prepare, and once it runs."""
    if commission.stage not in SHOWN and not (commission.express and commission.stage == Stage.REQUESTED):
        return None
    missing = {finding.field: finding.message for finding in findings("run", commission)}
    either = _("the municipality or the course designer")
    points = [Point(label, either, missing.pop(name, "")) for name, label in _labels().items()]
    approved = "" if commission.stage in APPROVED else _("Content, process and price have to be approved first.")
    points.insert(0, Point(_("Content, process and price are approved"), _("the municipality's approvers"), approved))
    points += [Point(_("The course"), either, message) for message in missing.values()]
    may = capacities(user, commission) & {Who.DESIGNER, Who.EDITOR, Who.APPROVER}
    return Checklist(points, bool(may))
