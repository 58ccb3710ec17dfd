"""People and orders for tests."""

from __future__ import annotations

from typing import Any

from elearning.commissions.actions.drafts import SaveDraft
from elearning.commissions.actions.moves import SubmitCommission
from elearning.commissions.models import Commission, SentMail
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


def again(commission: Commission) -> Commission:
    """As the database has it."""
    return Commission.objects.unscoped(reason="a test").get(pk=commission.pk)


def mails(commission: Commission, **which: Any) -> list[SentMail]:
    every = SentMail.objects.unscoped(reason="a test").filter(commission=commission, **which)
    return list(every.order_by("pk"))


def post(commission: Commission) -> int:
    """Have the worker send what waits; how many went out."""
    return sum(send_mail.run(mail.pk) for mail in mails(commission))
