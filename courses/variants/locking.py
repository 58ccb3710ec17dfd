"""One change of a variant's pages at a time."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import Variant, VariantApproval
from courses.variants.access import held
from courses.variants.errors import VariantRefused


def held_with_pages(variant: Variant) -> Variant:
    """The variant's row and its pages, locked until the transaction ends.

    Whoever saves one of the pages waits, and whoever saved before has been read. Raises ``RuntimeError`` outside a
    transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A variant is held for the length of a transaction.")
    row = held(variant)
    pages = Page.objects.filter(path__startswith=row.course.path).order_by("path")
    list(pages.select_for_update().values_list("pk"))
    return row


def refuse_while_approving(variant: Variant) -> None:
    """What somebody is looking at in order to approve it stays as it is."""
    requested = VariantApproval.objects.unscoped(reason="the variant is given").filter(
        variant=variant, status=VariantApproval.Status.REQUESTED
    )
    if requested.exists():
        raise VariantRefused(
            _("The course waits for approval. Let it be approved or sent back, or withdraw the request, and try again.")
        )
