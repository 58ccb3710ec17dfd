"""The run: a municipality's people take a course together, in waves."""

from __future__ import annotations

import secrets
from datetime import date
from typing import ClassVar, TypeVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from elearning.commissions.models.commissions import Commission
from elearning.commissions.waves.life import Deed, Status, may, status
from elearning.municipalities.models import Municipality
from elearning.municipalities.scoping import ScopedQuerySet
from tracking.models import Enrolment


def join_key() -> str:
    return secrets.token_urlsafe(24)


class WaveQuerySet(ScopedQuerySet["Wave"]):
    def by_key(self, key: str) -> WaveQuerySet:
        """The unguessable key is itself the scope."""
        return self.filter(join_key=key)._mark_scoped()

    def taken_by(self, user: AbstractBaseUser | AnonymousUser) -> WaveQuerySet:
        """The waves a person takes part in, whatever the municipality."""
        return self.filter(members__enrolment__user=user.pk)._mark_scoped()

    def running_on(self, day: date) -> WaveQuerySet:
        return self.filter(starts__lte=day, ends__gte=day, paused_at__isnull=True)


class Wave(models.Model):
    """Some of a municipality's people on one course, from a day to a day. Both days belong to it."""

    class Rhythm(models.IntegerChoices):
        """Days of silence before a reminder. None is shorter than four: two a week are enough."""

        NEVER = 0, _("no reminders")
        TWICE_A_WEEK = 4, _("after four days, at most twice a week")
        WEEKLY = 7, _("after a week, at most once a week")
        FORTNIGHTLY = 14, _("after two weeks, at most every other week")

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="waves", verbose_name=_("municipality")
    )
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="waves", verbose_name=_("course"))
    commission = models.ForeignKey(
        Commission, on_delete=models.SET_NULL, null=True, blank=True, related_name="waves", verbose_name=_("order")
    )
    name = models.CharField(_("name"), max_length=80, validators=[ProhibitNullCharactersValidator()])
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="facilitated_waves",
        verbose_name=_("facilitator"),
    )
    late_joiners = models.BooleanField(
        _("late joiners"),
        default=True,
        help_text=_("The join link works until the last day. Otherwise it closes when the group begins."),
    )
    reminder_days = models.PositiveSmallIntegerField(_("reminders"), choices=Rhythm, default=Rhythm.WEEKLY)
    join_key = models.CharField(max_length=40, unique=True, default=join_key, editable=False)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    wagtail_reference_index_ignore = True
    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("group of participants")
        verbose_name_plural = _("groups of participants")
        ordering: ClassVar = ["-starts", "name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="wave_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("waves:wave", args=[self.pk])

    def clean(self) -> None:
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": gettext("The last day is before the first.")})

    def status(self, today: date | None = None) -> Status:
        return status(today or timezone.localdate(), self.starts, self.ends, paused=self.paused_at is not None)

    def is_over(self, today: date | None = None) -> bool:
        return (today or timezone.localdate()) > self.ends

    def has_begun(self, today: date | None = None) -> bool:
        return (today or timezone.localdate()) >= self.starts

    def takes_joiners(self, today: date | None = None) -> bool:
        """Whether the join link lets somebody in today."""
        if not may(Deed.JOIN, self.status(today)):
            return False
        return self.late_joiners or not self.has_begun(today)


M = TypeVar("M", bound=models.Model)


class OfWaveQuerySet(ScopedQuerySet[M]):
    municipality_path = "wave__municipality"


class WaveMemberQuerySet(OfWaveQuerySet["WaveMember"]):
    """Participants are reached by municipality."""


class GatheringQuerySet(OfWaveQuerySet["Gathering"]):
    """Gatherings are reached by municipality."""


class ParticipantImportQuerySet(OfWaveQuerySet["ParticipantImport"]):
    """Lists of participants are reached by municipality."""


class WaveMember(models.Model):
    """Somebody in a wave. Her progress is her enrolment's, so it follows her from wave to wave."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="members", verbose_name=_("group"))
    #: A person takes a course once, so she is in one wave of it at most.
    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.CASCADE, related_name="wave_member", verbose_name=_("enrolment")
    )
    invite = models.BooleanField(_("is to be invited"), default=True)
    #: Set before the invitation is sent: rather none than two.
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

    wagtail_reference_index_ignore = True
    objects = WaveMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant in a group")
        verbose_name_plural = _("participants in groups")

    def __str__(self) -> str:
        return f"{self.enrolment.user} ({self.wave})"

    @property
    def name(self) -> str:
        """Who it is, to whoever runs the wave."""
        user = self.enrolment.user
        return user.get_full_name() or user.email

    @property
    def status(self) -> str:
        """How far she is: "new", "started" or "completed", and nothing more."""
        progress = getattr(self.enrolment, "progress", None)
        if progress is None or not (progress.started_at or progress.completed_at):
            return "new"
        return "completed" if progress.completed_at else "started"


class Gathering(models.Model):
    """A meeting of a wave. ``dialogues`` are node ids of the course's dialogues, in the order of the agenda."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="gatherings", verbose_name=_("group"))
    title = models.CharField(_("title"), max_length=120, validators=[ProhibitNullCharactersValidator()])
    starts = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    place = models.CharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("A room, an address or a link to a meeting."),
        validators=[ProhibitNullCharactersValidator()],
    )
    dialogues = models.JSONField(_("dialogues"), default=list, blank=True)
    #: How often it has been changed: what calendars go by.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    wagtail_reference_index_ignore = True
    objects = GatheringQuerySet.as_manager()

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        ordering: ClassVar = ["starts", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="gathering_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": gettext("The gathering ends before it begins.")})

    @property
    def minutes(self) -> int:
        return int((self.ends - self.starts).total_seconds() // 60)


class ParticipantImport(models.Model):
    """A list of people on its way into a wave. What was uploaded is read at once and not kept as a file."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("to be looked through")
        WORKING = "working", _("under way")
        DONE = "done", _("finished")
        FAILED = "failed", _("broken off")

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="imports", verbose_name=_("group"))
    filename = models.CharField(_("file"), max_length=150)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREVIEW)
    invite = models.BooleanField(_("send invitations"), default=True)
    message = models.TextField(_("message"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    #: When a worker last stored a batch: one that has been silent for long is gone.
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    wagtail_reference_index_ignore = True
    objects = ParticipantImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of participants")
        verbose_name_plural = _("imports of participants")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=["preview", "working", "done", "failed"]),
                name="participant_import_state_exists",
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("waves:import", args=[self.wave_id, self.pk])


class ImportRowQuerySet(ScopedQuerySet["ImportRow"]):
    municipality_path = "participant_import__wave__municipality"

    def about(self, email: str) -> ImportRowQuerySet:
        """What lists have held about somebody's address, whatever the municipality."""
        return self.filter(email__iexact=email)._mark_scoped()


class ImportRow(models.Model):
    """A row of the list and what became of it. A row with an outcome is never done again."""

    class Outcome(models.TextChoices):
        WAITING = "", _("waiting")
        ERROR = "error", _("left out")
        NEW = "new", _("enrolled")
        MEMBER = "member", _("in the group already")

    participant_import = models.ForeignKey(ParticipantImport, on_delete=models.CASCADE, related_name="rows")
    #: As the spreadsheet counts its rows.
    number = models.PositiveIntegerField(_("row"))
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    level = models.CharField(_("leadership level"), max_length=20, blank=True)
    unit = models.CharField(_("organisation unit"), max_length=100, blank=True)
    #: [{"column": "B", "message": "..."}], as the person who uploaded it reads them.
    errors = models.JSONField(_("errors"), default=list, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, default=Outcome.WAITING)

    wagtail_reference_index_ignore = True
    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import of participants")
        verbose_name_plural = _("rows of imports of participants")
        ordering: ClassVar = ["participant_import", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant_import", "number"], name="one_import_row_a_number"),
        ]
        indexes: ClassVar = [models.Index(fields=["email"], name="import_row_email")]

    def __str__(self) -> str:
        return f"{self.participant_import}: {self.number}"
