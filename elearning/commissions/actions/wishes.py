"""What is wished for in a commission, and what becomes of it. Who may: :mod:`elearning.commissions.wishes.rules`."""

from __future__ import annotations

import uuid
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elearning.commissions.actions.base import held, record
from elearning.commissions.actions.timeline import possible_owners
from elearning.commissions.errors import CommissionRefused
from elearning.commissions.mails.kinds import KINDS
from elearning.commissions.mails.outbox import USEFUL, put
from elearning.commissions.mails.recipients import recipients
from elearning.commissions.models import Commission, Wish, WishEvent
from elearning.commissions.wishes import rules
from elearning.commissions.wishes.matching import OF_COURSE, OF_NODE, Action, known_beforehand, marks
from elearning.commissions.wishes.places import Places, places_of

MOST_WISHES = 300
#: As long as what the order itself may say.
TEXT_LENGTH = 5000
NOTE_LENGTH = 2000
#: Seconds in which answers to wishes are gathered into one e-mail.
ANSWERS_WAIT = 300


@dataclass(frozen=True)
class Wording:
    """What a wish says. ``node_id`` "" is the whole course."""

    action: str
    text: str
    reason: str = ""
    node_id: str = ""
    owner: Any = None


class AddWish:
    """Raises ``PermissionDenied`` and :class:`CommissionRefused`."""

    def __init__(self, commission: Commission, wording: Wording, *, user: Any) -> None:
        self.commission = commission
        self.wording = wording
        self.user = user

    @transaction.atomic
    def execute(self) -> Wish:
        commission = held(self.commission)
        if commission.is_draft or not rules.takes_part(self.user, commission):
            raise PermissionDenied(_("You may not add wishes to this order."))
        if commission.stage not in rules.SHAPING:
            raise CommissionRefused(_("Wishes are added while the need is clarified and in co-design."))
        if commission.wishes.count() >= MOST_WISHES:
            raise CommissionRefused(_("There are %(most)d wishes already.") % {"most": MOST_WISHES})
        places = places_of(commission, self.user)
        wording = tidy(self.wording, commission, places)
        last = commission.wishes.aggregate(last=Max("position"))["last"] or 0
        wish: Wish = commission.wishes.create(
            **_stored(wording, places),
            position=last + 1,
            from_desk=rules.is_of_desk(self.user, commission),
            created_by=self.user,
            known=known_now(wording.action, places),
        )
        tell(wish, commission, WishEvent.Kind.ADDED, self.user)
        mail_wishes(commission, self.user)
        return wish


class OnWish(ABC):
    """One deed on one wish. Raises ``PermissionDenied`` and :class:`CommissionRefused`."""

    deed: ClassVar[str]

    def __init__(self, wish: Wish, *, user: Any, note: str = "") -> None:
        self.wish = wish
        self.user = user
        self.note = note.replace("\0", "").strip()

    @transaction.atomic
    def execute(self) -> Wish:
        commission = held(self.wish.commission)
        wish: Wish = commission.wishes.get(pk=self.wish.pk)
        if commission.is_draft or not rules.may_do(self.deed, self.user, wish, commission):
            raise PermissionDenied(_("You may not do this with the wish."))
        if not rules.fits(self.deed, wish, commission):
            raise CommissionRefused(_("The wish or the order is somewhere else now. Look again."))
        if len(self.note) > NOTE_LENGTH:
            raise CommissionRefused(_("Write at most %(most)d characters.") % {"most": NOTE_LENGTH})
        self.change(wish, commission)
        return wish

    @abstractmethod
    def change(self, wish: Wish, commission: Commission) -> None:
        """Within the transaction, the order's row held."""


