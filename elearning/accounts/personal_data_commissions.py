"""What ordering a course leaves behind: in *my data*, taken off with the account, and taken away when its time is up.

An order is the municipality's, and stays when somebody's account goes: without her name, address and number.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from elearning.accounts.models import User
from elearning.accounts.personal_data import PersonalDatum, Row, register, rows_of
from elearning.accounts.personal_data_accounts import CONTRACT
from elearning.accounts.retention import RetentionRule, register_rule

ORDER = {
    "number": _("number"),
    "title": _("title"),
    "municipality": _("municipality"),
    "stage": _("stage"),
    "contact_name": _("name"),
    "contact_email": _("e-mail address"),
    "contact_phone": _("contact's telephone"),
    "created_at": _("created"),
}
PART = {"type": _("kind"), "order": _("commission"), "text": _("text"), "at": _("when")}
MAIL = {"commission": _("commission"), "kind": _("kind"), "created_at": _("created"), "sent_at": _("sent")}

#: What of an order says who somebody is.
CONTACT = {"contact_name": "", "contact_email": "", "contact_phone": ""}
OVER = ("closed", "declined", "withdrawn")


def _rows(model: str) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model("commissions", model)._base_manager.all()
    return found


def _hers(user: User) -> QuerySet[Any]:
    return _rows("Commission").filter(Q(created_by=user) | Q(contact_email__iexact=user.email))


def _orders(user: User) -> list[Row]:
    return rows_of(_hers(user).select_related("municipality").order_by("pk"), ORDER)


def _take_name_off_orders(user: User) -> None:
    take_orders(_rows("Commission").filter(created_by=user, stage="draft").values_list("pk", flat=True))
    _rows("Commission").filter(contact_email__iexact=user.email).update(**CONTACT)
    _rows("Commission").filter(data_contact_email__iexact=user.email).update(
        data_contact_name="", data_contact_email=""
    )
    for field in ("created_by", "handled_by"):
        _rows("Commission").filter(**{field: user}).update(**{field: None})


#: model, the field that says who, what is shown of it, when
PARTS = (
    ("StageChange", "by", "note", "at"),
    ("Comment", "author", "text", "at"),
    ("Attachment", "uploaded_by", "name", "at"),
    ("Task", "created_by", "title", "created_at"),
    ("Task", "owner", "title", "created_at"),
    ("Wish", "created_by", "text", "created_at"),
    ("Wish", "owner", "text", "created_at"),
    ("WishEvent", "by", "note", "at"),
)


def _parts(user: User) -> list[Row]:
    return [
        {
            "type": str(apps.get_model("commissions", model)._meta.verbose_name),
            "order": str(row.commission),
            "text": getattr(row, text),
            "at": getattr(row, at),
        }
        for model, who, text, at in PARTS
        for row in _rows(model).filter(**{who: user}).select_related("commission").order_by("pk")
    ]


def _take_name_off_parts(user: User) -> None:
    """What was said and shown is both sides' to know; who it was goes with the account."""
    for model, who, _text, _at in (*PARTS, ("Task", "done_by", "", ""), ("Wish", "met_by", "", "")):
        _rows(model).filter(**{who: user}).update(**{who: None})


def _mails(user: User) -> list[Row]:
    return rows_of(_rows("SentMail").filter(recipient__iexact=user.email).select_related("commission"), MAIL)


def _forget_mails(user: User) -> None:
    _rows("SentMail").filter(recipient__iexact=user.email).delete()


def _old_drafts(cutoff: datetime) -> QuerySet[Any]:
    return _rows("Commission").filter(stage="draft", updated_at__lt=cutoff)


def _old_orders(cutoff: datetime) -> QuerySet[Any]:
    """Those that are over; one that is under way is kept, and one that was offered for longer."""
    offered = _rows("Offer").values("commission")
    return _rows("Commission").filter(stage__in=OVER, updated_at__lt=cutoff).exclude(pk__in=offered)


def _old_mails(cutoff: datetime) -> QuerySet[Any]:
    return _rows("SentMail").filter(created_at__lt=cutoff)


def take_orders(keys: Sequence[Any] | QuerySet[Any]) -> None:
    """Whole orders, with what hangs on them and the files."""
    keys = list(keys)
    for attachment in _rows("Attachment").filter(commission__in=keys):
        transaction.on_commit(partial(attachment.file.storage.delete, str(attachment.file.name)), robust=True)
    _rows("Commission").filter(pk__in=keys).delete()


def _take_mails(keys: Sequence[Any]) -> None:
    _rows("SentMail").filter(pk__in=keys).delete()


def register_all() -> None:
    for datum in DATA:
        register(datum)
    for rule in RULES:
        register_rule(rule)


DATA = (
    PersonalDatum(
        name="orders",
        label=_("Orders"),
        purpose=_("To answer what you have ordered for your municipality"),
        basis=CONTRACT,
        kind="orders",
        models=("commissions.Commission",),
        columns=ORDER,
        export=_orders,
        erase=_take_name_off_orders,
    ),
    PersonalDatum(
        name="order-work",
        label=_("Work on orders"),
        purpose=_("To let your municipality and the course designer see who said and promised what"),
        basis=CONTRACT,
        kind="orders",
        models=(
            "commissions.StageChange",
            "commissions.Comment",
            "commissions.Attachment",
            "commissions.Task",
            "commissions.Wish",
            "commissions.WishEvent",
        ),
        columns=PART,
        export=_parts,
        erase=_take_name_off_parts,
    ),
    PersonalDatum(
        name="order-mails",
        label=_("E-mails about orders"),
        purpose=_("To write to you once about each step, and not twice"),
        basis=CONTRACT,
        kind="reminders",
        models=("commissions.SentMail",),
        columns=MAIL,
        export=_mails,
        erase=_forget_mails,
    ),
)
RULES = (
    RetentionRule("order-drafts", "drafts", _old_drafts, take_orders),
    RetentionRule("orders", "orders", _old_orders, take_orders),
    RetentionRule("order-mails", "reminders", _old_mails, _take_mails),
)
