"""An upstream release on its way into a variant, and the approval that brings it to learners (DESIGN 5)."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.releases import CourseRelease
from courses.models.variants import OfVariantQuerySet, Variant


class VariantUpdate(models.Model):
    """The merge of one upstream release into one variant: planned, applied to the workbench, published or undone."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("waits for a decision")
        APPLIED = "applied", _("in the draft")
        PUBLISHED = "published", _("approved")
        UNDONE = "undone", _("undone")
        SUPERSEDED = "superseded", _("replaced by a newer update")

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="updates")
    from_release = models.ForeignKey(CourseRelease, on_delete=models.PROTECT, related_name="+")
    target_release = models.ForeignKey(CourseRelease, on_delete=models.PROTECT, related_name="variant_updates")
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PLANNED)
    #: Done by the system, by the municipality's policy, not by a person.
    automatic = models.BooleanField(_("automatic"), default=False)
    #: sha256 of the workbench's tree (with drafts) the plan was made from, and of the tree that applying made of it.
    ours_sha256 = models.CharField(max_length=64, blank=True)
    merged_sha256 = models.CharField(max_length=64, blank=True)
    #: How many clean changes, open conflicts and notices the plan has.
    changes = models.PositiveIntegerField(_("changes"), default=0)
    conflicts = models.PositiveIntegerField(_("conflicts"), default=0)
    notices = models.PositiveIntegerField(_("notices"), default=0)
    #: Why a merge without conflicts may not be applied by itself: codes of courses.variants.guards.
    blockers = models.JSONField(default=list, blank=True)
    #: What people have decided: [{"conflict", "choice", "value", "by", "at", "pinned"}] (docs/algorithms/merge.md).
    decisions = models.JSONField(default=list, blank=True)
    #: Once applied, for *Fortryd opdateringen*: {"tree", "process", "base_release"} as they were, "dropped", the
    #: process settings it took, and "after", the tree it made.
    before = models.JSONField(null=True, blank=True)
    planned_at = models.DateTimeField(_("planned"), auto_now_add=True)
    #: When the municipality was last told that it is mandatory.
    told_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True
    objects = OfVariantQuerySet.as_manager()

    class Meta:
        verbose_name = _("update of a tailored course")
        verbose_name_plural = _("updates of tailored courses")
        ordering: ClassVar = ["-planned_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["variant"], condition=models.Q(status="planned"), name="one_planned_update_a_variant"
            )
        ]

    def __str__(self) -> str:
        return f"{self.variant}: {self.from_release.number} → {self.target_release.number}"

    @cached_property
    def releases(self) -> list[CourseRelease]:
        """All that it brings, the newest first: a municipality may have let several pass. One query."""
        return list(
            CourseRelease.objects.without_tree()
            .filter(course=self.target_release.course_id, pk__gt=self.from_release_id, pk__lte=self.target_release_id)
            .order_by("-number")
        )

    @property
    def is_mandatory(self) -> bool:
        """Whether any of what it brings is something everybody must have."""
        return any(release.importance == CourseRelease.Importance.MANDATORY for release in self.releases)


class PinnedChoice(models.Model):
    """A choice a municipality wants made again whenever the same place is in conflict."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="pins")
    kind = models.CharField(max_length=20)
    node_id = models.CharField(max_length=64)
    path = models.CharField(max_length=120, blank=True)
    choice = models.CharField(max_length=10, choices=[("ours", _("keep ours")), ("theirs", _("take the update"))])
    made_at = models.DateTimeField(auto_now=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True
    objects = OfVariantQuerySet.as_manager()

    class Meta:
        verbose_name = _("remembered choice")
        verbose_name_plural = _("remembered choices")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "kind", "node_id", "path"], name="one_pin_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.variant}: {self.node_id} {self.path}"


class VariantApproval(models.Model):
    """The municipality's word that exactly this content and this process may meet its learners."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("waits for approval")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("sent back")
        WITHDRAWN = "withdrawn", _("withdrawn")

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="approvals")
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.REQUESTED)
    #: Given beforehand, by standing consent to clean updates; nobody voted on this very tree.
    standing = models.BooleanField(_("by standing consent"), default=False)
    #: What was seen: sha256 of the workbench's tree, the process settings in force, and of both together.
    tree_sha256 = models.CharField(max_length=64)
    process = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    #: How many must say yes.
    required = models.PositiveSmallIntegerField(default=1)
    note = models.TextField(_("note"), blank=True)
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    #: When the approvers were told that they are asked, and whoever asked what they answered.
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: The variant's release that it brought; one release may be approved anew with another process.
    release = models.ForeignKey(
        CourseRelease, null=True, blank=True, on_delete=models.PROTECT, related_name="approvals"
    )

    wagtail_reference_index_ignore = True
    objects = OfVariantQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval of a tailored course")
        verbose_name_plural = _("approvals of tailored courses")
        ordering: ClassVar = ["-requested_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["variant"], condition=models.Q(status="requested"), name="one_requested_approval_a_variant"
            )
        ]

    def __str__(self) -> str:
        return f"{self.variant}: {self.get_status_display()}"


class ApprovalVoteQuerySet(OfVariantQuerySet):
    municipality_path = "approval__variant__municipality"


class ApprovalVote(models.Model):
    """One approver's answer."""

    approval = models.ForeignKey(VariantApproval, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="approval_votes"
    )
    approves = models.BooleanField(_("approves"))
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True
    objects = ApprovalVoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to an approval")
        verbose_name_plural = _("answers to approvals")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["approval", "user"], name="one_vote_an_approver_and_approval")
        ]

    def __str__(self) -> str:
        return f"{self.approval}: {self.user}"


class StandingConsent(models.Model):
    """An approver's consent, beforehand, to clean updates being published in a variant by themselves."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="consents")
    given_at = models.DateTimeField(_("given"), auto_now_add=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True
    objects = OfVariantQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing consent")
        verbose_name_plural = _("standing consents")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["variant"], condition=models.Q(withdrawn_at=None), name="one_standing_consent_a_variant"
            )
        ]

    def __str__(self) -> str:
        return str(self.variant)
