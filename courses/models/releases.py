"""Releases: what learners read and variants build on."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string

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

    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="releases", verbose_name=_("course"))
    number = models.PositiveIntegerField(_("number"))
    tree = models.JSONField(_("tree"))
    sha256 = models.CharField(_("sha256"), max_length=64)
    notes = models.TextField(_("notes"), blank=True)
    importance = models.CharField(_("importance"), max_length=20, choices=Importance, default=Importance.RECOMMENDED)
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


def sealed_name(media: ReleaseMedia, filename: str) -> str:
    """By content, so that releases share a file and none can change it under another."""
    return f"udgivet/{media.sha256[:2]}/{media.sha256}{Path(filename).suffix.lower()}"


class ReleaseMedia(models.Model):
    """A file as a release shows it: a copy of its own, kept by content.

    ``image`` and ``document`` are where it came from; they cannot be deleted while the release stands.
    """

    release = models.ForeignKey(CourseRelease, on_delete=models.PROTECT, related_name="media")
    image = models.ForeignKey(
        get_image_model_string(), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        get_document_model_string(), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: An H5P activity as it was: its files lie with the version.
    h5p = models.ForeignKey("courses.H5PVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=sealed_name, max_length=200, blank=True)
    content_type = models.CharField(max_length=100)
    #: Pixels, bytes; 0 where it does not apply.
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("file of a version")
        verbose_name_plural = _("files of versions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(image__isnull=False, document__isnull=True, h5p__isnull=True)
                | models.Q(image__isnull=True, document__isnull=False, h5p__isnull=True)
                | models.Q(image__isnull=True, document__isnull=True, h5p__isnull=False),
                name="release_media_is_one_file",
            ),
            models.UniqueConstraint(fields=["release", "image"], name="an_image_once_a_release"),
            models.UniqueConstraint(fields=["release", "document"], name="a_document_once_a_release"),
            models.UniqueConstraint(fields=["release", "h5p"], name="an_h5p_version_once_a_release"),
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.title}"

    @property
    def kind(self) -> str:
        if self.h5p_id:
            return "h5p"
        return "image" if self.image_id else "document"

    @property
    def source_id(self) -> int:
        """The id of the image, document or H5P activity; ``h5p`` is to be selected with the row."""
        if self.h5p is not None:
            return int(self.h5p.activity_id)
        return int(self.image_id or self.document_id or 0)
