"""What follows for the wishes when a municipality's own version changes, and when co-design begins."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Variant
from elearning.commissions.actions.base import held
from elearning.commissions.actions.wishes import be_met, be_open, tell
from elearning.commissions.models import Commission, Wish, WishEvent
from elearning.commissions.wishes.changes import Bench, bench_of, describe, maker_of
from elearning.commissions.wishes.matching import (
    Action,
    Wanted,
    WorkbenchChange,
    answers,
    candidate,
    known_beforehand,
    meets,
)
from elearning.commissions.wishes.rules import TICKING


class TickWishes:
    """Tick off the wishes that a change of the variant meets, and take up again those whose change is undone.

    ``by_update``: the shared course has been taken in. What it now has of its own stands in no comparison any more,
    so that a wish whose change is gone stays met. May run twice, late or in vain.
    """

    def __init__(self, variant: Variant, *, by_update: bool = False) -> None:
        self.variant = variant
        self.by_update = by_update

    def execute(self) -> list[Wish]:
        """The wishes something became of."""
        every = Commission.objects.for_municipality(self.variant.municipality_id)
        mine = every.filter(variant=self.variant, stage__in=TICKING).order_by("pk")
        return [wish for commission in mine if self._any(commission) for wish in self._tick(commission)]

    def _any(self, commission: Commission) -> bool:
        return bool(commission.wishes.filter(state__in=_LIVE).exists())

    @transaction.atomic
    def _tick(self, commission: Commission) -> list[Wish]:
        commission = held(commission)
        if commission.stage not in TICKING:
            return []
        variant = Variant.objects.for_municipality(self.variant.municipality_id).select_related(
            "course", "municipality", "upstream"
        )
        # Read after the commission is held: of two that tick at once the later sees what the earlier saw, and more.
        bench = bench_of(variant.get(pk=self.variant.pk))
        return [wish for wish in commission.wishes.filter(state__in=_LIVE) if self._became(wish, commission, bench)]

    def _became(self, wish: Wish, commission: Commission, bench: Bench) -> bool:
        if self.by_update:
            keep(wish, bench)
            return False
        change = meets(wanted(wish, bench), bench.changes)
        if wish.is_waiting:
            return change is not None and _meet(wish, commission, bench, change)
        if not wish.met_change or _still_there(wish, bench):
            return False
        if change is not None:
            return _meet(wish, commission, bench, change)
        be_open(wish)
        tell(wish, commission, WishEvent.Kind.REOPENED, None, _("The change that met it is undone."))
        return True


def keep(wish: Wish, bench: Bench) -> None:
    """After an update: what it brought meets no wish, and what the shared course has now is no longer ours to undo."""
    if wish.is_waiting:
        wish.known = known_beforehand(Action(wish.action), bench.changes)
        wish.save(update_fields=["known"])
    elif wish.met_change and not _still_there(wish, bench):
        wish.met_change = ""
        wish.save(update_fields=["met_change"])


#: Ticked off by hand they have no change to lose.
_LIVE = (Wish.State.OPEN, Wish.State.AGREED, Wish.State.MET)


def wanted(wish: Wish, bench: Bench) -> Wanted:
    node_id = str(wish.node_id or "")
    return Wanted(
        action=Action(wish.action),
        node_id=node_id,
        course_id=bench.course_id,
        within=bench.within(node_id) if node_id else frozenset(),
        known=frozenset(wish.known),
    )


def proposal(wish: Wish, bench: Bench) -> str:
    """The change that may be the answer to a wish nothing has become of, in words; "" where there is none."""
    change = candidate(wanted(wish, bench), bench.changes)
    return describe(change, bench.base) if change is not None and wish.is_waiting else ""


def _still_there(wish: Wish, bench: Bench) -> bool:
    """Whether the change that met it is; its content may have become another meanwhile."""
    sought = wanted(wish, bench)
    return any(each.key == wish.met_change and answers(sought, each) for each in bench.changes)


def _meet(wish: Wish, commission: Commission, bench: Bench, change: WorkbenchChange) -> bool:
    maker, how = maker_of(change, bench.variant), describe(change, bench.base)
    be_met(wish, by=maker, how=how, change=change.key)
    tell(wish, commission, WishEvent.Kind.MET, maker, how)
    return True


#: The order's own words, and what they ask for.
FIRST = {
    "content_wishes": Wish.Action.ADAPT,
    "process_wishes": Wish.Action.OTHER,
    "systems": Wish.Action.ADAPT,
}


class BeginWishes:
    """When co-design begins, what the order asked for in its own words becomes a first wish each. Once."""

    def __init__(self, commission: Commission) -> None:
        self.commission = commission

    def execute(self) -> list[Wish]:
        """In the transaction that begins co-design."""
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("Wishes begin with co-design, in its transaction.")
        known = set(self.commission.wishes.values_list("source", flat=True))
        return [
            self._wish(source, action)
            for source, action in FIRST.items()
            if source not in known and getattr(self.commission, source).strip()
        ]

    def _wish(self, source: str, action: str) -> Wish:
        writer = self.commission.created_by
        wish: Wish = self.commission.wishes.create(
            source=source,
            action=action,
            text=getattr(self.commission, source).strip(),
            position=self.commission.wishes.count() + 1,
            created_by=writer,
        )
        tell(wish, self.commission, WishEvent.Kind.ADDED, writer)
        return wish
