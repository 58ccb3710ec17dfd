"""Bring an approved variant to its learners."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from courses.actions.create_release import CreateRelease, ReleaseRefused
from courses.models import CourseRelease, NodePage, Variant, VariantApproval, VariantUpdate
from courses.signals import variant_published
from courses.trees.pages import course_pages, latest_revisions
from courses.variants.errors import StaleWorkbench, VariantRefused


class PublishVariant:
    """Publish every page of the variant as its latest draft has it and make the variant's release.

    Part of an approval, in its transaction and by its word: whoever calls has checked who may. What comes out must be
    the tree that was approved, to the byte. Raises ``StaleWorkbench`` where it is not, ``VariantRefused`` where it
    cannot be released, and ``RuntimeError`` outside a transaction.
    """

    def __init__(self, approval: VariantApproval, *, user: Any = None) -> None:
        self.approval = approval
        self.variant: Variant = approval.variant
        self.user = user

    def execute(self) -> CourseRelease:
        if not connection.in_atomic_block:
            raise RuntimeError("A variant is published in the transaction that approves it.")
        self._publish_pages()
        release = self._release()
        if release.sha256 != self.approval.tree_sha256:
            raise StaleWorkbench(_("The course has changed since you looked. Look again."))
        now = timezone.now()
        self.approval.release = release
        self.approval.status = VariantApproval.Status.APPROVED
        self.approval.decided_at = now
        self.approval.save(update_fields=["release", "status", "decided_at"])
        self.variant.current_release = release
        self.variant.save(update_fields=["current_release"])
        VariantUpdate.objects.unscoped(reason="the variant is given").filter(
            variant=self.variant, status=VariantUpdate.Status.APPLIED
        ).update(status=VariantUpdate.Status.PUBLISHED, published_at=now)
        log(
            instance=self.variant.course,
            action="courses.variant.publish",
            user=self.user,
            data={
                "number": release.number,
                "sha256": self.approval.sha256,
                "standing": self.approval.standing,
                "version": self.variant.base_release.number,
            },
        )
        transaction.on_commit(lambda: variant_published.send(sender=Variant, variant=self.variant, release=release))
        return release

    def _publish_pages(self) -> None:
        pages = [page for page in course_pages(self.variant.course) if page.has_unpublished_changes or not page.live]
        revisions = latest_revisions(pages)
        for page in pages:
            self._publish(page, revisions.get(page.pk))

    def _publish(self, page: NodePage, latest: Revision | None) -> None:
        revision = latest or page.save_revision(user=self.user)
        try:
            revision.publish(user=self.user, skip_permission_checks=True)
        except ValidationError as error:
            raise VariantRefused(f"»{page.get_admin_display_title()}«: {' '.join(error.messages)}") from error

    def _release(self) -> CourseRelease:
        course = type(self.variant.course).objects.get(pk=self.variant.course_id)
        current: CourseRelease | None = course.current_release
        try:
            return CreateRelease(
                course,
                user=self.user,
                notes=self.approval.note or _("Approved by the municipality."),
                importance=CourseRelease.Importance.OPTIONAL,
                leave_drafts=True,
            ).execute(skip_permission_checks=True)
        except ReleaseRefused as refused:
            # Only the process has changed: learners keep the content they have.
            if current is not None and {finding.code for finding in refused.findings} == {"unchanged"}:
                return current
            raise VariantRefused(" ".join(finding.message for finding in refused.findings)) from refused
