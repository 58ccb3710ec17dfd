"""An approver's answers in her own data."""

from courses.actions.answer_approval import AnswerApproval
from courses.actions.request_approval import RequestApproval
from courses.models import ApprovalVote
from elearning.accounts.actions.delete_account import DeleteAccount
from elearning.accounts.personal_data import registered


def test_they_are_hers_to_see_and_lose_her_name_with_the_account(variant, editor, approver):
    approval = RequestApproval(variant, user=editor).execute()
    AnswerApproval(approval, user=approver, approves=True, seen_sha256=approval.sha256, comment="Fint.").execute()

    (datum,) = [each for each in registered() if each.name == "approvals"]
    (row,) = datum.export(approver)
    assert (row["type"], row["text"]) == ("yes", "Fint.")
    DeleteAccount(approver, by=approver).execute()
    assert ApprovalVote.objects.unscoped(reason="test").get().user is None
