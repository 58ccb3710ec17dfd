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
