"""What is left of answers when they are erased: numbers that lead to nobody."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import CourseRelease
from tracking.models.attempts import Attempt


class ItemAggregate(models.Model):
    """Counts of erased answers to one question of one release, of all municipalities together."""

    release = models.ForeignKey(CourseRelease, on_delete=models.PROTECT, related_name="+")
    question_id = models.CharField(max_length=36)
    kind = models.CharField(_("kind"), max_length=10, choices=Attempt.Kind)
    answers = models.PositiveIntegerField(_("answers"), default=0)
    right = models.PositiveIntegerField(_("right answers"), default=0)
    #: How often each option was chosen, by its id.
    options = models.JSONField(default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("figures of a question")
        verbose_name_plural = _("figures of questions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "question_id", "kind"], name="one_aggregate_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.right}/{self.answers}"


class H5PItemAggregate(models.Model):
    """The same of an H5P activity in a release, or of a part of it.

    ``known`` of the answers say whether they were right, ``scored`` have a score; ``points`` is the sum of these, each
    0 to 1.
    """

    release = models.ForeignKey(CourseRelease, on_delete=models.PROTECT, related_name="+")
    block_id = models.CharField(max_length=36)
    #: A sub-content id, "" for the whole.
    part = models.CharField(max_length=36, blank=True)
    answers = models.PositiveIntegerField(_("answers"), default=0)
    known = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(_("right answers"), default=0)
    scored = models.PositiveIntegerField(default=0)
    points = models.FloatField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("figures of an H5P activity")
        verbose_name_plural = _("figures of H5P activities")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "block_id", "part"], name="one_h5p_aggregate_a_part")
        ]

    def __str__(self) -> str:
        return f"{self.block_id} {self.part}: {self.right}/{self.known}"
