"""What may go wrong with a variant; ``str(error)`` is for whoever asked, and nothing has been stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courses.trees.diff import Change
    from courses.variants.guards import Blocker


class VariantError(Exception):
    """The family of them all."""


class VariantRefused(VariantError):
    """What was asked for cannot be, as things stand."""


class OpenConflicts(VariantRefused):
    """Somebody must decide first. ``conflicts`` is how many are open."""

    def __init__(self, message: str, conflicts: int) -> None:
        super().__init__(message)
        self.conflicts = conflicts


class Blocked(VariantRefused):
    """``blockers`` stand in the way; a person may accept those that are not final."""

    def __init__(self, message: str, blockers: Sequence[Blocker]) -> None:
        super().__init__(message)
        self.blockers = tuple(blockers)


class StaleWorkbench(VariantError):
    """The pages have changed since they were looked at. ``changes`` says how, where that is known."""

    def __init__(self, message: str = "", changes: Sequence[Change] = ()) -> None:
        super().__init__(message)
        self.changes = tuple(changes)
