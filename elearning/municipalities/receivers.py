"""However a row came, changed or went: what follows from it follows."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from elearning.municipalities.groups import put_in_step
from elearning.municipalities.models import Membership


@receiver(post_save, sender=Membership, dispatch_uid="municipalities.membership_saved")
@receiver(post_delete, sender=Membership, dispatch_uid="municipalities.membership_deleted")
def membership_changed(instance: Membership, raw: bool = False, **_kwargs: Any) -> None:
    """The groups follow the role, in the same transaction."""
    if not raw:
        put_in_step(instance.municipality, instance.user_id)
