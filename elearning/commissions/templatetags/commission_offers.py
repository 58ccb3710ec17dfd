"""Offers and approvals in templates: prices, and the panels that order pages include by one line."""

from __future__ import annotations

from typing import Any

from django import template

from elearning.commissions.models import Commission
from elearning.commissions.offers import money
from elearning.commissions.offers.checklist import checklist
from elearning.commissions.offers.standing import standing

register = template.Library()


@register.filter
def kroner(oere: int | None) -> str:
    """»12.500,00 kr.«"""
    return money.said(int(oere or 0))


@register.filter
def amount(quantity: str) -> str:
    """»1,5«"""
    return money.said_quantity(quantity)


@register.inclusion_tag("commissions/offers/panel.html")
def offer_panel(commission: Commission, user: Any) -> dict[str, Any]:
    """On the municipality's page of an order: offer, approval, what people meet, and what is missing."""
    return {
        "commission": commission,
        "standing": standing(commission, user),
        "checklist": checklist(commission, user),
    }


@register.inclusion_tag("commissions/admin/offers/panel.html")
def offer_desk_panel(commission: Commission, user: Any) -> dict[str, Any]:
    """The same on the desk's page of an order."""
    return {
        "commission": commission,
        "standing": standing(commission, user),
        "checklist": checklist(commission, user),
    }
