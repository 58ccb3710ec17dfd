"""A wish as it is written. It works without a script: the place is a plain select, module by module."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from elearning.commissions.actions.timeline import possible_owners
from elearning.commissions.actions.wishes import NOTE_LENGTH, TEXT_LENGTH, Wording
from elearning.commissions.models import Commission, Wish
from elearning.commissions.timeline import name_of
from elearning.commissions.wishes.places import Places


class WishForm(forms.Form):
    prefix = "wish"
    action = forms.ChoiceField(label=_("What is to happen"))
    place = forms.ChoiceField(
        label=_("Where in the course"),
        required=False,
        help_text=_("How the course is run, such as an own deadline, is about the whole course."),
    )
    text = forms.CharField(label=_("The wish"), widget=forms.Textarea(attrs={"rows": 3}), max_length=TEXT_LENGTH)
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=NOTE_LENGTH, required=False
    )
    owner = forms.ChoiceField(label=_("Who sees to it"), required=False)

    def __init__(self, *args: Any, commission: Commission, places: Places, wish: Wish | None = None, **kwargs: Any):
        if wish is not None:
            kwargs.setdefault("initial", _initial(wish))
        super().__init__(*args, **kwargs)
        owners = possible_owners(commission)
        people = get_user_model()._default_manager.filter(email__in=owners, is_active=True).order_by("email")
        self.people = {str(person.pk): person for person in people}
        names = [(key, f"{name_of(person)} ({owners[person.email.lower()]})") for key, person in self.people.items()]
        self._offer("owner", [("", _("Nobody yet")), *names])
        self._offer("action", [(value, capfirst(str(text))) for value, text in Wish.Action.choices])
        self._offer("place", [("", _("The whole course")), *_gone(wish, places), *places.groups()])
        for name in ("action", "place", "owner"):
            self.fields[name].widget.attrs["class"] = "form-select"

    def _offer(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def wording(self) -> Wording:
        said = self.cleaned_data
        return Wording(
            action=said["action"],
            text=said["text"],
            reason=said["reason"],
            node_id=said["place"],
            owner=self.people.get(said["owner"]),
        )


def _initial(wish: Wish) -> dict[str, Any]:
    return {
        "action": wish.action,
        "place": str(wish.node_id or ""),
        "text": wish.text,
        "reason": wish.reason,
        "owner": str(wish.owner_id or ""),
    }


def _gone(wish: Wish | None, places: Places) -> list[tuple[str, str]]:
    """A wish keeps a place that has been taken out of the course, or that the reader has no draft of."""
    if wish is None or wish.node_id is None or str(wish.node_id) in places.by_id:
        return []
    return [(str(wish.node_id), wish.node_title)]
