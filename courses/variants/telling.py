"""Others are told when pages of a municipality's own version have changed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Page

from courses.models import NodePage, Variant
from courses.signals import variant_tailored
from courses.variants.access import variant_of


def tell_tailored(variant: Variant) -> None:
    """After the commit; what a listener fails at undoes nothing."""
    transaction.on_commit(lambda: variant_tailored.send(sender=Variant, variant=variant), robust=True)


def tell_page_changed(page: Any) -> None:
    """A page of a variant was saved, moved or taken away in Wagtail's own screens."""
    # Its class, not itself: it may be gone.
    if isinstance(page, Page) and issubclass(page.specific_class or Page, NodePage):
        variant = variant_of(page)
        if variant is not None:
            tell_tailored(variant)
