"""An approver's answer."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions.publish_variant import PublishVariant
from courses.approval.notices import answer_soon
from courses.approval.record import tell
from courses.approval.selectors import candidate, pending
from courses.models import ApprovalVote, VariantApproval
from courses.variants.access import held, may_approve
from courses.variants.errors import StaleWorkbench, VariantRefused


class AnswerApproval:
    """Say yes or no to exactly what was seen; the last yes that is needed publishes the variant.

    One no sends it back, with a comment that says why. ``seen_sha256`` is the hash on the page the approver read.
    Raises ``PermissionDenied``, ``VariantRefused``, and ``StaleWorkbench`` where the content or the process is no
    longer what was asked about; then nothing is stored.
    """

    def __init__(
        self, approval: VariantApproval, *, user: Any, approves: bool, seen_sha256: str, comment: str = ""
    ) -> None:
        self.approval = approval
        self.user = user
        self.approves = approves
        self.seen_sha256 = seen_sha256
        self.comment = comment.strip()

    def execute(self) -> VariantApproval:
        if not may_approve(self.user, self.approval.variant.municipality):
            raise PermissionDenied(_("You may not approve this course."))
        with transaction.atomic():
            variant = held(self.approval.variant)
            approval = pending(variant)
            if approval is None or approval.pk != self.approval.pk:
                raise VariantRefused(_("The course does not wait for approval any more."))
            approval.variant = variant
            if not self.approves:
                return self._send_back(approval)
            return self._approve(approval)

    def _approve(self, approval: VariantApproval) -> VariantApproval:
        if self.seen_sha256 != approval.sha256 or candidate(approval.variant).sha256 != approval.sha256:
            raise StaleWorkbench(_("The course has changed since you looked. Look again."))
        self._vote(approval)
        tell(approval, "courses.approval.approve", self.user)
        if approval.votes.filter(approves=True).count() >= approval.required:
            PublishVariant(approval, user=self.user).execute()
            answer_soon(approval)
        return approval

    def _send_back(self, approval: VariantApproval) -> VariantApproval:
        if not self.comment:
            raise VariantRefused(_("Write what should be different, so that the editors know."))
        self._vote(approval)
        approval.status = VariantApproval.Status.REJECTED
        approval.decided_at = timezone.now()
        approval.save(update_fields=["status", "decided_at"])
        tell(approval, "courses.approval.reject", self.user, comment=self.comment)
        answer_soon(approval)
        return approval

    def _vote(self, approval: VariantApproval) -> None:
        if approval.votes.filter(user=self.user).exists():
            raise VariantRefused(_("You have answered already. Another approver has to answer too."))
        ApprovalVote.objects.create(approval=approval, user=self.user, approves=self.approves, comment=self.comment)
