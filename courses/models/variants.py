"""A municipality's own version of a course, and what keeps it in step with the shared one (DESIGN 5).

A variant is ordinary pages below the municipality's own page, plus an immutable base: the upstream release they were
last merged with. What the municipality changed is derived by comparing, never stored.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string

from courses.models.pages import CoursePage
from courses.models.releases import CourseRelease
from elearning.municipalities.models import Municipality
from elearning.municipalities.scoping import ScopedQuerySet


class VariantQuerySet(ScopedQuerySet["Variant"]):
    def for_members(self, user: AbstractBaseUser) -> VariantQuerySet:
        """The variants of every municipality the person belongs to."""
        return self.filter(municipality__memberships__user_id=user.pk)._mark_scoped()

    def of_upstream(self, course: CoursePage, *, reason: str) -> VariantQuerySet:
        """Every municipality's variant of a shared course; the shared course's designer is told how they stand."""
        return self.unscoped(reason=reason).filter(upstream=course)


class Variant(models.Model):
    """One municipality's copy of one shared course. It has at most one of each."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="variants", verbose_name=_("municipality")
    )
    course = models.OneToOneField(
        CoursePage, on_delete=models.PROTECT, related_name="variant", verbose_name=_("own version")
    )
    upstream = models.ForeignKey(
        CoursePage, on_delete=models.PROTECT, related_name="variants", verbose_name=_("shared course")
    )
    #: The upstream release the workbench was last merged with.
    base_release = models.ForeignKey(CourseRelease, on_delete=models.PROTECT, related_name="+")
    #: The variant's own release that new starters get; none before the first approval.
    current_release = models.ForeignKey(
        CourseRelease, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True
    objects = VariantQuerySet.as_manager()

    class Meta:
        verbose_name = _("tailored course")
        verbose_name_plural = _("tailored courses")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "upstream"], name="one_variant_a_municipality_and_course")
        ]

    def __str__(self) -> str:
        return f"{self.course} ({self.municipality})"


class OfVariantQuerySet(ScopedQuerySet[Any]):
    """Rows that belong to a municipality through its variant."""

    municipality_path = "variant__municipality"


class ProcessOverrides(models.Model):
    """How a municipality runs its variant where that differs from the course; null means as the course says.

    The fields are those of :data:`courses.variants.process.SETTINGS`.
    """

    variant = models.OneToOneField(Variant, on_delete=models.CASCADE, related_name="process")
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in per cent"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    attempt_rule = models.CharField(
        _("a new attempt"), max_length=20, null=True, blank=True, choices=CoursePage.AttemptRule
    )
    order_rule = models.CharField(
        _("order of the lessons"), max_length=20, null=True, blank=True, choices=CoursePage.OrderRule
    )
    deadline_days = models.PositiveSmallIntegerField(
        _("deadline in days"), null=True, blank=True, validators=[MaxValueValidator(730)]
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("days between reminders"), null=True, blank=True, validators=[MaxValueValidator(180)]
    )
    maturity_display = models.CharField(
        _("the maturity check is shown as"), max_length=20, null=True, blank=True, choices=CoursePage.MaturityDisplay
    )

    wagtail_reference_index_ignore = True
    objects = OfVariantQuerySet.as_manager()

    class Meta:
        verbose_name = _("process of a tailored course")
        verbose_name_plural = _("processes of tailored courses")

    def __str__(self) -> str:
        return str(self.variant)


class VariantLock(models.Model):
    """A lock, or the lifting of one, that designer and municipality have agreed for one variant.

    ``key`` is a node id, or ``process:`` and the name of a process setting.
    """

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="locks")
    key = models.CharField(_("what"), max_length=60)
    locked = models.BooleanField(_("locked"))
    reason = models.CharField(_("reason"), max_length=250)
    agreed_at = models.DateTimeField(_("agreed"), auto_now=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True
    objects = OfVariantQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreed lock")
        verbose_name_plural = _("agreed locks")
        constraints: ClassVar = [models.UniqueConstraint(fields=["variant", "key"], name="one_agreed_lock_a_key")]

    def __str__(self) -> str:
        return f"{self.variant}: {self.key}"


class VariantMedia(models.Model):
    """A file of the shared course as the variant has it: its own row in the municipality's collection.

    ``upstream_id`` and ``upstream_hash`` name the image or document, and its content, that the copy was made of.
    """

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="media")
    kind = models.CharField(max_length=10, choices=[("image", "image"), ("document", "document"), ("h5p", "h5p")])
    upstream_id = models.PositiveBigIntegerField()
    upstream_hash = models.CharField(max_length=64, blank=True)
    #: The copy's content when it was made; another now means that the municipality has replaced it.
    own_hash = models.CharField(max_length=64, blank=True)
    image = models.ForeignKey(
        get_image_model_string(), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    document = models.ForeignKey(
        get_document_model_string(), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    h5p = models.ForeignKey("courses.H5PActivity", null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True
    objects = OfVariantQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a tailored course")
        verbose_name_plural = _("files of tailored courses")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind="image", image__isnull=False, document__isnull=True, h5p__isnull=True)
                | models.Q(kind="document", image__isnull=True, document__isnull=False, h5p__isnull=True)
                | models.Q(kind="h5p", image__isnull=True, document__isnull=True, h5p__isnull=False),
                name="variant_media_is_one_file",
            ),
            models.UniqueConstraint(
                fields=["variant", "kind", "upstream_id", "upstream_hash"], name="one_copy_a_variant_and_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant}: {self.kind} {self.upstream_id}"

    @property
    def own_id(self) -> int:
        own: int = self.image_id or self.document_id or self.h5p_id or 0
        return own
