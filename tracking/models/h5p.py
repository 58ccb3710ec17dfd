"""Where a learner is in an H5P activity, and what she has got in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import CourseRelease, H5PVersion
from tracking.models.enrolments import Enrolment
from tracking.models.scoping import OfEnrolmentQuerySet


class H5PAttemptQuerySet(OfEnrolmentQuerySet["H5PAttempt"]):
    pass


class H5PAttempt(models.Model):
    """One go at one block's activity. A package that has been replaced since begins a new one.

    ``state`` is ``{sub-content id: {data type: text}}``, "0" the content itself. ``results`` are the scores that the
    content has reported, in order: ``[{"at", "score", "success"}]``, scores scaled, 0 to 1. ``parts`` is what she first
    got in each part, in her first attempt only: ``{sub-content id: {"score", "success"}}``; questions are judged by it.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="h5p_attempts")
    node_id = models.CharField(max_length=36)
    block_id = models.CharField(max_length=36)
    version = models.ForeignKey(H5PVersion, on_delete=models.PROTECT, related_name="+")
    #: Her course's when she began.
    release = models.ForeignKey(CourseRelease, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("number"), default=1)
    #: Whether it is her first at this block's package; stays so when others are made or erased.
    first = models.BooleanField(default=True)
    state = models.JSONField(default=dict)
    results = models.JSONField(default=list)
    parts = models.JSONField(default=dict)
    #: Of the page that wrote the state last, and how many writes it had made: an older one does not overtake.
    session = models.CharField(max_length=64, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(_("saved"), auto_now=True)

    wagtail_reference_index_ignore = True
    objects = H5PAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt at an H5P activity")
        verbose_name_plural = _("attempts at H5P activities")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "block_id", "number"], name="an_h5p_attempt_number_once")
        ]
        indexes: ClassVar = [models.Index(fields=["release", "block_id"], name="h5p_attempts_of_a_release")]

    def __str__(self) -> str:
        return f"{self.block_id} ({self.number})"

    @property
    def scores(self) -> list[float]:
        return [result["score"] for result in self.results if result.get("score") is not None]
