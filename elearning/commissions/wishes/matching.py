"""Which change of a municipality's own version meets a wish. Pure: dataclasses in and out (docs/co-design.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What has become of a node, or of the process."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    HIDDEN = "hidden"
    SHOWN = "shown"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    SETTING = "setting"


class Action(StrEnum):
    """What a wish asks for."""

    ADAPT = "adapt"
    HIDE = "hide"
    ADD = "add"
    MOVE = "move"
    LOCK = "lock"
    UNLOCK = "unlock"
    DEADLINE = "deadline"
    PASS_MARK = "pass_mark"  # noqa: S105 - marks, not passwords
    REMINDERS = "reminders"
    ATTEMPTS = "attempts"
    ORDER = "order"
    MATURITY = "maturity"
    OTHER = "other"


#: The process setting (courses.process.SETTINGS) that an action is about.
SETTING_OF: Mapping[Action, str] = {
    Action.DEADLINE: "deadline_days",
    Action.PASS_MARK: "pass_mark",
    Action.REMINDERS: "reminder_days",
    Action.ATTEMPTS: "attempt_rule",
    Action.ORDER: "order_rule",
    Action.MATURITY: "maturity_display",
}
#: About how the course is run: never about one node.
OF_COURSE = frozenset(SETTING_OF)
#: About one node: never about the whole course.
OF_NODE = frozenset({Action.HIDE, Action.MOVE})
#: What is so or is not so, whenever it came about.
_STATES = frozenset({Action.HIDE, Action.LOCK, Action.UNLOCK})

_ADAPTING = frozenset({Kind.CHANGED, Kind.ADDED, Kind.REMOVED, Kind.HIDDEN, Kind.SHOWN, Kind.MOVED})


@dataclass(frozen=True)
class WorkbenchChange:
    """One difference between the version a variant builds on and its workbench.

    ``node_id`` is the course's own for a setting. ``within`` are the ids of everything that holds the node, the
    course excepted. ``page_id`` is the page it is on. ``fields`` name what differs; ``digest`` tells one content
    from another.
    """

    kind: Kind
    node_id: str
    node_type: str = ""
    page_id: str = ""
    within: frozenset[str] = frozenset()
    fields: tuple[str, ...] = ()
    digest: str = ""

    @property
    def key(self) -> str:
        """The same for the same change, whatever its content has become since."""
        return f"{self.kind}:{self.node_id}" + (f":{','.join(self.fields)}" if self.kind is Kind.SETTING else "")

    @property
    def mark(self) -> str:
        """Another as soon as the content is another."""
        return f"{self.key}#{self.digest}"


@dataclass(frozen=True)
class Wanted:
    """What a wish asks for, and where; ``node_id`` "" is the whole course, whose own id is ``course_id``.

    ``within`` are the ids of what holds the node. ``known`` are the marks of the changes that were there when it was
    asked: they are no answer to it.
    """

    action: Action
    node_id: str = ""
    course_id: str = ""
    within: frozenset[str] = field(default_factory=frozenset)
    known: frozenset[str] = field(default_factory=frozenset)


def answers(wish: Wanted, change: WorkbenchChange) -> bool:
    """Whether the change does what the wish asks for, whenever it was made."""
    if wish.action in OF_COURSE:
        return change.kind is Kind.SETTING and change.fields == (SETTING_OF[wish.action],)
    if wish.action in (Action.LOCK, Action.UNLOCK):
        kind = Kind.LOCKED if wish.action is Action.LOCK else Kind.UNLOCKED
        return change.kind is kind and change.node_id == (wish.node_id or wish.course_id)
    if not wish.node_id or wish.action is Action.OTHER:
        # »Our own examples everywhere« is for people to say.
        return False
    here, below = change.node_id == wish.node_id, wish.node_id in change.within
    match wish.action:
        case Action.HIDE:
            # Whoever hides the module hides its lessons.
            return (here or change.node_id in wish.within) and change.kind in (Kind.HIDDEN, Kind.REMOVED)
        case Action.MOVE:
            return here and change.kind is Kind.MOVED
        case Action.ADD:
            return below and change.kind is Kind.ADDED
        case Action.ADAPT:
            return (here and change.kind is Kind.CHANGED) or (below and change.kind in _ADAPTING)
    return False


def candidate(wish: Wanted, changes: Iterable[WorkbenchChange]) -> WorkbenchChange | None:
    """The first change that does what is asked for, also one that was there before the wish."""
    return next((change for change in changes if answers(wish, change)), None)


def meets(wish: Wanted, changes: Iterable[WorkbenchChange]) -> WorkbenchChange | None:
    """The change that meets the wish, None while there is none."""
    return candidate(wish, (change for change in changes if change.mark not in wish.known))


def known_beforehand(action: Action, changes: Iterable[WorkbenchChange]) -> list[str]:
    """The marks that are no answer to a new wish: to hide what is hidden is done, to adapt what is adapted is not."""
    return [] if action in _STATES else marks(changes)


def marks(changes: Iterable[WorkbenchChange]) -> list[str]:
    """For :attr:`Wanted.known`."""
    return sorted({change.mark for change in changes})
