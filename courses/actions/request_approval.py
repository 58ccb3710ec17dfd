"""Ask the municipality's approvers for their word on a variant, and take the question back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.approval.notices import ask_soon
from courses.approval.record import tell
from courses.approval.selectors import Candidate, approvers, candidate, is_current, pending
from courses.models import Variant, VariantApproval
from courses.releasing.findings import Finding
from courses.variants.access import held, may_tailor
from courses.variants.errors import StaleWorkbench, VariantRefused


class ApprovalRefused(VariantRefused):
    """The variant cannot be approved as it is. ``findings`` say why, each with a message for the editor."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(" ".join(finding.message for finding in findings))
        self.findings = findings


class RequestApproval:
    """From now on nobody edits the variant, until it is answered or taken back.

    What is asked about is exactly the workbench and the process as they are now; ``expected_sha256`` is what the
    editor saw (``Candidate.sha256``). Raises ``PermissionDenied``, ``VariantRefused`` and ``StaleWorkbench``.
    """

    def __init__(self, variant: Variant, *, user: Any, note: str = "", expected_sha256: str | None = None) -> None:
        self.variant = variant
        self.user = user
        self.note = note.strip()
        self.expected_sha256 = expected_sha256

    def execute(self, *, skip_permission_checks: bool = False) -> VariantApproval:
        if not skip_permission_checks and not may_tailor(self.user, self.variant.municipality):
            raise PermissionDenied(_("You may not send the course to approval."))
        with transaction.atomic():
            variant = held(self.variant)
            found = candidate(variant)
            self._check(found)
            approval = VariantApproval.objects.create(
                variant=variant,
                tree_sha256=found.tree_sha256,
                process=found.process,
                sha256=found.sha256,
                required=variant.municipality.approvals_required,
                note=self.note,
                requested_by=self.user,
            )
            tell(approval, "courses.approval.request", self.user)
            ask_soon(approval)
        return approval

    def _check(self, found: Candidate) -> None:
        municipality = found.variant.municipality
        if pending(found.variant):
            raise VariantRefused(_("The course has been sent to approval already."))
        if self.expected_sha256 and self.expected_sha256 != found.sha256:
            raise StaleWorkbench(_("The course has changed since you looked. Look again."))
        if is_current(found):
            raise VariantRefused(_("Nothing has changed since the course was last approved."))
        if found.errors:
            raise ApprovalRefused(found.errors)
        missing = municipality.approvals_required - len(approvers(municipality))
        if missing > 0:
            raise VariantRefused(
                ngettext(
                    "%(municipality)s lacks an approver. Give somebody the role first.",
                    "%(municipality)s lacks %(missing)d approvers. Give them the role first.",
                    missing,
                )
                % {"municipality": municipality.official_name, "missing": missing}
            )


class WithdrawApproval:
    """Take the question back, so that the variant can be edited again. Raises as :class:`RequestApproval` does."""

    def __init__(self, approval: VariantApproval, *, user: Any) -> None:
        self.approval = approval
        self.user = user

    def execute(self) -> VariantApproval:
        if not may_tailor(self.user, self.approval.variant.municipality):
            raise PermissionDenied(_("You may not take the course back from approval."))
        with transaction.atomic():
            variant = held(self.approval.variant)
            approval = pending(variant)
            if approval is None or approval.pk != self.approval.pk:
                raise VariantRefused(_("The course does not wait for approval any more."))
            approval.status = VariantApproval.Status.WITHDRAWN
            approval.decided_at = timezone.now()
            approval.save(update_fields=["status", "decided_at"])
            tell(approval, "courses.approval.withdraw", self.user)
        return approval
