"""What learners say about a course, and the reports that are made of it."""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar, Never

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.commissions.models.commissions import Commission
from elearning.commissions.models.scoping import OfCommissionQuerySet
from elearning.municipalities.scoping import ScopedQuerySet
from tracking.models import Enrolment


class Round(models.TextChoices):
    END = "end", _("at the end of the course")
    DAYS90 = "days90", _("after 90 days")


class OfLearnerQuerySet(ScopedQuerySet[Any]):
    municipality_path = "enrolment__municipality"

    def for_user(self, user: AbstractBaseUser) -> OfLearnerQuerySet:
        """A person's own, whatever the municipality."""
        return self.filter(enrolment__user_id=user.pk)._mark_scoped()


class EvaluationAnswer(models.Model):
    """One learner's answers in one round. A draft until ``submitted_at``; from then on it stands as it is, for what
    is counted must not change by one person's answer.

    ``answers`` is {question's key: option or text}, as
    :mod:`elearning.commissions.evaluation.questionnaire` defines it in ``version``.
    """

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="evaluation_answers", verbose_name=_("enrolment")
    )
    #: The order she was asked for: leaving the group afterwards takes nothing out of what is counted.
    commission = models.ForeignKey(
        Commission, on_delete=models.CASCADE, related_name="evaluation_answers", verbose_name=_("commission")
    )
    round = models.CharField(_("round"), max_length=10, choices=Round)
    version = models.PositiveSmallIntegerField(_("version"))
    answers = models.JSONField(_("answers"), default=dict)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True)

    wagtail_reference_index_ignore = True
    objects = OfLearnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation answer")
        verbose_name_plural = _("evaluation answers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "round"], name="one_evaluation_a_learner_and_round"),
            models.CheckConstraint(condition=models.Q(round__in=["end", "days90"]), name="evaluation_round_exists"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.round}"


class EvaluationMail(models.Model):
    """An e-mail that asks somebody to answer. Written before it is sent: rather none than two."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        REMINDER = "reminder", _("reminder")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="evaluation_mails")
    round = models.CharField(_("round"), max_length=10, choices=Round)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    sent_at = models.DateTimeField(_("sent"))

    wagtail_reference_index_ignore = True
    objects = OfLearnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail about an evaluation")
        verbose_name_plural = _("e-mails about evaluations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "round", "kind"], name="an_evaluation_is_asked_for_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.round}, {self.kind}"


class ReportIsFrozen(RuntimeError):
    """Code tried to change a report that has been made."""


class EvaluationReportQuerySet(OfCommissionQuerySet):
    def update(self, **kwargs: Any) -> Never:
        raise ReportIsFrozen("A report is not rewritten.")


class EvaluationReport(models.Model):
    """What the municipality was told, once and for all. ``content`` is all there is in it, words included, as
    :func:`elearning.commissions.evaluation.report.content_of` makes it.
    """

    commission = models.ForeignKey(
        Commission, on_delete=models.CASCADE, related_name="evaluation_reports", verbose_name=_("commission")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.JSONField(_("content"))
    sha256 = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    wagtail_reference_index_ignore = True
    objects = EvaluationReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation report")
        verbose_name_plural = _("evaluation reports")
        ordering: ClassVar = ["commission", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commission", "number"], name="one_evaluation_report_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.commission}: {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ReportIsFrozen("A report is not rewritten.")
        self.sha256 = digest(self.content)
        super().save(*args, **kwargs)

    @property
    def is_intact(self) -> bool:
        return self.sha256 == digest(self.content)


def digest(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
