"""An order in words: what it says, and what happens next."""

from __future__ import annotations

from typing import Any

from django.db.models import Field
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from elearning.commissions.models import Commission
from elearning.commissions.stages import Next, Stage, turn
from elearning.municipalities.models import Membership

#: The order's fields in the order they are shown.
SHOWN = (
    "municipality",
    "course",
    "audience",
    "levels",
    "people",
    "content_wishes",
    "process_wishes",
    "systems",
    "starts",
    "ends",
    "format",
    "contact_name",
    "contact_email",
    "contact_phone",
)


def summary(commission: Commission) -> list[tuple[str, str]]:
    """What the order says, as (label, text); what is empty is left out."""
    rows = [(label_of(name), _said(commission, name)) for name in SHOWN]
    if commission.express:
        rows.append((_("The quick way"), _("Yes: the course as it is")))
    if commission.call_back:
        rows.append((_("Call me back"), _("Yes")))
    return [(label, text) for label, text in rows if text]


def facts(commission: Commission) -> list[tuple[str, str]]:
    """What the invoice and the data processing agreement need, as far as it is filled in."""
    names = ("cvr", "ean", "person_reference", "order_number", "data_controller", "data_contact_name")
    rows = [
        (label_of(name), str(getattr(commission, name))) for name in (*names, "data_contact_email", "sub_processors")
    ]
    return [(label, text) for label, text in rows if text]


def next_step(commission: Commission) -> str:
    """What happens next and who does it, in a sentence; "" where nothing does."""
    stage, express = Stage(commission.stage), commission.express
    if stage is Stage.REQUESTED and express:
        return _("An approver in the municipality approves the order. Then it can begin.")
    return {
        Stage.DRAFT: _("Finish the order and send it."),
        Stage.REQUESTED: _("The course designer reads the order and writes or calls."),
        Stage.CLARIFYING: _("The course designer clarifies the need with you."),
        Stage.CO_DESIGN: _("You and the course designer shape content and process together. Then comes an offer."),
        Stage.OFFERED: _("An approver in the municipality reads the offer and approves it, or asks for changes."),
        Stage.APPROVED: _("Invoice and data facts are filled in, and the course is set running."),
        Stage.RUNNING: _("The municipality runs the course at home."),
        Stage.EVALUATED: _("The course designer goes through the evaluation and closes the order."),
    }.get(stage, "")


def whose_turn(commission: Commission) -> str:
    """Who takes the next step."""
    return {
        Next.WRITER: _("you"),
        Next.DESIGNER: _("the course designer"),
        Next.MUNICIPALITY: _("the municipality's editor"),
        Next.APPROVER: _("the municipality's approver"),
        Next.NOBODY: "",
    }[turn(commission.stage, express=commission.express)]


def level_names(levels: Any) -> str:
    names = dict(Membership.Level.choices)
    return ", ".join(str(names[level]) for level in levels or [] if level in names)


def label_of(name: str) -> str:
    """What a field of an order is called, as a heading."""
    field = Commission._meta.get_field(name)
    return str(capfirst(field.verbose_name)) if isinstance(field, Field) else name


def _said(commission: Commission, name: str) -> str:
    value = getattr(commission, name)
    if name == "course":
        return commission.course.title if commission.course else _("From scratch")
    if name == "levels":
        return level_names(value)
    if name == "format":
        return str(commission.get_format_display())
    if name in ("starts", "ends"):
        return date_format(value, "j. F Y") if value else ""
    return str(value) if value is not None else ""
