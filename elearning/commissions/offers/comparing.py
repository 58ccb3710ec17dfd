"""Two versions of an offer, compared for somebody who read the older one."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elearning.commissions.models import Offer
from elearning.commissions.offers.money import said
from elearning.commissions.offers.selectors import Changes, what_changed
from elearning.commissions.offers.subject import Subject, subject


def between(older: Offer, newer: Offer) -> Changes:
    """From one version to a later one of the same order."""
    now = subject(older.commission)
    tree = Offer.objects.unscoped(reason="the offer is given").values_list("tree", flat=True).get(pk=newer.pk)
    made_of = Subject(
        kind=now.kind, course=now.course, variant=now.variant, tree=tree, process=newer.process["settings"]
    )
    content = what_changed(older, made_of)
    return Changes(content.pages, content.settings, _terms(older, newer))


def _terms(older: Offer, newer: Offer) -> list[str]:
    found = []
    if older.total != newer.total:
        found.append(_said(_("Price"), said(older.total), said(newer.total)))
    elif older.lines != newer.lines:
        found.append(_("The lines are others; they come to the same."))
    if older.valid_until != newer.valid_until:
        days = (date_format(each.valid_until, "j. F Y") for each in (older, newer))
        found.append(_said(_("Valid until"), *days))
    if older.dates != newer.dates:
        found.append(_("The dates are others."))
    if _words(older) != _words(newer):
        found.append(_("The words about what is included are others."))
    return found


def _said(label: str, before: str, after: str) -> str:
    return _("%(label)s: %(before)s before, %(after)s now") % {"label": label, "before": before, "after": after}


def _words(offer: Offer) -> tuple[Any, ...]:
    return offer.order.get("introduction"), offer.content.get("scope")
