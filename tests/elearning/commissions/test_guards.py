"""An illegal stage is impossible in the model and in the database; mails go once; data goes in its time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from elearning.accounts import personal_data, retention
from elearning.accounts.actions.delete_account import DeleteAccount
from elearning.commissions import stages
from elearning.commissions.actions.change import ChangeFacts, ChangeTerms
from elearning.commissions.actions.moves import (
    ApproveCommission,
    ApproveExpress,
    ClarifyCommission,
    MakeOffer,
    RunCommission,
    StartCoDesign,
    WithdrawCommission,
)
from elearning.commissions.actions.timeline import AddAttachment, AddComment
from elearning.commissions.errors import CommissionRefused, IllegalTransition, RequirementsMissing, StageIsGuarded
from elearning.commissions.mails import outbox
from elearning.commissions.models import Commission, SentMail, StageChange
from elearning.commissions.requirements import REQUIREMENTS, Finding, require
from elearning.commissions.signals import commission_moved
from elearning.commissions.tasks import send_mail, sweep_mails
from elearning.municipalities.models import Municipality
from tests.elearning.commissions import people

pytestmark = pytest.mark.django_db


def test_saving_another_stage_is_refused(order: Commission) -> None:
    order.stage = "approved"
    for save in (order.save, lambda: order.save(update_fields=["stage"])):
        with pytest.raises(StageIsGuarded):
            save()
    assert people.again(order).stage == "requested"


def test_no_query_sets_a_stage(order: Commission, home: Municipality) -> None:
    with pytest.raises(StageIsGuarded):
        Commission.objects.for_municipality(home).update(stage="approved")
    with pytest.raises(StageIsGuarded):
        Commission.objects.bulk_create([Commission(municipality=home, stage="approved")])
    with pytest.raises(StageIsGuarded):
        Commission(municipality=home, stage="approved").save()


def test_saving_a_row_read_earlier_does_not_take_a_step_back(order: Commission, designer: Any) -> None:
    earlier = people.again(order)
    ClarifyCommission(order, user=designer).execute()
    earlier.title = "Nyt navn"
    earlier.save()

    assert (people.again(order).stage, people.again(order).title) == ("clarifying", "Nyt navn")


def test_the_database_itself_refuses_every_illegal_pair(order: Commission) -> None:
    illegal = [(a, b) for a in stages.Stage for b in stages.Stage if not stages.is_legal(a, b)]
    for source, target in illegal:
        with pytest.raises(IntegrityError), transaction.atomic():
            StageChange.objects.create(commission=order, number=99, from_stage=source, to_stage=target)

    assert len(illegal) == len(stages.Stage) ** 2 - len(stages.LEGAL_PAIRS)


def test_history_is_not_rewritten(order: Commission) -> None:
    change = order.stage_changes.get()
    change.note = "Noget andet"
    with pytest.raises(StageIsGuarded):
        change.save()
    with pytest.raises(StageIsGuarded):
        order.stage_changes.update(note="Noget andet")


def test_of_two_who_take_a_step_at_once_one_is_told(order: Commission, designer: Any, editor: Any) -> None:
    stale = people.again(order)
    WithdrawCommission(order, user=editor).execute()

    with pytest.raises(IllegalTransition):
        ClarifyCommission(stale, user=designer).execute()


def test_the_whole_way_with_every_step_announced(
    order: Commission, designer: Any, approver: Any, editor: Any, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[str] = []

    def listen(change: StageChange, **_more: Any) -> None:
        heard.append(change.to_stage)

    commission_moved.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        ClarifyCommission(order, user=designer).execute()
        StartCoDesign(order, user=designer).execute()
        MakeOffer(order, user=designer).execute()
        ApproveCommission(order, user=approver).execute()
        with pytest.raises(RequirementsMissing) as missing:
            RunCommission(order, user=editor).execute()
        ChangeFacts(order, people.FACTS, user=editor).execute()
        RunCommission(order, user=editor).execute()
    commission_moved.disconnect(listen)

    assert heard == ["clarifying", "co_design", "offered", "approved", "running"]
    assert {"cvr", "ean", "person_reference", "order_number", "sub_processors"} <= {
        finding.field for finding in missing.value.findings
    }
    assert people.post(order) == len(people.mails(order))
    assert all(order.number in letter.subject for letter in mail.outbox)


def test_the_express_way_needs_a_course_and_says_what_it_skipped(
    home: Municipality, editor: Any, approver: Any
) -> None:
    from tests.tracking import factories

    course = factories.released(factories.course(factories.module(factories.lesson()))).course
    with pytest.raises(RequirementsMissing):
        people.sent(home, editor, express=True)
    order = people.sent(home, editor, express=True, course=course)
    change = ApproveExpress(order, user=approver).execute()

    assert change.skipped == ["clarifying", "co_design", "offered"]


def test_other_parts_add_what_a_step_requires(
    order: Commission, designer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(REQUIREMENTS, "clarify", [])
    require("clarify", lambda _commission: [Finding("", "Ring først.")])

    with pytest.raises(RequirementsMissing):
        ClarifyCommission(order, user=designer).execute()
    assert people.again(order).stage == "requested"


def test_a_mail_is_sent_once_whatever_the_worker_does(order: Commission) -> None:
    for row in people.mails(order) * 3:
        send_mail.run(row.pk)
    with transaction.atomic():
        outbox.announce(order, order.stage_changes.get())

    assert (
        len(mail.outbox) == len(people.mails(order)) == len({(row.kind, row.recipient) for row in people.mails(order)})
    )


def test_a_mail_that_reached_nobody_is_tried_again(order: Commission, monkeypatch: pytest.MonkeyPatch) -> None:
    row = people.mails(order)[0]
    with monkeypatch.context() as broken:
        broken.setattr(
            "django.core.mail.EmailMessage.send", lambda *_args, **_more: (_ for _ in ()).throw(ConnectionError)
        )
        with pytest.raises(ConnectionError):
            outbox.deliver(row.pk)
    assert outbox.deliver(row.pk)
    assert not outbox.deliver(row.pk)


def test_the_sweep_finds_what_no_broker_took_and_leaves_what_is_too_old(
    order: Commission, no_broker: list[int]
) -> None:
    assert sweep_mails() == 0
    rows = people.mails(order)
    every = SentMail.objects.unscoped(reason="a test")
    every.update(created_at=timezone.now() - timedelta(minutes=11))
    every.filter(pk=rows[0].pk).update(created_at=timezone.now() - timedelta(days=9))

    assert sweep_mails() == len(rows) - 1


def test_what_is_settled_is_not_changed(order: Commission, designer: Any, home: Municipality) -> None:
    ClarifyCommission(order, user=designer).execute()
    StartCoDesign(order, user=designer).execute()
    with pytest.raises(CommissionRefused):
        ChangeTerms(order, {"express": True}, user=designer).execute()
    MakeOffer(order, user=designer).execute()
    with pytest.raises(CommissionRefused):
        ChangeTerms(order, {"people": 3}, user=designer).execute()


def test_an_account_that_goes_takes_its_name_and_leaves_the_order(
    order: Commission, editor: Any, home: Municipality
) -> None:
    AddComment(order, "Kan I i uge 8?", user=editor).execute()
    draft = people.draft(home, editor)
    told = dict(personal_data.as_json(editor)["data"])
    DeleteAccount(editor, by=editor).execute()

    assert told["orders"]["rows"][0]["number"] == order.number
    assert "Kan I i uge 8?" in {row["text"] for row in told["order-work"]["rows"]}
    kept = people.again(order)
    assert (kept.created_by, kept.contact_name, kept.contact_email) == (None, "", "")
    assert kept.comments.get().author is None
    assert not Commission.objects.unscoped(reason="a test").filter(pk=draft.pk).exists()
    assert not [row for row in people.mails(order) if row.recipient == "rikke@lilleroed.example"]


def test_drafts_go_after_thirty_days_and_orders_when_they_have_been_over_for_long(
    order: Commission, home: Municipality, editor: Any, django_capture_on_commit_callbacks: Any
) -> None:
    file = ContentFile(b"tekst", "note.txt")
    attachment = AddAttachment(order, file, user=editor).execute()
    over = people.sent(home, editor)
    WithdrawCommission(over, user=editor).execute()
    fresh, old = people.draft(home, editor), people.draft(home)
    every = Commission.objects.unscoped(reason="a test")
    every.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=31))
    every.filter(pk__in=[over.pk, order.pk]).update(updated_at=timezone.now() - timedelta(days=1827))
    with django_capture_on_commit_callbacks(execute=True):
        retention.apply_rules()

    assert set(every.values_list("pk", flat=True)) == {order.pk, fresh.pk}
    assert attachment.file.storage.exists(attachment.file.name)
