"""The wishes of an order, in a word, on the screens of the order."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from elearning.commissions.models import Commission, Wish
from elearning.commissions.wishes.rules import SHAPING
from elearning.commissions.wishes.selectors import tallies, wishes_of

register = template.Library()


@register.inclusion_tag("commissions/wishes/_summary.html")
def wishes_in_short(commission: Commission) -> dict[str, Any]:
    """On the municipality's page."""
    return _in_short(commission, reverse("commissions:wishes", args=[commission.pk]))


@register.inclusion_tag("commissions/admin/_wishes_summary.html")
def wishes_at_the_desk(commission: Commission) -> dict[str, Any]:
    return _in_short(commission, reverse("hyldefri_commissions:wishes", args=[commission.pk]))


def _in_short(commission: Commission, url: str) -> dict[str, Any]:
    wishes = wishes_of(commission)
    return {
        "url": url,
        "tallies": tallies(wishes)[1:],
        "waiting": [wish for wish in wishes if wish.state == Wish.State.OPEN][:3],
        "shown": bool(wishes) or commission.stage in SHAPING,
    }
