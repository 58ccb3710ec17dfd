"""Who is told what, once."""

import pytest
from django.core import mail

from courses.actions.answer_approval import AnswerApproval
from courses.actions.request_approval import RequestApproval
from courses.approval import notices
from courses.approval.tasks import sweep_notices
from courses.models import VariantApproval
from tests.worlds import world

pytestmark = pytest.mark.usefixtures("dead_broker")


@world
def approval(variant, editor, approver):
    return RequestApproval(variant, user=editor, note="Se især 2.4.").execute()


def test_the_approvers_are_asked_once_with_the_address_of_the_page(approval, approver):
    assert notices.ask(approval.pk) == 1
    assert notices.ask(approval.pk) == 0

    (message,) = mail.outbox
    assert message.to == [approver.email]
    assert message.subject == "»Kursus« venter på din godkendelse"
    assert f"/admin/hyldefri/tilpassede/{approval.variant_id}/godkendelse/" in message.body
    assert "Se især 2.4." in message.body


def test_whoever_asked_is_told_the_answer(approval, editor, approver):
    AnswerApproval(approval, user=approver, approves=False, seen_sha256="", comment="Ret 2.4.").execute()

    notices.answer(approval.pk)

    assert mail.outbox[0].to == [editor.email]
    assert "Ret 2.4." in mail.outbox[0].body


def test_what_has_been_taken_back_is_not_asked_about(approval):
    VariantApproval.objects.unscoped(reason="test").update(status=VariantApproval.Status.WITHDRAWN)

    assert notices.ask(approval.pk) == 0
    assert mail.outbox == []


def test_a_mail_that_could_not_be_sent_is_sent_later(approval, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", lambda *_: (_ for _ in ()).throw(ConnectionError))
        with pytest.raises(ConnectionError):
            notices.ask(approval.pk)

    assert notices.ask(approval.pk) == 1


def test_the_sweep_leaves_the_new_and_the_old_alone(approval):
    assert sweep_notices() == 0
