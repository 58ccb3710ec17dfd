"""What commissions do when a municipality's own version of a course changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from courses.models import Variant, VariantUpdate
from courses.signals import variant_published, variant_settings_changed, variant_tailored, variant_updated
from elearning.commissions.actions.wish_ticks import TickWishes

_ticking: ContextVar[bool] = ContextVar("ticking", default=True)


@contextmanager
def no_ticking() -> Iterator[None]:
    """For whoever makes many changes at once and ticks the wishes off herself."""
    token = _ticking.set(False)
    try:
        yield
    finally:
        _ticking.reset(token)


@receiver(variant_tailored, dispatch_uid="commissions.variant_tailored")
@receiver(variant_settings_changed, dispatch_uid="commissions.variant_settings_changed")
@receiver(variant_published, dispatch_uid="commissions.variant_published")
def tick_wishes(variant: Variant, **_kwargs: Any) -> None:
    # What fails here has no business with what was saved.
    if _ticking.get():
        transaction.on_commit(lambda: TickWishes(variant).execute(), robust=True)


@receiver(variant_updated, dispatch_uid="commissions.variant_updated")
def keep_wishes(update: VariantUpdate, **_kwargs: Any) -> None:
    transaction.on_commit(lambda: TickWishes(update.variant, by_update=True).execute(), robust=True)
