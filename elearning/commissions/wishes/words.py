"""What has become of a wish, in a sentence, and what the deeds are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elearning.commissions.models import Wish
from elearning.commissions.timeline import name_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Words:
    """``note`` is what is asked for with the deed, "" where it is a button alone; ``done`` is said afterwards."""

    button: _StrPromise
    done: _StrPromise
    note: _StrPromise | str = ""
    help: _StrPromise | str = ""


WORDS = {
    "agree": Words(gettext_lazy("Agree"), gettext_lazy("The wish is agreed.")),
    "meet": Words(
        gettext_lazy("Tick off"),
        gettext_lazy("The wish is met."),
        gettext_lazy("How the wish is met"),
        gettext_lazy("What a change in the course meets is ticked off by itself."),
    ),
    "decline": Words(
        gettext_lazy("Decline"),
        gettext_lazy("The wish is declined. The other side reads why."),
        gettext_lazy("Why the wish is declined"),
        gettext_lazy("The other side reads it, and it is kept."),
    ),
    "drop": Words(gettext_lazy("Drop the wish"), gettext_lazy("The wish is dropped.")),
    "reopen": Words(
        gettext_lazy("Take up again"),
        gettext_lazy("The wish is taken up again."),
        gettext_lazy("What is missing"),
        gettext_lazy("The other side reads it."),
    ),
}


def became(wish: Wish) -> str:
    """A sentence for both sides."""
    match wish.state:
        case Wish.State.MET:
            return _met(wish)
        case Wish.State.DECLINED:
            return _("Declined: %(reason)s") % {"reason": wish.decline_reason}
        case Wish.State.DROPPED:
            return _("Dropped by those whose wish it was.")
        case Wish.State.AGREED:
            owner = name_of(wish.owner)
            if owner:
                return _("Agreed. %(owner)s sees to it.") % {"owner": owner}
            return _("Agreed, and not made yet.")
    if wish.from_desk:
        return _("The course designer proposes it. The municipality has not answered yet.")
    return _("The course designer has not answered yet.")


def _met(wish: Wish) -> str:
    said = {
        "day": date_format(timezone.localtime(wish.met_at), "j. F Y"),
        "who": name_of(wish.met_by),
        "how": wish.met_how,
    }
    if said["who"]:
        return _("Met on %(day)s by %(who)s: %(how)s") % said
    return _("Met on %(day)s: %(how)s") % said


def action_words(wish: Wish) -> str:
    return str(capfirst(wish.get_action_display()))


def place_words(wish: Wish) -> str:
    return wish.node_title if wish.node_id else _("The whole course")
