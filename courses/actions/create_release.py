"""Release a course as it is published."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.media import H5P_TYPE, IMAGE_FILTER, content_type, load, media_keys
from courses.models import CoursePage, CourseRelease, ReleaseMedia
from courses.releasing.findings import Finding
from courses.releasing.plan import ReleasePlan, plan_release
from courses.signals import course_released


class ReleaseRefused(Exception):
    """The course cannot be released as it is. ``findings`` says why, each with a message for the author."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.message for finding in findings))
        self.findings = findings


class CreateRelease:
    """Take the published course into an immutable, numbered release with copies of its files.

    ``expected_sha256`` is the hash of the plan the author saw; a course that has changed since is refused.
    Raises ``PermissionDenied`` and :class:`ReleaseRefused`.
    """

    def __init__(
        self,
        course: CoursePage,
        *,
        user: Any = None,
        notes: str = "",
        importance: str = CourseRelease.Importance.RECOMMENDED,
        leave_drafts: bool = False,
        expected_sha256: str | None = None,
    ) -> None:
        self.course = course
        self.user = user
        self.notes = notes
        self.importance = importance
        self.leave_drafts = leave_drafts
        self.expected_sha256 = expected_sha256

    def execute(self, *, skip_permission_checks: bool = False) -> CourseRelease:
        if not skip_permission_checks and not self._may_release():
            raise PermissionDenied(_("You may not release this course."))
        with transaction.atomic():
            # Two releases at once would take the same number: the second waits here and sees the first.
            CoursePage.objects.select_for_update().get(pk=self.course.pk)
            plan = plan_release(self.course)
            refusals = self._refusals(plan)
            if refusals:
                raise ReleaseRefused(refusals)
            release = CourseRelease.objects.create(
                course=self.course,
                number=plan.number,
                tree=plan.tree,
                sha256=plan.sha256,
                notes=self.notes,
                importance=self.importance,
                created_by=self.user,
            )
            try:
                seal_files(release)
            except OSError as error:
                raise ReleaseRefused([_unreadable(error)]) from error
            log(
                instance=self.course,
                action="courses.release",
                user=self.user,
                data={"number": release.number, "sha256": release.sha256, "importance": release.importance},
            )
            transaction.on_commit(lambda: course_released.send(sender=CourseRelease, release=release))
        return release

    def _may_release(self) -> bool:
        return bool(self.user and self.course.permissions_for_user(self.user).can_publish())

    def _refusals(self, plan: ReleasePlan) -> list[Finding]:
        refusals = list(plan.errors)
        if plan.number > 1 and not self.notes.strip():
            refusals.append(
                Finding("no_notes", "error", _("Say what has changed, for those who decide whether to take it."))
            )
        if plan.unchanged:
            refusals.append(Finding("unchanged", "error", _("Nothing has changed since the current version.")))
        if plan.drafts and not self.leave_drafts:
            refusals.append(
                Finding(
                    "drafts",
                    "error",
                    _("These pages have drafts that would be left out: %(titles)s. Publish them, or let them wait.")
                    % {"titles": ", ".join(f"»{draft.title}«" for draft in plan.drafts)},
                )
            )
        if self.expected_sha256 and self.expected_sha256 != plan.sha256:
            refusals.append(
                Finding("changed_since", "error", _("The course has changed since you looked. Look again."))
            )
        return refusals


def _unreadable(error: Exception) -> Finding:
    return Finding(
        "unreadable_file",
        "error",
        _("A file of the course cannot be read (%(error)s). Upload it again.") % {"error": error},
    )


def seal_files(release: CourseRelease) -> None:
    """Copy every file the release refers to, kept by content; images as learners are sent them."""
    for (kind, _pk), row in load(media_keys(release.tree)).items():
        media = ReleaseMedia(release=release, title=row.title)
        if kind == "image":
            rendition = row.get_rendition(IMAGE_FILTER)
            media.image = row
            media.width, media.height = rendition.width, rendition.height
            media.content_type = "image/webp"
            _attach(media, rendition.file, "image.webp")
        elif kind == "h5p":
            # The version is immutable and keeps its files; that the release has it keeps the version.
            media.h5p = row.current_version
            media.content_type, media.sha256, media.size = H5P_TYPE, media.h5p.sha256, media.h5p.size
        else:
            media.document = row
            media.content_type = content_type(row.filename)
            _attach(media, row.file, row.filename)
        media.save()


def _attach(media: ReleaseMedia, source: File[bytes], filename: str) -> None:
    with source.open("rb") as opened:
        data = opened.read()
    media.sha256 = hashlib.sha256(data).hexdigest()
    media.size = len(data)
    storage = media.file.storage
    name = media.file.field.generate_filename(media, filename)
    if not storage.exists(name):
        name = storage.save(name, ContentFile(data))
    media.file.name = name
