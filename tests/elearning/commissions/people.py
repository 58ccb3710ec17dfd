"""People and orders for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from elearning.commissions.actions.approve import ApproveOrder
from elearning.commissions.actions.drafts import SaveDraft
from elearning.commissions.actions.moves import SubmitCommission
from elearning.commissions.actions.offers import IssueOffer, SaveOfferDraft
from elearning.commissions.models import Commission, Offer, SentMail
from elearning.commissions.offers.selectors import approval_of
from elearning.commissions.tasks import send_mail
from elearning.municipalities.models import Municipality
from tests.factories import MembershipFactory, UserFactory

WISH: dict[str, Any] = {
    "title": "AI i borgerservice",
    "audience": "Ledere i borgerservice",
    "levels": ["manager"],
    "people": 40,
    "content_wishes": "Hvad AI betyder for en sagsbehandler.",
    "format": "elearning",
    "contact_name": "Rikke Redaktør",
    "contact_email": "rikke@lilleroed.example",
}
FACTS: dict[str, Any] = {
    "cvr": "10150817",
    "ean": "5798000420007",
    "person_reference": "Rikke",
    "order_number": "4711",
    "data_controller": "Lillerød Kommune",
    "data_contact_name": "Dan Beskytter",
    "data_contact_email": "dpo@lilleroed.example",
    "data_retention": {"accounts": 36, "enrolments": 60, "answers": 12, "work": 6},
    "sub_processors": "ingen",
}


def member(municipality: Municipality, role: str, **fields: Any) -> Any:
    user = UserFactory(**fields)
    MembershipFactory(user=user, municipality=municipality, role=role)
    return user


def draft(municipality: Municipality, user: Any = None, **fields: Any) -> Commission:
    return SaveDraft({"municipality": municipality, **WISH, **fields}, user=user).execute()


def sent(municipality: Municipality, user: Any = None, **fields: Any) -> Commission:
    commission = draft(municipality, user, **fields)
    SubmitCommission(commission, user=user, wrote_it=user is None).execute()
    return again(commission)


#: Two lines of an offer: 25.000,00 kr. in all.
LINES: list[dict[str, Any]] = [
    {"text": "Tilpasning", "quantity": "2", "unit_price": 1_000_000},
    {"text": "Opstart", "quantity": "1.5", "unit_price": 333_333},
]


def write(commission: Commission, designer: Any, **values: Any) -> None:
    """The draft of an offer."""
    given = {"valid_until": timezone.localdate() + timedelta(days=30), "lines": LINES, **values}
    SaveOfferDraft(commission, given, user=designer).execute()


def offer(commission: Commission, designer: Any, **values: Any) -> Offer:
    """Made, which takes the order to »offered«; one without a course needs ``scope``."""
    write(commission, designer, **values)
    return IssueOffer(commission, user=designer).execute()


def approve(commission: Commission, approver: Any) -> Any:
    """Her yes to what there is to approve, as if she had just read it."""
    standing = approval_of(again(commission))
    seen = standing.sha256 if standing else ""
    return ApproveOrder(again(commission), user=approver, seen_sha256=seen).execute()


def again(commission: Commission) -> Commission:
    """As the database has it."""
    return Commission.objects.unscoped(reason="a test").get(pk=commission.pk)


def mails(commission: Commission, **which: Any) -> list[SentMail]:
    every = SentMail.objects.unscoped(reason="a test").filter(commission=commission, **which)
    return list(every.order_by("pk"))


def post(commission: Commission) -> int:
    """Have the worker send what waits; how many went out."""
    return sum(send_mail.run(mail.pk) for mail in mails(commission))
