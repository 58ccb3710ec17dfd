"""An approval never covers anything but the version that was seen."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from courses.actions.answer_approval import AnswerApproval
from courses.actions.request_approval import RequestApproval
from courses.approval.selectors import candidate, is_current
from courses.models import ApprovalVote, LessonPage, VariantApproval
from courses.trees.nodes import index
from elearning.commissions.actions.approve import ApproveOrder
from elearning.commissions.actions.moves import MOVES
from elearning.commissions.errors import CommissionRefused, RequirementsMissing, StaleOffer
from elearning.commissions.models import Commission, Offer, OrderApproval
from elearning.commissions.offers.selectors import learners
from elearning.commissions.offers.subject import offered_now
from tests.courses.factories import node_id
from tests.elearning.commissions import people
from tests.elearning.commissions.offers.conftest import variant_of
from tests.tracking import factories
from tracking.actions.enrol import Enrol

EVERY = {"reason": "a test"}


def approve(order: Commission, user: Any, offer: Offer | None = None, **kwargs: Any) -> Any:
    given = {"seen_sha256": offer.sha256} if offer is not None else {}
    return ApproveOrder(people.again(order), user=user, **{**given, **kwargs}).execute()


def one_character(order: Commission) -> None:
    """One full stop, in the text of one lesson."""
    lesson = LessonPage.objects.descendant_of(variant_of(order).course).get(node_id=node_id("l1"))
    draft = lesson.get_latest_revision_as_object()
    raw = list(draft.body.raw_data)
    raw[0]["value"]["text"] = raw[0]["value"]["text"].replace("her.", "her:")
    draft.body = raw
    draft.save_revision()


def test_the_order_and_the_version_are_approved_in_one(ordered: Commission, offered: Offer, approver: Any) -> None:
    approve(ordered, approver, offered)

    variant = variant_of(ordered)
    approval = VariantApproval.objects.unscoped(**EVERY).get()
    assert people.again(ordered).stage == "approved"
    assert approval.status == "approved"
    assert approval.sha256 == offered.tree_sha256
    assert [vote.user for vote in approval.votes.all()] == [approver]
    assert variant.current_release == approval.release
    assert index(approval.release.tree)[node_id("l1")]["fields"]["title"] == "Begynd i Lillerød"
    assert is_current(candidate(variant))


def test_one_character_changed_between_seeing_and_approving_is_refused_and_shown(
    ordered: Commission, offered: Offer, approver: Any
) -> None:
    one_character(ordered)

    with pytest.raises(StaleOffer) as refused:
        approve(ordered, approver, offered)

    assert refused.value.changes is not None
    [page] = refused.value.changes.pages
    assert page["title"] == "Begynd i Lillerød"
    assert "Vi begynder her" in page["lines"][0]
    assert people.again(ordered).stage == "offered"
    assert not OrderApproval.objects.unscoped(**EVERY).exists()
    assert not VariantApproval.objects.unscoped(**EVERY).exists()
    assert variant_of(ordered).current_release is None


def test_one_character_changed_afterwards_reaches_nobody_before_it_is_approved(
    ordered: Commission, offered: Offer, approver: Any, editor: Any, learner: Any
) -> None:
    approve(ordered, approver, offered)
    approved = variant_of(ordered).current_release
    running = Enrol(learner, variant_of(ordered).course, ordered.municipality).execute()

    one_character(ordered)

    standing = learners(people.again(ordered))
    assert standing is not None
    assert standing.waiting
    assert standing.approved == standing.given == approved
    assert [page["title"] for page in standing.changes.pages] == ["Begynd i Lillerød"]
    late = people.member(ordered.municipality, "learner")
    assert Enrol(late, variant_of(ordered).course, ordered.municipality).execute().release == approved

    asked = RequestApproval(variant_of(ordered), user=editor).execute()
    AnswerApproval(asked, user=approver, approves=True, seen_sha256=asked.sha256).execute()

    later = people.member(ordered.municipality, "learner")
    given = Enrol(later, variant_of(ordered).course, ordered.municipality).execute().release
    assert given == variant_of(ordered).current_release != approved
    running.refresh_from_db()
    assert running.release == approved
    standing = learners(people.again(ordered))
    assert standing is not None
    assert not standing.waiting
    assert (standing.approved, standing.given) == (approved, given)


def test_another_process_is_another_thing_to_approve(ordered: Commission, offered: Offer, approver: Any) -> None:
    process = variant_of(ordered).process
    process.pass_mark = 80
    process.save()

    with pytest.raises(StaleOffer) as refused:
        approve(ordered, approver, offered)
    assert refused.value.changes is not None
    assert refused.value.changes.settings == ["Beståelsesgrænse i procent: 70 pct. før, 80 pct. nu"]


def test_who_read_an_older_offer_approves_nothing_and_is_told_what_is_different(
    ordered: Commission, offered: Offer, designer: Any, approver: Any
) -> None:
    people.offer(ordered, designer, lines=people.LINES[:1])

    with pytest.raises(StaleOffer) as refused:
        approve(ordered, approver, offered)

    assert refused.value.changes is not None
    assert refused.value.changes.terms == ["Pris: 25.000,00 kr. før, 20.000,00 kr. nu"]
    assert people.again(ordered).stage == "offered"


@pytest.mark.parametrize("seen", ["", "0" * 64, "zzz", "\0"])
def test_a_hash_of_something_else_approves_nothing(
    ordered: Commission, offered: Offer, approver: Any, seen: str
) -> None:
    with pytest.raises(StaleOffer):
        approve(ordered, approver, seen_sha256=seen)


def test_an_offer_that_has_run_out_is_not_approved(
    ordered: Commission, offered: Offer, approver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = timezone.localdate() + timedelta(days=31)
    monkeypatch.setattr("elearning.commissions.offers.selectors.timezone.localdate", lambda: later)

    with pytest.raises(CommissionRefused, match="gjaldt til og med"):
        approve(ordered, approver, offered)


def test_only_the_municipalitys_approvers_approve_and_not_by_the_step_alone(
    ordered: Commission, offered: Offer, designer: Any, editor: Any, learner: Any, stranger: Any, approver: Any
) -> None:
    for person in (designer, editor, learner, stranger):
        with pytest.raises(PermissionDenied):
            approve(ordered, person, offered)
    with pytest.raises(RequirementsMissing):
        MOVES["approve"](people.again(ordered), user=approver).execute()


def test_whoever_made_the_offer_does_not_approve_it(ordered: Commission, designer: Any, home: Any) -> None:
    home.memberships.create(user=designer, role="approver")
    offer = people.offer(ordered, designer)

    with pytest.raises(CommissionRefused, match="En anden"):
        approve(ordered, designer, offer)


def test_where_two_must_say_yes_one_person_is_one(ordered: Commission, designer: Any, approver: Any, home: Any) -> None:
    home.approvals_required = 2
    home.save()
    second = people.member(home, "approver", email="ulla@lilleroed.example")
    offer = people.offer(ordered, designer)

    assert approve(ordered, approver, offer) is None
    assert people.again(ordered).stage == "offered"
    assert variant_of(ordered).current_release is None
    assert [mail.recipient for mail in people.mails(ordered, kind="half_approved")] == ["ulla@lilleroed.example"]
    with pytest.raises(CommissionRefused, match="allerede"):
        approve(ordered, approver, offer)
    approve(ordered, second, offer)

    assert people.again(ordered).stage == "approved"
    assert set(ApprovalVote.objects.unscoped(**EVERY).values_list("user__email", flat=True)) == {
        approver.email,
        second.email,
    }


def test_a_yes_to_an_earlier_version_does_not_count_for_the_next(
    ordered: Commission, designer: Any, approver: Any, home: Any
) -> None:
    home.approvals_required = 2
    home.save()
    second = people.member(home, "approver", email="ulla@lilleroed.example")
    approve(ordered, approver, people.offer(ordered, designer))
    newer = people.offer(ordered, designer, lines=people.LINES[:1])

    assert approve(ordered, second, newer) is None
    assert people.again(ordered).stage == "offered"
    approve(ordered, approver, newer)
    assert people.again(ordered).stage == "approved"


def test_an_approval_that_the_editors_have_asked_for_is_the_same_one(
    ordered: Commission, offered: Offer, editor: Any, approver: Any
) -> None:
    asked = RequestApproval(variant_of(ordered), user=editor).execute()

    approve(ordered, approver, offered)

    asked.refresh_from_db()
    assert asked.status == "approved"
    assert VariantApproval.objects.unscoped(**EVERY).count() == 1


def test_a_version_that_is_approved_already_is_not_approved_twice(
    ordered: Commission, offered: Offer, editor: Any, approver: Any
) -> None:
    asked = RequestApproval(variant_of(ordered), user=editor).execute()
    AnswerApproval(asked, user=approver, approves=True, seen_sha256=asked.sha256).execute()
    release = variant_of(ordered).current_release

    approve(ordered, approver, offered)

    assert variant_of(ordered).current_release == release
    assert VariantApproval.objects.unscoped(**EVERY).count() == 1


def test_what_cannot_be_published_leaves_everything_as_it_was(
    ordered: Commission, offered: Offer, approver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from courses.variants.errors import VariantRefused

    def refuse(_self: Any) -> None:
        raise VariantRefused("Kurset er for langt.")

    monkeypatch.setattr("elearning.commissions.offers.publishing.PublishVariant.execute", refuse)
    with pytest.raises(CommissionRefused, match="for langt"):
        approve(ordered, approver, offered)

    assert people.again(ordered).stage == "offered"
    assert not OrderApproval.objects.unscoped(**EVERY).exists()


def test_from_scratch_the_words_and_the_price_are_approved(
    home: Any, editor: Any, designer: Any, approver: Any
) -> None:
    order = people.sent(home, editor)
    MOVES["clarify"](order, user=designer).execute()
    offer = people.offer(order, designer, scope="Et kursus på en dag.")

    approve(order, approver, offer)

    assert people.again(order).stage == "approved"
    assert learners(people.again(order)) is None


def test_the_quick_way_approves_the_version_that_was_shown(home: Any, editor: Any, approver: Any) -> None:
    release = factories.released(factories.course(factories.module(factories.lesson())))
    order = people.sent(home, editor, express=True, course=release.course)
    seen = offered_now(order).sha256
    assert seen
    with pytest.raises(StaleOffer):
        approve(order, approver, seen_sha256="0" * 64)
    with pytest.raises(RequirementsMissing):
        MOVES["approve_express"](order, user=approver).execute()
    approve(order, approver, seen_sha256=seen)

    assert people.again(order).stage == "approved"
    assert (
        people.again(order).approvals.get().what == f"Version {release.number} af »{release.tree['fields']['title']}«"
    )
