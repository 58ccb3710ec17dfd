"""Make a copied page its own: new block ids, and links that stay inside the copy."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page

from courses.models import NodePage
from courses.trees.pages import renew_ids


class RenewCopy:
    """To be executed when ``copy`` has been made of ``source``, with or without the pages below it."""

    def __init__(self, source: Page, copy: Page) -> None:
        self.source = source
        self.copy = copy

    @transaction.atomic
    def execute(self) -> None:
        copied = list(self.copy.get_descendants(inclusive=True).specific())
        originals = list(self.source.get_descendants(inclusive=True))
        if self.copy.is_descendant_of(self.source):
            originals = [page for page in originals if not page.path.startswith(self.copy.path)]
        # The tree is copied whole or not at all: position tells which page is a copy of which.
        page_ids = {original.pk: page.pk for original, page in zip(originals, copied, strict=False)}
        if len(copied) == 1:
            page_ids = {self.source.pk: self.copy.pk}
        renew_ids((page for page in copied if isinstance(page, NodePage)), page_ids)
