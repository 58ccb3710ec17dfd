"""What the course's designer and a municipality agree about locks in one variant."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.models import Variant, VariantLock
from courses.process import LOCK_PREFIX, SETTINGS
from courses.selectors import release_tree
from courses.signals import variant_settings_changed
from courses.trees.nodes import walk
from courses.variants.access import may_agree_locks
from courses.variants.errors import VariantRefused


class AgreeLock:
    """Lock, or unlock, one node or process setting in one variant, whatever the course says of it.

    ``key`` is a node id of the release the variant builds on, or ``process:`` and a setting. Raises
    ``PermissionDenied`` and :class:`VariantRefused`.
    """

    def __init__(self, variant: Variant, key: str, *, locked: bool, reason: str, user: Any = None) -> None:
        self.variant = variant
        self.key = key
        self.locked = locked
        self.reason = " ".join(reason.split())
        self.user = user

    def execute(self, *, skip_permission_checks: bool = False) -> VariantLock:
        if not skip_permission_checks and not may_agree_locks(self.user, self.variant):
            raise PermissionDenied(_("Locks are agreed by the course's designer."))
        if not self.reason or len(self.reason) > 250:
            raise VariantRefused(_("Say why, in at most 250 characters: the municipality reads it."))
        with transaction.atomic():
            variants = Variant.objects.for_municipality(self.variant.municipality_id)
            variant = variants.select_for_update().get(pk=self.variant.pk)
            if not is_lockable(variant, self.key):
                raise VariantRefused(_("The version the municipality builds on has nothing of that kind to lock."))
            lock, _made = VariantLock.objects.for_municipality(variant.municipality_id).update_or_create(
                variant=variant,
                key=self.key,
                defaults={"locked": self.locked, "reason": self.reason, "agreed_by": self.user},
            )
            log(
                instance=variant.course,
                action="courses.variant.lock" if self.locked else "courses.variant.unlock",
                user=self.user,
                data={"key": self.key, "reason": self.reason},
            )
            transaction.on_commit(lambda: variant_settings_changed.send(sender=Variant, variant=variant))
        agreed: VariantLock = lock
        return agreed


class LiftLock:
    """Drop what was agreed: the course's own word holds again. Raises ``PermissionDenied``."""

    def __init__(self, variant: Variant, key: str, *, user: Any = None) -> None:
        self.variant = variant
        self.key = key
        self.user = user

    def execute(self, *, skip_permission_checks: bool = False) -> bool:
        """Whether there was anything to drop."""
        if not skip_permission_checks and not may_agree_locks(self.user, self.variant):
            raise PermissionDenied(_("Locks are agreed by the course's designer."))
        with transaction.atomic():
            variants = Variant.objects.for_municipality(self.variant.municipality_id)
            variant = variants.select_for_update().get(pk=self.variant.pk)
            dropped, _rows = (
                VariantLock.objects.for_municipality(variant.municipality_id)
                .filter(variant=variant, key=self.key)
                .delete()
            )
            if dropped:
                log(
                    instance=variant.course,
                    action="courses.variant.lift_lock",
                    user=self.user,
                    data={"key": self.key},
                )
                transaction.on_commit(lambda: variant_settings_changed.send(sender=Variant, variant=variant))
        return bool(dropped)


def is_lockable(variant: Variant, key: str) -> bool:
    if key.startswith(LOCK_PREFIX):
        return key.removeprefix(LOCK_PREFIX) in SETTINGS
    return any(place.node["id"] == key for place in walk(release_tree(variant.base_release_id)))
