"""What an e-mail of a commission says. The same words are sent and shown beforehand in the admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from courses.visitors import base_address
from elearning.commissions.mails.kinds import KINDS
from elearning.commissions.models import Comment, Commission, StageChange, Task, WishEvent
from elearning.commissions.offers.selectors import in_force
from elearning.commissions.permissions import is_handler
from elearning.commissions.summary import next_step, summary

#: Those that name the offer's price and how long it holds.
OF_OFFER = frozenset({"offered", "offer_renewed", "half_approved"})


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


def message(
    kind: str, commission: Commission, *, change: StageChange | None = None, about: str = "", person: Any = None
) -> Letter:
    """In the reader's language. ``person`` is None for somebody without an account."""
    with translation.override(getattr(person, "language", "") or settings.LANGUAGE_CODE):
        title = str(commission.title or commission)
        context = {
            "name": person.get_full_name() if person else commission.contact_name if kind == "confirmation" else "",
            "commission": commission,
            "number": commission.number,
            "title": title,
            "note": change.note if change else "",
            "contact": getattr(settings, "HYLDEFRI_CONTACT_EMAIL", ""),
            "url": address_for(person, commission),
            "summary": summary(commission) if kind == "confirmation" else [],
            "next_step": next_step(commission),
            "offer": in_force(commission) if kind in OF_OFFER else None,
            **_about(commission, about, person),
        }
        body = render_to_string(f"commissions/email/{kind}.txt", context)
        places = {"number": commission.number, "title": title, "municipality": commission.municipality}
        subject = str(KINDS[kind].subject) % places
    return Letter(" ".join(subject.split())[:200], body.strip() + "\n")


def address_for(person: Any, commission: Commission) -> str:
    """Where the reader finds the order: at the desk, on the municipality's pages, or nowhere without an account."""
    if person is None:
        return ""
    at_desk = is_handler(person)
    name = "hyldefri_commissions:commission" if at_desk else "commissions:commission"
    try:
        path = reverse(name, args=[commission.pk])
    except NoReverseMatch:
        return ""
    shared = str(getattr(settings, "WAGTAILADMIN_BASE_URL", "")).rstrip("/")
    return (shared if at_desk else base_address(commission.municipality)) + path


def _about(commission: Commission, about: str, person: Any) -> dict[str, Any]:
    name, _space, rest = about.partition(" ")
    pk = rest.partition(" ")[0]
    if name == "comment":
        return {"comment": Comment.objects.for_municipality(commission.municipality_id).filter(pk=pk).first()}
    if name == "task":
        return {"task": Task.objects.for_municipality(commission.municipality_id).filter(pk=pk).first()}
    if name == "answers":
        return {"answers": _answers(commission, int(pk), person)}
    return {}


def _answers(commission: Commission, first: int, person: Any) -> list[WishEvent]:
    """What others have answered since, up to where the reader's next e-mail begins."""
    kinds = (WishEvent.Kind.AGREED, WishEvent.Kind.DECLINED)
    events = commission.wish_events.filter(kind__in=kinds, pk__gte=first).select_related("wish")
    if person is not None:
        sent = commission.mails.filter(kind="wishes_answered", recipient__iexact=person.email)
        later = [pk for about in sent.values_list("about", flat=True) if (pk := int(about.partition(" ")[2])) > first]
        events = events.exclude(by=person).filter(pk__lt=min(later)) if later else events.exclude(by=person)
    return list(events.order_by("pk"))
