"""An offer is what was seen, once and for all."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.approval.selectors import candidate
from elearning.commissions.actions.moves import MOVES
from elearning.commissions.actions.offers import IssueOffer, SaveOfferDraft
from elearning.commissions.errors import IllegalTransition, RequirementsMissing, StaleOffer
from elearning.commissions.models import Commission, ImmutableOffer, Offer, OfferWithdrawal, OrderApproval
from elearning.commissions.offers.selectors import in_force
from elearning.commissions.offers.snapshot import sha256_of
from tests.elearning.commissions import people
from tests.elearning.commissions.offers.conftest import edit, variant_of

EVERY = {"reason": "a test"}


def test_an_offer_says_what_is_included_and_what_it_costs(ordered: Commission, offered: Offer) -> None:
    [module] = offered.content["modules"]
    assert [(page["title"], page["minutes"]) for page in module["pages"]] == [
        ("Begynd i Lillerød", 5.0), ("Test", 5.0), ("Tal sammen", 20.0),
    ]  # fmt: skip
    assert offered.content["budget"]["used"] == module["minutes"] == 30.0
    assert offered.content["budget"]["total"] == 360
    [page] = offered.content["differences"]
    assert page["title"] == "Begynd i Lillerød"
    assert page["lines"] == ["Ændret: Lektion »Begynd i Lillerød« (Titel)"]
    assert offered.content["shared"] == {"title": "Kursus", "version": 1}
    assert {row["label"]: row["text"] for row in offered.process["said"]}["Beståelsesgrænse i procent"] == "70 pct."
    assert [line["amount"] for line in offered.lines] == [2_000_000, 500_000]
    assert (offered.total, offered.vat) == (2_500_000, 625_000)
    assert offered.order["municipality"] == "Lillerød Kommune"


def test_its_hash_is_the_one_the_versions_own_approval_has(ordered: Commission, offered: Offer) -> None:
    assert offered.tree_sha256 == candidate(variant_of(ordered)).sha256
    parts = {name: getattr(offered, name) for name in ("number", "order", "content", "process", "dates", "lines")}
    parts |= {name: getattr(offered, name) for name in ("total", "vat", "required", "tree_sha256")}
    parts |= {"made_at": offered.made_at.isoformat(), "valid_until": offered.valid_until.isoformat()}
    assert offered.sha256 == sha256_of(parts)
    fresh = Offer.objects.unscoped(**EVERY).get()
    assert sha256_of({**parts, **{name: getattr(fresh, name) for name in ("content", "lines", "process")}}) == (
        offered.sha256
    )


def test_making_it_moves_the_order_and_tells_the_municipality_until_when(ordered: Commission, offered: Offer) -> None:
    order = people.again(ordered)
    assert order.stage == "offered"
    assert order.due_on == offered.valid_until
    assert {mail.recipient for mail in people.mails(order, kind="offered")} == {
        "rikke@lilleroed.example",
        "gitte@lilleroed.example",
    }


def test_an_offer_is_never_written_again(offered: Offer) -> None:
    offered.total = 1
    with pytest.raises(ImmutableOffer):
        offered.save()
    with pytest.raises(ImmutableOffer):
        offered.delete()
    every = Offer.objects.unscoped(**EVERY)
    for change in (lambda: every.update(total=1), every.delete, lambda: every.bulk_update([offered], ["total"])):
        with pytest.raises(ImmutableOffer):
            change()
    assert Offer.objects.unscoped(**EVERY).get().total == 2_500_000


@pytest.mark.parametrize("wrong", [{"number": 1}, {"number": 0}, {"number": 2, "total": -1}])
def test_the_database_itself_refuses_a_second_of_the_same_number_and_less_than_nothing(
    offered: Offer, wrong: dict[str, int]
) -> None:
    fields = {field.attname: getattr(offered, field.attname) for field in Offer._meta.concrete_fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(**{**fields, "id": None, **wrong})


def test_a_new_version_takes_the_place_of_the_one_before(ordered: Commission, offered: Offer, designer: Any) -> None:
    newer = people.offer(ordered, designer, lines=people.LINES[:1])

    assert newer.number == 2
    assert in_force(people.again(ordered)) == newer
    assert newer.total == 2_000_000
    assert Offer.objects.unscoped(**EVERY).get(number=1).total == 2_500_000
    assert len(people.mails(ordered, kind="offer_renewed")) == 2


def test_asking_for_changes_withdraws_it(ordered: Commission, offered: Offer, approver: Any) -> None:
    MOVES["reopen"](people.again(ordered), user=approver, note="Kortere.").execute()

    assert in_force(people.again(ordered)) is None
    assert OfferWithdrawal.objects.unscoped(**EVERY).get().by == approver


def test_the_step_cannot_be_taken_without_an_offer(ordered: Commission, designer: Any) -> None:
    with pytest.raises(RequirementsMissing) as refused:
        MOVES["offer"](ordered, user=designer).execute()
    assert [finding.field for finding in refused.value.findings] == ["offer"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [{"text": "Rabat", "quantity": "1", "unit_price": -5}]}, "lines"),
        ({"valid_until": None}, "valid_until"),
        ({"valid_until": timezone.localdate() - timedelta(days=1)}, "valid_until"),
        ({"valid_until": timezone.localdate() + timedelta(days=400)}, "valid_until"),
        ({"starts": timezone.localdate(), "ends": timezone.localdate() - timedelta(days=1)}, "ends"),
    ],
)
def test_a_draft_that_is_not_finished_is_refused_and_said_why(
    ordered: Commission, designer: Any, values: dict[str, Any], field: str
) -> None:
    people.write(ordered, designer, **values)

    with pytest.raises(RequirementsMissing) as refused:
        IssueOffer(ordered, user=designer).execute()
    assert [finding.field for finding in refused.value.findings] == [field]
    assert not Offer.objects.unscoped(**EVERY).exists()
    assert people.again(ordered).stage == "co_design"


def test_a_course_that_has_changed_since_the_designer_looked_is_not_offered(ordered: Commission, designer: Any) -> None:
    people.write(ordered, designer)
    seen = candidate(variant_of(ordered)).sha256
    edit(variant_of(ordered), "Begynd i Lillerød!")

    with pytest.raises(StaleOffer):
        IssueOffer(ordered, user=designer, seen_sha256=seen).execute()


def test_from_scratch_the_offer_is_of_what_the_designer_writes(home: Any, editor: Any, designer: Any) -> None:
    order = people.sent(home, editor)
    MOVES["clarify"](order, user=designer).execute()
    people.write(order, designer)
    with pytest.raises(RequirementsMissing) as refused:
        IssueOffer(order, user=designer).execute()
    assert [finding.field for finding in refused.value.findings] == ["scope"]

    offer = people.offer(order, designer, scope="Et kursus på en dag.")

    assert (offer.tree, offer.tree_sha256) == (None, "")
    assert offer.content == {"kind": "scratch", "title": "", "scope": "Et kursus på en dag."}


def test_only_the_desk_writes_offers_and_only_while_there_is_something_to_offer(
    ordered: Commission, offered: Offer, designer: Any, editor: Any, approver: Any
) -> None:
    for person in (editor, approver):
        with pytest.raises(PermissionDenied):
            SaveOfferDraft(ordered, {}, user=person).execute()
        with pytest.raises(PermissionDenied):
            IssueOffer(ordered, user=person).execute()
    MOVES["decline"](people.again(ordered), user=designer, note="Nej.").execute()
    with pytest.raises(IllegalTransition):
        IssueOffer(ordered, user=designer).execute()


def test_another_municipality_reaches_none_of_it(offered: Offer, stranger: Any) -> None:
    theirs = stranger.memberships.get().municipality
    for model in (Offer, OfferWithdrawal, OrderApproval):
        assert not model.objects.for_municipality(theirs).exists()
