"""The list of wishes as it is shown: in the order of the course, each with what has become of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses.models import NodePage
from elearning.commissions.actions.wish_ticks import proposal
from elearning.commissions.models import Commission, Wish
from elearning.commissions.wishes import rules, words
from elearning.commissions.wishes.places import Places


@dataclass(frozen=True)
class Row:
    """``proposal`` is a change that may be the answer, in words; ``deeds`` what the reader may do."""

    wish: Wish
    action: str
    place: str
    became: str
    proposal: str = ""
    deeds: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        return str(self.wish.get_state_display())


@dataclass(frozen=True)
class Group:
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Tally:
    """How many there are of a state; ``state`` "" is all of them."""

    state: str
    label: str
    count: int


def wishes_of(commission: Commission) -> list[Wish]:
    return list(commission.wishes.select_related("owner", "met_by", "created_by"))


def tallies(wishes: list[Wish]) -> list[Tally]:
    counts = Counter(wish.state for wish in wishes)
    states = [Tally(value, str(label), counts[value]) for value, label in Wish.State.choices if counts[value]]
    return [Tally("", _("All"), len(wishes)), *states]


def groups_of(wishes: list[Wish], commission: Commission, places: Places, user: Any, state: str = "") -> list[Group]:
    """The whole course first, then module by module in reading order, last what has no place any more."""
    found: dict[str, list[Row]] = {}
    for wish in sorted(wishes, key=lambda each: _place_in_order(each, places)):
        if not state or wish.state == state:
            found.setdefault(_group_of(wish, places), []).append(row_of(wish, commission, places, user))
    return [Group(_title(key, places), rows) for key, rows in found.items()]


def row_of(wish: Wish, commission: Commission, places: Places, user: Any) -> Row:
    deeds = rules.open_deeds(user, wish, commission)
    proposed = proposal(wish, places.bench) if places.bench and "meet" in deeds else ""
    return Row(
        wish=wish,
        action=words.action_words(wish),
        place=words.place_words(wish),
        became=words.became(wish),
        proposal=proposed,
        deeds=deeds,
    )


def _place_in_order(wish: Wish, places: Places) -> tuple[int, int, int]:
    node_id = str(wish.node_id or "")
    if not node_id:
        return -1, wish.position, wish.pk
    return places.order.get(node_id, len(places.order)), wish.position, wish.pk


def _group_of(wish: Wish, places: Places) -> str:
    place = places.by_id.get(str(wish.node_id or ""))
    if place is not None:
        return place.module_id
    return "gone" if wish.node_id else ""


def _title(key: str, places: Places) -> str:
    if key == "gone":
        return _("No longer in the course")
    return places.by_id[key].title if key else _("The whole course")


@dataclass(frozen=True)
class PageWish:
    """A wish beside the page it is about."""

    commission: Commission
    row: Row
    block: str


def wishes_beside(page: NodePage, orders: list[Commission], ids: Collection[str]) -> list[PageWish]:
    """Those of the page and its blocks (``ids``); on the course's own page those of the whole course."""
    found = []
    for order in orders:
        for wish in wishes_of(order):
            here = str(wish.node_id) in ids if wish.node_id else page.node_type == "course"
            if here:
                row = Row(wish, words.action_words(wish), words.place_words(wish), words.became(wish))
                found.append(PageWish(order, row, "" if wish.node_id in (None, page.node_id) else wish.node_title))
    return found
