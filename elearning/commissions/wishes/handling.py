"""What both sides' screens of the wishes share: what is shown, and what a post does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from elearning.commissions.actions.wishes import DEEDS, AddWish, ChangeWish
from elearning.commissions.errors import CommissionRefused
from elearning.commissions.models import Commission, Wish
from elearning.commissions.wishes import rules
from elearning.commissions.wishes.forms import WishForm
from elearning.commissions.wishes.places import Places, places_of
from elearning.commissions.wishes.selectors import groups_of, tallies, wishes_of
from elearning.commissions.wishes.words import WORDS


@dataclass
class Handled:
    """A post's outcome: ``said`` where it was done, else ``error`` with what was typed."""

    said: str = ""
    error: str = ""
    wish: Wish | None = None
    form: WishForm | None = None
    typed: dict[str, Any] = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        return f"#oenske-{self.wish.pk}" if self.wish else ""


def wish_or_404(commission: Commission, key: str | int) -> Wish:
    text = str(key)
    found = commission.wishes.filter(pk=text).first() if text.isdecimal() and len(text) < 12 else None
    if found is None:
        raise Http404
    wish: Wish = found
    return wish


def handle(request: HttpRequest, commission: Commission) -> Handled:
    """Raises ``Http404`` and ``PermissionDenied``."""
    deed = request.POST.get("do", "")
    if deed == "add":
        return _add(request, commission)
    if deed not in DEEDS:
        return Handled(error=_("Choose what you want to do."))
    wish = wish_or_404(commission, request.POST.get("wish", ""))
    note = request.POST.get("note", "")
    try:
        DEEDS[deed](wish, user=request.user, note=note).execute()
    except CommissionRefused as refused:
        return Handled(error=str(refused), typed={"wish": wish.pk, "deed": deed, "note": note})
    return Handled(said=str(WORDS[deed].done), wish=wish)


def _add(request: HttpRequest, commission: Commission) -> Handled:
    form = WishForm(request.POST, commission=commission, places=places_of(commission, request.user))
    if not form.is_valid():
        return Handled(error=_("The wish is not added. Look at what is marked."), form=form)
    try:
        wish = AddWish(commission, form.wording(), user=request.user).execute()
    except CommissionRefused as refused:
        form.add_error(None, str(refused))
        return Handled(error=str(refused), form=form)
    return Handled(said=_("The wish is in the list."), wish=wish)


def change(request: HttpRequest, commission: Commission, wish: Wish) -> Handled:
    """The form to change a wish, and what a post of it does."""
    places = places_of(commission, request.user)
    if request.method != "POST":
        return Handled(wish=wish, form=WishForm(commission=commission, places=places, wish=wish))
    form = WishForm(request.POST, commission=commission, places=places, wish=wish)
    if not form.is_valid():
        return Handled(error=_("The wish is not changed. Look at what is marked."), wish=wish, form=form)
    try:
        ChangeWish(wish, form.wording(), user=request.user).execute()
    except CommissionRefused as refused:
        form.add_error(None, str(refused))
        return Handled(error=str(refused), wish=wish, form=form)
    return Handled(said=_("The wish is changed."), wish=wish)


def context(request: HttpRequest, commission: Commission, handled: Handled | None = None) -> dict[str, Any]:
    """``groups``, ``tallies``, ``state``, ``form`` (None for those who only read), ``error``, ``typed``, ``words``."""
    handled = handled or Handled()
    places = places_of(commission, request.user)
    wishes = wishes_of(commission)
    state = request.GET.get("tilstand", "")
    state = state if state in Wish.State.values else ""
    may_add = rules.may_add(request.user, commission)
    return {
        "commission": commission,
        "groups": groups_of(wishes, commission, places, request.user, state),
        "tallies": tallies(wishes),
        "state": state,
        "form": (handled.form or _empty(commission, places)) if may_add else None,
        "form_open": handled.form is not None,
        "error": handled.error,
        "typed": handled.typed,
        "words": WORDS,
    }


def _empty(commission: Commission, places: Places) -> WishForm:
    return WishForm(commission=commission, places=places)
