"""Who reads what people have answered, in figures: those who follow the order, and whoever handles it."""

from __future__ import annotations

from typing import Any

from elearning.commissions.models import Commission
from elearning.commissions.permissions import capacities
from elearning.commissions.stages import Stage, Who

READERS = frozenset({Who.DESIGNER, Who.EDITOR, Who.APPROVER})
#: There is something to report from when the course runs.
REPORTED = (Stage.RUNNING, Stage.EVALUATED, Stage.CLOSED)


def may_read_report(user: Any, commission: Commission) -> bool:
    """Facilitators and the order's writer are not among them: they may know the people too well."""
    return bool(READERS & capacities(user, commission)) and commission.stage in REPORTED
