"""What both sides have said, shown and promised about a commission."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.commissions.models.commissions import Commission
from elearning.commissions.models.scoping import OfCommissionQuerySet


class Comment(models.Model):
    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("comment"), max_length=5000)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    wagtail_reference_index_ignore = True
    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a commission")
        verbose_name_plural = _("comments on commissions")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.commission}: {self.text[:40]}"


def attachment_path(attachment: Attachment, _filename: str) -> str:
    """Under a folder that no address serves; what it was called is in the row."""
    return f"commissions/{attachment.commission_id}/{uuid.uuid4().hex}"


class Attachment(models.Model):
    """A file that only those who may see the commission may fetch."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(_("file"), upload_to=attachment_path)
    name = models.CharField(_("name"), max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)

    wagtail_reference_index_ignore = True
    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.name


class Task(models.Model):
    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("task"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("owner"),
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True
    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering: ClassVar = [models.F("done_at").asc(nulls_first=True), "due_on", "pk"]

    def __str__(self) -> str:
        return self.title
