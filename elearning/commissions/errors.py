"""What may go wrong with a commission; ``str(error)`` is for whoever asked, and nothing has been stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elearning.commissions.offers.selectors import Changes
    from elearning.commissions.requirements import Finding


class CommissionError(Exception):
    """The family of them all."""


class CommissionRefused(CommissionError):
    """What was asked for cannot be, as things stand."""


class IllegalTransition(CommissionRefused):
    """The commission is not where this begins, or no longer."""


class RequirementsMissing(CommissionRefused):
    """Something must be filled in first. ``findings`` says what."""

    def __init__(self, message: str, findings: Sequence[Finding]) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class StaleOffer(CommissionRefused):
    """What was seen is not what there is now. ``changes`` says what is different, as far as it is known."""

    def __init__(self, message: str, changes: Changes | None = None) -> None:
        super().__init__(message)
        self.changes = changes


class StageIsGuarded(RuntimeError):
    """Code tried to set a stage without a transition."""
