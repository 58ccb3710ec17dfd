"""Who may do what to a wish, and while the order is where."""

from __future__ import annotations

from typing import Any

from elearning.commissions.models import Commission, Wish
from elearning.commissions.permissions import capacities
from elearning.commissions.stages import Stage, Who

#: While content and process are shaped.
SHAPING = frozenset({Stage.CLARIFYING, Stage.CO_DESIGN})
#: While something may still become of a wish.
TICKING = SHAPING | {Stage.OFFERED, Stage.APPROVED, Stage.RUNNING}
#: Those who have wishes; approvers read them.
SIDES = frozenset({Who.DESIGNER, Who.EDITOR})


def takes_part(user: Any, commission: Commission) -> bool:
    return bool(SIDES & capacities(user, commission))


def is_of_desk(user: Any, commission: Commission) -> bool:
    """On whose side somebody speaks: one who is the municipality's editor as well speaks for it."""
    held = capacities(user, commission)
    return Who.DESIGNER in held and Who.EDITOR not in held


def may_answer(user: Any, wish: Wish, commission: Commission) -> bool:
    """Agree or decline: the designer to any wish, the municipality to those the designer's side proposed."""
    held = capacities(user, commission)
    return Who.DESIGNER in held or (Who.EDITOR in held and wish.from_desk)


def may_drop(user: Any, wish: Wish, commission: Commission) -> bool:
    """Whoever's side it came from no longer wants it."""
    return (Who.DESIGNER if wish.from_desk else Who.EDITOR) in capacities(user, commission)


#: What a deed is called -> the states it begins in, and the stages of the order.
DEEDS: dict[str, tuple[frozenset[str], frozenset[Stage]]] = {
    "change": (frozenset({Wish.State.OPEN, Wish.State.AGREED}), SHAPING),
    "agree": (frozenset({Wish.State.OPEN}), SHAPING),
    "decline": (frozenset({Wish.State.OPEN, Wish.State.AGREED}), SHAPING),
    "drop": (frozenset({Wish.State.OPEN, Wish.State.AGREED}), SHAPING),
    "meet": (frozenset({Wish.State.OPEN, Wish.State.AGREED}), TICKING),
    "reopen": (frozenset({Wish.State.MET, Wish.State.DECLINED, Wish.State.DROPPED}), TICKING),
}


def may_do(deed: str, user: Any, wish: Wish, commission: Commission) -> bool:
    """Whether the person may, whatever the wish's state."""
    if deed in ("agree", "decline"):
        return may_answer(user, wish, commission)
    if deed == "drop":
        return may_drop(user, wish, commission)
    return takes_part(user, commission)


def fits(deed: str, wish: Wish, commission: Commission) -> bool:
    states, stages = DEEDS[deed]
    if deed == "reopen" and wish.state != Wish.State.MET:
        stages = SHAPING
    return wish.state in states and commission.stage in stages


def open_deeds(user: Any, wish: Wish, commission: Commission) -> list[str]:
    """What the person may do with the wish now."""
    return [deed for deed in DEEDS if fits(deed, wish, commission) and may_do(deed, user, wish, commission)]


def may_add(user: Any, commission: Commission) -> bool:
    return commission.stage in SHAPING and takes_part(user, commission)
