"""Offers are kept as accounting material; who made and approved them is a person's own to have taken off."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from elearning.accounts import personal_data, retention
from elearning.accounts.actions.delete_account import DeleteAccount
from elearning.commissions.actions.moves import MOVES
from elearning.commissions.models import Commission, Offer, OrderApproval
from tests.elearning.commissions import people

EVERY = {"reason": "a test"}


def test_an_account_that_goes_takes_its_name_and_leaves_offer_and_approval(
    ordered: Commission, offered: Offer, approver: Any
) -> None:
    people.approve(ordered, approver)
    told = dict(personal_data.as_json(approver)["data"])

    DeleteAccount(approver, by=approver).execute()

    assert [row["text"] for row in told["order-approvals"]["rows"]] == ["Tilbud 1"]
    said = OrderApproval.objects.unscoped(**EVERY).get()
    assert (said.user, said.offer) == (None, offered)


@pytest.mark.parametrize(("years", "kept"), [(5.5, True), (6.1, False)])
def test_an_order_that_was_offered_is_kept_for_six_years(
    ordered: Commission, offered: Offer, designer: Any, years: float, kept: bool
) -> None:
    MOVES["decline"](people.again(ordered), user=designer, note="Nej.").execute()
    last = timezone.now() - timedelta(days=int(365.25 * years))
    Commission.objects.unscoped(**EVERY).update(updated_at=last)

    retention.apply_rules()

    assert Commission.objects.unscoped(**EVERY).filter(pk=ordered.pk).exists() == kept
    assert Offer.objects.unscoped(**EVERY).exists() == kept
