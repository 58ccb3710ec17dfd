"""A clean update reaches learners by standing consent."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from courses.actions.publish_variant import PublishVariant
from courses.approval.selectors import approved, candidate, consent, pending
from courses.models import VariantApproval, VariantUpdate
from courses.trees.nodes import tree_hash
from courses.variants.access import held
from courses.variants.errors import VariantRefused


class ExtendApproval:
    """Publish an update that was applied by itself, where an approver has said beforehand that it may be.

    Only what the consent is about: the workbench before the update was what is approved, and is now what the update
    made of it, so the municipality's own unapproved edits never slip along. Raises ``VariantRefused`` otherwise; the
    update then waits in the draft for an approval.
    """

    def __init__(self, update: VariantUpdate) -> None:
        self.update = update

    @transaction.atomic
    def execute(self) -> VariantApproval:
        variant = held(self.update.variant)
        standing = consent(variant)
        if standing is None:
            raise VariantRefused(_("Nobody has consented beforehand."))
        if pending(variant):
            raise VariantRefused(_("The course has been sent to approval already."))
        found = candidate(variant)
        last = approved(variant)
        before = tree_hash(self.update.before["tree"]) if self.update.before else ""
        if last is None or not self.update.automatic or last.tree_sha256 != before:
            raise VariantRefused(_("The municipality has edits of its own that wait for approval."))
        # What a release or a page would refuse is refused while publishing, which undoes it all.
        if found.tree_sha256 != self.update.merged_sha256:
            raise VariantRefused(_("The course has changed since you looked. Look again."))
        approval = VariantApproval.objects.create(
            variant=variant,
            standing=True,
            tree_sha256=found.tree_sha256,
            process=found.process,
            sha256=found.sha256,
            required=0,
            note=_("Version %(number)d of the shared course, by standing consent.")
            % {"number": self.update.target_release.number},
        )
        PublishVariant(approval, user=standing.given_by).execute()
        return approval
