"""What the comparisons keep: a row with some JSON, and a page as Wagtail has it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class Record(models.Model):
    """The least that a store of JSON keeps: whose, an id that is taken once, the JSON."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE)
    record_id = models.UUIDField(unique=True)
    raw = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.record_id)


class PlainPage(Page):
    """Running text in the site's frame, with nothing that is anybody's own."""

    body = StreamField([("text", RichTextBlock())])

    template: ClassVar = "bench/plain_page.html"
