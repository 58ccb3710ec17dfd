"""Standing consent: an approver has said beforehand that clean updates may meet the learners (DESIGN 5)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from courses.actions.extend_approval import ExtendApproval
from courses.approval.selectors import approved, consent
from courses.models import StandingConsent, VariantUpdate
from courses.selectors import release_tree
from courses.variants.errors import VariantError
from courses.variants.process import process_in_force

#: Hours in which the sweep tries to publish what a worker did not; then it waits for an approval.
TRIED_FOR = 24


def after_clean_update(update: VariantUpdate) -> bool:
    """Publish what an automatic update has made of a variant, where consent stands; whether it was published.

    The municipality's own edits are never published this way, of pages (``ExtendApproval`` sees to that) or process.
    It may be called again: what is published stays so.
    """
    if update.status != VariantUpdate.Status.APPLIED or not update.automatic or consent(update.variant) is None:
        return False
    last = approved(update.variant)
    if last is None or last.process != process_in_force(update.variant, release_tree(update.from_release_id)):
        return False
    try:
        ExtendApproval(update).execute()
    except VariantError:
        return False  # It waits in the draft for an approval.
    return True


def unpublished() -> QuerySet[VariantUpdate]:
    """Updates that consent stands for and that a worker may have died before publishing."""
    every = VariantUpdate.objects.unscoped(reason="the sweep is every municipality's")
    standing = StandingConsent.objects.unscoped(reason="the updates are given").filter(
        variant=OuterRef("variant"), withdrawn_at=None
    )
    found: QuerySet[VariantUpdate] = every.filter(
        Exists(standing),
        status=VariantUpdate.Status.APPLIED,
        automatic=True,
        applied_at__gt=timezone.now() - timedelta(hours=TRIED_FOR),
        ours_sha256=F("variant__current_release__sha256"),
    )
    return found
