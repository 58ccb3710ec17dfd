"""One change of a variant at a time."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import Variant, VariantApproval
from courses.variants.errors import VariantRefused


def locked_variant(variant_id: int, *, pages: bool = True) -> Variant:
    """The variant, held until the transaction ends, with course, municipality and base; its pages too.

    Whoever saves one of the pages waits, and whoever saved before has been read. Raises ``RuntimeError`` outside a
    transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A variant is held for the length of a transaction.")
    every = Variant.objects.unscoped(reason="permission is asked by who locks it")
    every.select_for_update().get(pk=variant_id)
    variant: Variant = every.select_related("course", "municipality", "upstream").get(pk=variant_id)
    if pages:
        inside = Page.objects.filter(path__startswith=variant.course.path).order_by("path")
        list(inside.select_for_update().values_list("pk"))
    return variant


def refuse_while_approving(variant: Variant) -> None:
    """What somebody is looking at in order to approve it stays as it is."""
    requested = VariantApproval.objects.unscoped(reason="the variant is given").filter(
        variant=variant, status=VariantApproval.Status.REQUESTED
    )
    if requested.exists():
        raise VariantRefused(
            _("The course waits for approval. Let it be approved or sent back, or withdraw the request, and try again.")
        )
