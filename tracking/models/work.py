"""What learners make: reflections, exercises, plans, cards, checks. Hers alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracking.models.enrolments import Enrolment
from tracking.models.scoping import OfEnrolmentQuerySet


class WorkItemQuerySet(OfEnrolmentQuerySet["WorkItem"]):
    """Learners' work is reached by municipality, and shown to nobody but the learner."""


class WorkItem(models.Model):
    """What one learner has made in one block. In no report and no export but her own."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="work")
    node_id = models.CharField(max_length=36)
    block_id = models.CharField(max_length=36)
    #: The block's type, e.g. "reflection", "benefit_card".
    kind = models.CharField(max_length=30)
    #: In the form the kind's own form class writes (``tracking.work.forms``).
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("saved"), auto_now=True)

    wagtail_reference_index_ignore = True
    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("learner's work")
        verbose_name_plural = _("learners' work")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "block_id"], name="one_work_item_a_block")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.block_id}"
