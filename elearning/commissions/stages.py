"""The stages of a commission and the ways between them, as data. No Django: whoever asks brings the words.

:data:`TRANSITIONS` is the only place that says what may follow what. The database's constraint, the actions, the
screens and the tests all read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    DRAFT = "draft"
    REQUESTED = "requested"
    CLARIFYING = "clarifying"
    CO_DESIGN = "co_design"
    OFFERED = "offered"
    APPROVED = "approved"
    RUNNING = "running"
    EVALUATED = "evaluated"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


#: The way through when nothing is skipped.
PATH = (
    Stage.DRAFT,
    Stage.REQUESTED,
    Stage.CLARIFYING,
    Stage.CO_DESIGN,
    Stage.OFFERED,
    Stage.APPROVED,
    Stage.RUNNING,
    Stage.EVALUATED,
    Stage.CLOSED,
)
#: Nothing follows these.
FINAL = frozenset({Stage.CLOSED, Stage.DECLINED, Stage.WITHDRAWN})
#: What may still be changed about the course and what it costs.
BEFORE_APPROVAL = frozenset(
    {Stage.REQUESTED, Stage.CLARIFYING, Stage.CO_DESIGN, Stage.OFFERED},
)


class Who(StrEnum):
    """In what capacity somebody may take a step."""

    WRITER = "writer"  #: wrote the order, signed in or in this session
    DESIGNER = "designer"
    EDITOR = "editor"
    APPROVER = "approver"


class Way(StrEnum):
    """Whether a transition is for the ordinary way, the express way, or both."""

    ORDINARY = "ordinary"
    EXPRESS = "express"
    BOTH = "both"


class Next(StrEnum):
    """Whose turn it is."""

    WRITER = "writer"
    DESIGNER = "designer"
    MUNICIPALITY = "municipality"
    APPROVER = "approver"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Transition:
    """One verb: from which stages, to which, and by whom. ``days`` are the working days until what follows is due."""

    name: str
    sources: tuple[Stage, ...]
    target: Stage
    who: frozenset[Who]
    days: int | None = None
    needs_note: bool = False
    way: Way = Way.BOTH

    def fits(self, stage: str, *, express: bool) -> bool:
        if self.way is Way.BOTH:
            return stage in self.sources
        return stage in self.sources and (self.way is Way.EXPRESS) == express


def _transition(
    name: str,
    sources: Iterable[Stage],
    target: Stage,
    who: Iterable[Who],
    *,
    days: int | None = None,
    needs_note: bool = False,
    way: Way = Way.BOTH,
) -> Transition:
    return Transition(name, tuple(sources), target, frozenset(who), days, needs_note, way)


TRANSITIONS = (
    _transition("submit", [Stage.DRAFT], Stage.REQUESTED, [Who.WRITER], days=2),
    _transition("clarify", [Stage.REQUESTED], Stage.CLARIFYING, [Who.DESIGNER], days=5, way=Way.ORDINARY),
    _transition(
        "start_co_design",
        [Stage.REQUESTED, Stage.CLARIFYING],
        Stage.CO_DESIGN,
        [Who.DESIGNER],
        days=10,
        way=Way.ORDINARY,
    ),
    _transition("offer", [Stage.CLARIFYING, Stage.CO_DESIGN], Stage.OFFERED, [Who.DESIGNER], days=20, way=Way.ORDINARY),
    _transition(
        "reopen",
        [Stage.OFFERED],
        Stage.CO_DESIGN,
        [Who.DESIGNER, Who.EDITOR, Who.APPROVER],
        days=10,
        needs_note=True,
        way=Way.ORDINARY,
    ),
    _transition("approve", [Stage.OFFERED], Stage.APPROVED, [Who.APPROVER], days=10, way=Way.ORDINARY),
    _transition("approve_express", [Stage.REQUESTED], Stage.APPROVED, [Who.APPROVER], days=10, way=Way.EXPRESS),
    _transition("run", [Stage.APPROVED], Stage.RUNNING, [Who.DESIGNER, Who.EDITOR]),
    _transition("evaluate", [Stage.RUNNING], Stage.EVALUATED, [Who.DESIGNER, Who.EDITOR], days=10),
    _transition("close", [Stage.EVALUATED], Stage.CLOSED, [Who.DESIGNER]),
    _transition(
        "decline",
        [Stage.REQUESTED, Stage.CLARIFYING, Stage.CO_DESIGN, Stage.OFFERED],
        Stage.DECLINED,
        [Who.DESIGNER],
        needs_note=True,
    ),
    _transition(
        "withdraw",
        [Stage.REQUESTED, Stage.CLARIFYING, Stage.CO_DESIGN, Stage.OFFERED, Stage.APPROVED],
        Stage.WITHDRAWN,
        [Who.WRITER, Who.EDITOR, Who.APPROVER],
    ),
)
BY_NAME = {transition.name: transition for transition in TRANSITIONS}

#: Every pair that may ever be stored, in a settled order: the database's constraint enumerates them.
LEGAL_PAIRS = tuple(
    sorted({(source.value, each.target.value) for each in TRANSITIONS for source in each.sources}),
)

WHOSE_TURN = {
    Stage.DRAFT: Next.WRITER,
    Stage.REQUESTED: Next.DESIGNER,
    Stage.CLARIFYING: Next.DESIGNER,
    Stage.CO_DESIGN: Next.DESIGNER,
    Stage.OFFERED: Next.APPROVER,
    Stage.APPROVED: Next.DESIGNER,
    Stage.RUNNING: Next.MUNICIPALITY,
    Stage.EVALUATED: Next.DESIGNER,
    Stage.CLOSED: Next.NOBODY,
    Stage.DECLINED: Next.NOBODY,
    Stage.WITHDRAWN: Next.NOBODY,
}


def is_legal(source: str, target: str) -> bool:
    return (source, target) in LEGAL_PAIRS


def skipped(source: str, target: str) -> tuple[Stage, ...]:
    """The stages of :data:`PATH` a step forward leaves out; none for a step back or out."""
    if source not in PATH or target not in PATH:
        return ()
    return PATH[PATH.index(Stage(source)) + 1 : PATH.index(Stage(target))]


def turn(stage: str, *, express: bool) -> Next:
    """Whose turn it is at a stage. An express order goes straight to the approver."""
    if stage == Stage.REQUESTED and express:
        return Next.APPROVER
    return WHOSE_TURN[Stage(stage)]


def open_to(stage: str, *, express: bool) -> tuple[Transition, ...]:
    """What may happen at a stage, whoever asks."""
    return tuple(each for each in TRANSITIONS if each.fits(stage, express=express))