class ChangeWish(OnWish):
    """Say it in other words, or of another place. What was agreed was the old words: the wish is open again."""

    deed = "change"

    def __init__(self, wish: Wish, wording: Wording, *, user: Any) -> None:
        super().__init__(wish, user=user)
        self.wording = wording

    def change(self, wish: Wish, commission: Commission) -> None:
        places = places_of(commission, self.user)
        wording = self.wording
        gone = wording.node_id and wording.node_id == str(wish.node_id or "") and wording.node_id not in places.by_id
        tidied = tidy(replace(wording, node_id="") if gone else wording, commission, places, gone=bool(gone))
        values = _stored(tidied, places)
        if gone:
            # The place has been taken out of the course; the words may change all the same.
            values |= {"node_id": wish.node_id, "node_title": wish.node_title}
        changed = [name for name, value in values.items() if getattr(wish, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(wish, name, values[name])
        if {"action", "node_id"} & set(changed):
            wish.known = known_now(wish.action, places)
        if set(changed) - {"owner", "node_title"}:
            wish.state, wish.agreed_at = Wish.State.OPEN, None
        wish.save()
        tell(wish, commission, WishEvent.Kind.CHANGED, self.user, fields=changed)
        mail_wishes(commission, self.user)


class AgreeWish(OnWish):
    deed = "agree"

    def change(self, wish: Wish, commission: Commission) -> None:
        wish.state, wish.agreed_at = Wish.State.AGREED, timezone.now()
        wish.save(update_fields=["state", "agreed_at"])
        mail_answer(tell(wish, commission, WishEvent.Kind.AGREED, self.user, self.note), commission, self.user)


class DeclineWish(OnWish):
    """With a reason, which is kept and sent to those whose wish it is."""

    deed = "decline"

    def change(self, wish: Wish, commission: Commission) -> None:
        if not self.note:
            raise CommissionRefused(_("Write why, so that the other side understands it."))
        wish.state, wish.decline_reason = Wish.State.DECLINED, self.note
        wish.save(update_fields=["state", "decline_reason"])
        mail_answer(tell(wish, commission, WishEvent.Kind.DECLINED, self.user, self.note), commission, self.user)


class DropWish(OnWish):
    deed = "drop"

    def change(self, wish: Wish, commission: Commission) -> None:
        wish.state = Wish.State.DROPPED
        wish.save(update_fields=["state"])
        tell(wish, commission, WishEvent.Kind.DROPPED, self.user, self.note)


class MeetWish(OnWish):
    """Ticked off by hand, with a word on how; what no change shows, or what one has done that the wish came after."""

    deed = "meet"

    def change(self, wish: Wish, commission: Commission) -> None:
        if not self.note:
            raise CommissionRefused(_("Write how the wish is met."))
        if len(self.note) > 500:
            raise CommissionRefused(_("Write at most %(most)d characters.") % {"most": 500})
        be_met(wish, by=self.user, how=self.note)
        tell(wish, commission, WishEvent.Kind.MET, self.user, self.note)


class ReopenWish(OnWish):
    """Not good enough, or wanted after all. The changes that are there now are no answer to it any more."""

    deed = "reopen"

    def change(self, wish: Wish, commission: Commission) -> None:
        places = places_of(commission, self.user)
        be_open(wish, known=marks(places.bench.changes) if places.bench else [])
        tell(wish, commission, WishEvent.Kind.REOPENED, self.user, self.note)
        mail_wishes(commission, self.user)


DEEDS: dict[str, type[OnWish]] = {each.deed: each for each in (AgreeWish, DeclineWish, DropWish, MeetWish, ReopenWish)}


def be_met(wish: Wish, *, by: Any, how: str, change: str = "") -> None:
    wish.state, wish.met_at, wish.met_by = Wish.State.MET, timezone.now(), by
    wish.met_how, wish.met_change = how[:500], change[:150]
    wish.save(update_fields=["state", "met_at", "met_by", "met_how", "met_change"])


def be_open(wish: Wish, *, known: list[str] | None = None) -> None:
    """As it was before something became of it. ``decline_reason`` stays: it can be read what was said."""
    declined = wish.state in (Wish.State.DECLINED, Wish.State.DROPPED)
    wish.state = Wish.State.AGREED if wish.agreed_at and not declined else Wish.State.OPEN
    wish.agreed_at = None if declined else wish.agreed_at
    wish.met_at, wish.met_by, wish.met_how, wish.met_change = None, None, "", ""
    if known is not None:
        wish.known = known
    wish.save()


def tell(wish: Wish, commission: Commission, kind: str, user: Any, note: str = "", **data: Any) -> WishEvent:
    """The line on the timeline and the entry in the log."""
    event: WishEvent = wish.events.create(commission=commission, kind=kind, by=user, note=note)
    record(commission, f"wish.{kind}", user, wish=wish.pk, **data)
    return event


def mail_wishes(commission: Commission, user: Any) -> None:
    """»There is something new in the list«: at most one a day to each, however much is written."""
    day = date_format(timezone.localdate(), "Y-m-d")
    put(commission, "wishes", recipients(KINDS["wishes"], commission, but=user), about=f"wishes {day}")


def mail_answer(event: WishEvent, commission: Commission, user: Any) -> None:
    """What is agreed and declined within some minutes is told in one e-mail: the one that waits tells of this too."""
    to = recipients(KINDS["wishes_answered"], commission, but=user)
    waiting = commission.mails.filter(
        kind="wishes_answered", sent_at=None, created_at__gte=timezone.now() - USEFUL, recipient__in=to
    )
    # Held: a worker that is about to send it waits, and then knows of this.
    told = {mail.recipient for mail in waiting.select_for_update()}
    put(
        commission, "wishes_answered", [each for each in to if each not in told],
        about=f"answers {event.pk}", wait=ANSWERS_WAIT,
    )  # fmt: skip


def known_now(action: str, places: Places) -> list[str]:
    return known_beforehand(Action(action), places.bench.changes) if places.bench else []


def tidy(wording: Wording, commission: Commission, places: Places, *, gone: bool = False) -> Wording:
    """As it is stored. Raises :class:`CommissionRefused` for what cannot be a wish."""
    text, reason = (each.replace("\0", "").strip() for each in (wording.text, wording.reason))
    if not text:
        raise CommissionRefused(_("Write what you wish for."))
    for said, most in ((text, TEXT_LENGTH), (reason, NOTE_LENGTH)):
        if len(said) > most:
            raise CommissionRefused(_("Write at most %(most)d characters.") % {"most": most})
    if wording.action not in Wish.Action.values:
        raise CommissionRefused(_("Choose what is to happen."))
    if wording.node_id and wording.node_id not in places.by_id:
        raise CommissionRefused(_("The place is not in the course any more. Choose another."))
    if wording.action in OF_COURSE and wording.node_id:
        raise CommissionRefused(_("How the course is run is about the whole course. Choose »The whole course«."))
    if wording.action in OF_NODE and not wording.node_id and not gone:
        raise CommissionRefused(_("Choose the place in the course that is to be hidden or moved."))
    if wording.owner is not None and wording.owner.email.lower() not in possible_owners(commission):
        raise CommissionRefused(_("The owner must be one of those who follow the order."))
    return replace(wording, text=text, reason=reason)


def _stored(wording: Wording, places: Places) -> dict[str, Any]:
    place = places.by_id.get(wording.node_id)
    return {
        "action": wording.action,
        "text": wording.text,
        "reason": wording.reason,
        "owner": wording.owner,
        "node_id": uuid.UUID(wording.node_id) if wording.node_id else None,
        "node_title": place.text[:250] if place else "",
    }
