"""Who made an offer and who said yes to it: in *my data*, taken off with the account.

Offers are accounting material. Bogføringsloven § 12: they are kept for five years from the end of the accounting year.
An order that was offered is therefore kept a year longer than others, counted from its last change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from elearning.accounts.models import User
from elearning.accounts.personal_data import PersonalDatum, Row, register
from elearning.accounts.personal_data_accounts import CONTRACT
from elearning.accounts.personal_data_commissions import OVER, take_orders
from elearning.accounts.retention import RetentionRule, register_rule

SAID = {"type": _("kind"), "order": _("commission"), "text": _("text"), "at": _("when")}
#: model, the field that says who, the way to its order, when
SAYINGS = (
    ("Offer", "made_by", "commission", "made_at"),
    ("OfferWithdrawal", "by", "offer__commission", "at"),
    ("OrderApproval", "user", "commission", "at"),
)


def _rows(model: str) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model("commissions", model)._base_manager.all()
    return found


def _said(user: User) -> list[Row]:
    return [
        {
            "type": str(apps.get_model("commissions", model)._meta.verbose_name),
            "order": str(row.offer.commission if model == "OfferWithdrawal" else row.commission),
            "text": getattr(row, "what", ""),
            "at": getattr(row, at),
        }
        for model, who, order, at in SAYINGS
        for row in _rows(model).filter(**{who: user}).select_related(order).order_by("pk")
    ]


def _take_name_off(user: User) -> None:
    """That it was offered and approved is both sides' to know; who it was goes with the account."""
    for model, who, _order, _at in SAYINGS:
        _rows(model).filter(**{who: user}).update(**{who: None})


def _old_offered_orders(cutoff: datetime) -> QuerySet[Any]:
    offered = _rows("Offer").values("commission")
    return _rows("Commission").filter(stage__in=OVER, updated_at__lt=cutoff, pk__in=offered)


def _take_with_offers(keys: Sequence[Any]) -> None:
    _rows("Offer").filter(commission__in=list(keys)).delete()
    take_orders(keys)


def register_all() -> None:
    register(
        PersonalDatum(
            name="order-approvals",
            label=_("Offers and approvals of orders"),
            purpose=_("To show who made an offer, and who said yes to it for your municipality"),
            basis=CONTRACT,
            kind="offers",
            models=(
                "commissions.Offer",
                "commissions.OfferDraft",
                "commissions.OfferWithdrawal",
                "commissions.OrderApproval",
            ),
            columns=SAID,
            export=_said,
            erase=_take_name_off,
        )
    )
    register_rule(RetentionRule("offered-orders", "offers", _old_offered_orders, _take_with_offers))
