"""Goes at questions, and the answers given."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import CourseRelease
from elearning.municipalities.scoping import ScopedQuerySet
from tracking.models.enrolments import Enrolment
from tracking.models.scoping import OfEnrolmentQuerySet


class AttemptQuerySet(OfEnrolmentQuerySet["Attempt"]):
    """Attempts are reached by municipality."""


class Attempt(models.Model):
    """One go at a practice question or at the final test. What applied when it began is frozen into it."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("practice")
        TEST = "test", _("final test")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attempts")
    kind = models.CharField(max_length=10, choices=Kind)
    #: The page the attempt is made on and the block in it: a question's, or the final test's.
    node_id = models.CharField(max_length=36)
    block_id = models.CharField(max_length=36)
    number = models.PositiveIntegerField(_("number"))
    release = models.ForeignKey(CourseRelease, on_delete=models.PROTECT, related_name="+")
    #: Orders the options and the draw; the same within the attempt.
    seed = models.CharField(max_length=40)
    #: Ids of the questions, in the order they are asked.
    questions = models.JSONField(default=list)
    #: Share of right answers required, in per cent; null in practice.
    pass_mark = models.PositiveSmallIntegerField(null=True, blank=True)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    #: 0 to 1.
    score = models.FloatField(_("score"), null=True, blank=True)
    passed = models.BooleanField(_("passed"), null=True, blank=True)

    wagtail_reference_index_ignore = True
    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "block_id", "number"], name="attempts_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class ResponseQuerySet(ScopedQuerySet["Response"]):
    municipality_path = "attempt__enrolment__municipality"


class Response(models.Model):
    """One answer to one question in one attempt. It is never changed."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses")
    question_id = models.CharField(max_length=36)
    #: As ``courses.quizzes.grading.Answer.to_json``: in terms of stable ids.
    answer = models.JSONField()
    correct = models.BooleanField()
    #: 0 to 1, with partial credit.
    score = models.FloatField()
    answered_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        indexes: ClassVar = [models.Index(fields=["question_id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "question_id"], name="a_question_is_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.correct}"
