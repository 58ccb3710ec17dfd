"""H5P: the libraries that may run here, what has been imported with them, and imports on their way (docs/h5p.md).

Files lie in the default storage under the hash of their content, in a folder that belongs to one row:
``H5PBuild.file_name`` and ``H5PVersion.file_name`` say where. They are never served from there by their own address.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import CollectionMember

BUILDS = "h5p/builds"
CONTENT = "h5p/content"


class ImmutableH5P(RuntimeError):
    """A build or a version was to be changed."""


class ImmutableQuerySet(models.QuerySet[Any]):
    #: What may change after all.
    changeable: ClassVar[frozenset[str]] = frozenset()

    def update(self, **kwargs: Any) -> int:
        if not kwargs.keys() <= self.changeable:
            raise ImmutableH5P(f"{self.model.__name__} is immutable.")
        return super().update(**kwargs)


class BuildQuerySet(ImmutableQuerySet):
    changeable = frozenset({"approved_at", "approved_by", "approved_by_id"})

    def approved(self) -> BuildQuerySet:
        return self.filter(approved_at__isnull=False)

    def waiting(self) -> BuildQuerySet:
        return self.filter(approved_at__isnull=True)

    def without_files(self) -> BuildQuerySet:
        """Everything but what is large."""
        return self.defer("files", "semantics", "library_json")


class VersionQuerySet(ImmutableQuerySet):
    def without_content(self) -> VersionQuerySet:
        return self.defer("content", "content_files")


class H5PLibrary(models.Model):
    """A library under the name and version that others ask for: ``H5P.MultiChoice 1.16``."""

    machine_name = models.CharField(_("machine name"), max_length=255)
    major = models.PositiveIntegerField(_("major version"))
    minor = models.PositiveIntegerField(_("minor version"))
    #: By the approver, instead of what courses.h5p.accessibility knows.
    accessibility = models.TextField(_("accessibility"), blank=True, validators=[MaxLengthValidator(1000)])

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("H5P library")
        verbose_name_plural = _("H5P libraries")
        ordering: ClassVar = ["machine_name", "-major", "-minor"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["machine_name", "major", "minor"], name="an_h5p_library_once")
        ]

    def __str__(self) -> str:
        return f"{self.machine_name} {self.major}.{self.minor}"


class H5PBuild(models.Model):
    """One build of a library, known by its content: the same version with other files is another build.

    Immutable but for its approval. ``files`` is ``{path: {"sha256": str, "size": int}}``; ``preloaded_js`` and
    ``preloaded_css`` are paths of it in load order; ``dependencies`` is ``[[machine name, major, minor]]``.
    """

    library = models.ForeignKey(H5PLibrary, on_delete=models.PROTECT, related_name="builds")
    patch = models.PositiveIntegerField(_("patch version"))
    digest = models.CharField(max_length=64, unique=True)
    title = models.CharField(_("title"), max_length=255)
    runnable = models.BooleanField(_("content type of its own"), default=False)
    author = models.CharField(_("author"), max_length=255, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    library_json = models.JSONField()
    semantics = models.JSONField(null=True)
    preloaded_js = models.JSONField(default=list)
    preloaded_css = models.JSONField(default=list)
    dependencies = models.JSONField(default=list)
    #: [major, minor] of the H5P core it asks for.
    core_api = models.JSONField(default=list)
    fullscreen = models.BooleanField(default=False)
    files = models.JSONField(default=dict)
    #: Bytes of all files.
    size = models.PositiveBigIntegerField(_("size"), default=0)
    #: Where the files are in the default storage.
    folder = models.CharField(max_length=120, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True
    objects = BuildQuerySet.as_manager()

    class Meta:
        verbose_name = _("build of an H5P library")
        verbose_name_plural = _("builds of H5P libraries")
        ordering: ClassVar = ["library__machine_name", "-library__major", "-library__minor", "-patch", "-pk"]
        permissions: ClassVar = [("approve_h5pbuild", _("Can approve and remove H5P libraries"))]

    def __str__(self) -> str:
        return f"{self.library}.{self.patch}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and not set(kwargs.get("update_fields") or ["all"]) <= BuildQuerySet.changeable:
            raise ImmutableH5P("H5PBuild is immutable.")
        super().save(*args, **kwargs)

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    def file_name(self, path: str) -> str:
        """The name in the default storage of one of ``files``. Raises ``KeyError`` for any other path."""
        return _stored(self.folder, path, self.files)


class H5PActivity(CollectionMember, models.Model):
    """Something made with H5P that can stand in lessons; ``{"media": "h5p", "id": pk}`` in a course's tree.

    Replacing the package makes a new ``current_version`` and keeps the activity, its address and its results.
    """

    class Completion(models.TextChoices):
        VIEWED = "viewed", _("when it has been opened")
        ENDED = "ended", _("when it says that it is done")
        SCORE = "score", _("when the score is high enough")

    class Attempts(models.TextChoices):
        BEST = "best", _("the best")
        LAST = "last", _("the last")
        FIRST = "first", _("the first")
        AVERAGE = "average", _("the average")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=255)
    completion = models.CharField(_("completed"), max_length=10, choices=Completion, default=Completion.ENDED)
    #: Percent of the greatest possible score; used with ``Completion.SCORE``.
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in per cent"), default=80, validators=[MaxValueValidator(100)]
    )
    attempts = models.CharField(_("the attempt that counts"), max_length=10, choices=Attempts, default=Attempts.BEST)
    accessibility_note = models.TextField(
        _("accessibility"),
        blank=True,
        max_length=2000,
        help_text=_("Shown to the learner: what it takes to use the activity, and what she can do instead."),
    )
    current_version = models.ForeignKey(
        "H5PVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("H5P activity")
        verbose_name_plural = _("H5P activities")
        ordering: ClassVar = ["title", "pk"]
        # As images and documents have it; »view« is nobody's.
        default_permissions = ("add", "change", "delete")
        permissions: ClassVar = [("choose_h5pactivity", _("Can choose H5P activity"))]

    def __str__(self) -> str:
        return self.title

    def get_file_hash(self) -> str:
        """Of its current version, as images and documents have one; "" where nothing has been imported."""
        return self.current_version.sha256 if self.current_version else ""


class H5PVersion(models.Model):
    """An activity's package as it was imported; immutable.

    ``content`` is what content.json became after filtering; ``content_files`` is ``{path: {"sha256", "size"}}``, the
    paths relative to the package's content folder; ``sha256`` is of content, files and pins together.
    ``metadata`` is what the package says of itself: ``title``, ``language``, ``license``, ``licenseVersion``,
    ``licenseExtras``, ``authors``, ``source``, ``yearFrom``, ``yearTo``, ``changes``.
    """

    activity = models.ForeignKey(H5PActivity, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField()
    content_files = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    main_build = models.ForeignKey(H5PBuild, on_delete=models.PROTECT, related_name="+")
    builds = models.ManyToManyField(H5PBuild, through="H5PPin", related_name="versions")
    metadata = models.JSONField(default=dict)
    #: Name of the uploaded file, and what was left out of it: see courses.h5p.reports.
    package_name = models.CharField(_("file"), max_length=255, blank=True)
    report = models.JSONField(default=dict)
    #: Bytes of all content files.
    size = models.PositiveBigIntegerField(_("size"), default=0)
    folder = models.CharField(max_length=120, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True
    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an H5P activity")
        verbose_name_plural = _("versions of H5P activities")
        ordering: ClassVar = ["activity", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "number"], name="h5p_version_number_once_an_activity")
        ]

    def __str__(self) -> str:
        return f"{self.activity} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ImmutableH5P("H5PVersion is immutable.")
        super().save(*args, **kwargs)

    def file_name(self, path: str) -> str:
        """The name in the default storage of one of ``content_files``. Raises ``KeyError`` for any other path."""
        return _stored(self.folder, path, self.content_files)


class H5PPin(models.Model):
    """Exactly this build, loaded as number ``order``: what it needs comes before it."""

    version = models.ForeignKey(H5PVersion, on_delete=models.CASCADE, related_name="pins")
    build = models.ForeignKey(H5PBuild, on_delete=models.PROTECT, related_name="pins")
    order = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("pinned H5P library")
        verbose_name_plural = _("pinned H5P libraries")
        ordering: ClassVar = ["version", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "build"], name="an_h5p_build_once_a_version"),
            models.UniqueConstraint(fields=["version", "order"], name="an_h5p_pin_order_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.order} {self.build}"


def package_name(row: H5PImport, _filename: str) -> str:
    """Nothing of what the browser called the file."""
    return f"h5p/imports/{row.uuid}.h5p"


class H5PImport(CollectionMember, models.Model):
    """A package on its way in: what the progress bar reads. The file is deleted when it is done or refused."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        WORKING = "working", _("is being imported")
        DONE = "done", _("imported")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed")

    class Step(models.TextChoices):
        VALIDATE = "validate", _("Looks the package over")
        SANITISE = "sanitise", _("Cleans the content")
        RESOLVE = "resolve", _("Finds the libraries")
        STORE = "store", _("Stores the files")
        REPORT = "report", _("Writes the report")

    #: Nothing is stored of these; ``courses.h5p.refusals`` tells of them for a day.
    CAME_TO_NOTHING = (State.REFUSED, State.FAILED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(upload_to=package_name, blank=True, max_length=120)
    filename = models.CharField(_("file"), max_length=255)
    title = models.CharField(_("title"), max_length=255, blank=True)
    #: The activity whose package it replaces; for a new one, what it became.
    activity = models.ForeignKey(H5PActivity, null=True, blank=True, on_delete=models.CASCADE, related_name="imports")
    version = models.ForeignKey(H5PVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    step = models.CharField(_("step"), max_length=10, choices=Step, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    #: The Celery task that has it, and how often one has begun: a killed worker's task comes back under its own id.
    task_id = models.CharField(max_length=64, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    report = models.JSONField(default=dict)
    #: Why it was refused: a rule of courses.h5p.package, the file in the package, and what exactly.
    refused_rule = models.CharField(max_length=50, blank=True)
    refused_file = models.CharField(max_length=500, blank=True)
    refused_detail = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("H5P import")
        verbose_name_plural = _("H5P imports")
        ordering: ClassVar = ["-created_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.filename

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, *self.CAME_TO_NOTHING)

    @property
    def came_to_nothing(self) -> bool:
        return self.state in self.CAME_TO_NOTHING


def _stored(folder: str, path: str, files: dict[str, Any]) -> str:
    """By content: a name in the storage says nothing that a package has chosen."""
    return f"{folder}/{files[path]['sha256']}"
