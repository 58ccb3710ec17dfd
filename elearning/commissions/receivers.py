"""What commissions do when a municipality's own version of a course changes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from courses.models import Variant, VariantUpdate
from courses.signals import variant_published, variant_settings_changed, variant_tailored, variant_updated
from elearning.commissions.actions.wish_ticks import TickWishes


@receiver(variant_tailored, dispatch_uid="commissions.variant_tailored")
@receiver(variant_settings_changed, dispatch_uid="commissions.variant_settings_changed")
@receiver(variant_published, dispatch_uid="commissions.variant_published")
def tick_wishes(variant: Variant, **_kwargs: Any) -> None:
    # What fails here has no business with what was saved.
    transaction.on_commit(lambda: TickWishes(variant).execute(), robust=True)


@receiver(variant_updated, dispatch_uid="commissions.variant_updated")
def keep_wishes(update: VariantUpdate, **_kwargs: Any) -> None:
    transaction.on_commit(lambda: TickWishes(update.variant, by_update=True).execute(), robust=True)
