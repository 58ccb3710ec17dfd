"""What became of the wishes the order began with; without names, for the report is never changed."""

from __future__ import annotations

from typing import Any

from elearning.commissions.models import Commission, Wish
from elearning.commissions.wishes.selectors import tallies
from elearning.commissions.wishes.words import place_words


def wishes_of(commission: Commission) -> dict[str, Any]:
    """How many wishes are at each state, and each with what was done or why not. What was taken back is left out."""
    wishes = list(commission.wishes.exclude(state=Wish.State.DROPPED))
    return {
        "counts": [{"label": each.label, "count": each.count} for each in tallies(wishes) if each.state],
        "rows": [_row(wish) for wish in wishes],
    }


def _row(wish: Wish) -> dict[str, str]:
    return {
        "text": wish.text,
        "place": place_words(wish),
        "state": wish.state,
        "label": wish.get_state_display(),
        "how": wish.decline_reason if wish.state == Wish.State.DECLINED else wish.met_how,
    }
