"""Releases: what learners read and variants build on."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.pages import CoursePage


class ImmutableRelease(RuntimeError):
    """A release was to be changed or deleted."""


class CourseReleaseQuerySet(models.QuerySet["CourseRelease"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise ImmutableRelease("Releases are immutable.")

    def delete(self) -> NoReturn:
        raise ImmutableRelease("Releases are immutable.")

    def without_tree(self) -> CourseReleaseQuerySet:
        """Everything but the tree, which is large; read it with ``courses.selectors.release_tree``."""
        return self.defer("tree")


class CourseRelease(models.Model):
    """An immutable, numbered snapshot of a whole course as one tree (docs/content-format.md)."""

    class Importance(models.TextChoices):
        OPTIONAL = "optional", _("optional")
        RECOMMENDED = "recommended", _("recommended")
        MANDATORY = "mandatory", _("mandatory")

    course = models.ForeignKey(
        CoursePage, on_delete=models.PROTECT, related_name="releases", verbose_name=_("course")
    )
    number = models.PositiveIntegerField(_("number"))
    tree = models.JSONField(_("tree"))
    sha256 = models.CharField(_("sha256"), max_length=64)
    notes = models.TextField(_("notes"), blank=True)
    importance = models.CharField(
        _("importance"), max_length=20, choices=Importance, default=Importance.RECOMMENDED
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CourseReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a course")
        verbose_name_plural = _("versions of courses")
        ordering: ClassVar = ["course", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "number"], name="release_number_once_a_course")
        ]

    def __str__(self) -> str:
        return str(_("Version %(number)d of the course") % {"number": self.number})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ImmutableRelease("Releases are immutable.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ImmutableRelease("Releases are immutable.")


class ReleaseMedia(models.Model):
    """A file a release shows; it cannot be deleted while the release stands."""

    release = models.ForeignKey(CourseRelease, on_delete=models.PROTECT, related_name="media")
    image = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        "wagtaildocs.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("file of a version")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(image__isnull=False, document__isnull=True)
                | models.Q(image__isnull=True, document__isnull=False),
                name="release_media_is_one_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.image or self.document}"
