"""A municipality says how it runs its own version of a course."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.blocks.course import SETTING_LABELS
from courses.models import ProcessOverrides, Variant
from courses.process import SETTINGS
from courses.selectors import release_tree
from courses.signals import variant_settings_changed
from courses.variants.access import may_tailor
from courses.variants.errors import VariantRefused
from courses.variants.locking import refuse_while_approving
from courses.variants.process import settings_locked_for


class ChangeProcess:
    """Set overrides: setting -> value, None for as the course says. Settings that are not named stay as they are.

    Raises ``PermissionDenied``, ``ValidationError`` (by setting) for a value that cannot be, and
    :class:`VariantRefused` for a setting that is locked. Returns whether anything changed.
    """

    def __init__(self, variant: Variant, settings: Mapping[str, Any], *, user: Any = None) -> None:
        self.variant = variant
        self.settings = dict(settings)
        self.user = user

    def execute(self, *, skip_permission_checks: bool = False) -> bool:
        if not skip_permission_checks and not may_tailor(self.user, self.variant.municipality):
            raise PermissionDenied(_("You may not change how this municipality runs its courses."))
        with transaction.atomic():
            variant = Variant.objects.for_municipality(self.variant.municipality_id)
            held = variant.select_for_update().get(pk=self.variant.pk)
            refuse_while_approving(held)
            process, _made = ProcessOverrides.objects.for_municipality(held.municipality_id).get_or_create(variant=held)
            self._refuse_locked(held, process)
            before = {name: getattr(process, name) for name in SETTINGS}
            for name, value in self.settings.items():
                setattr(process, name, value)
            process.full_clean(validate_unique=False, validate_constraints=False)
            after = {name: getattr(process, name) for name in SETTINGS}
            if after == before:
                return False
            process.save()
            log(
                instance=held.course,
                action="courses.variant.process",
                user=self.user,
                data={
                    "before": {name: value for name, value in before.items() if value != after[name]},
                    "after": {name: value for name, value in after.items() if value != before[name]},
                },
            )
            transaction.on_commit(lambda: variant_settings_changed.send(sender=Variant, variant=held))
        self.variant._state.fields_cache.pop("process", None)
        return True

    def _refuse_locked(self, variant: Variant, process: ProcessOverrides) -> None:
        unknown = self.settings.keys() - set(SETTINGS)
        if unknown:
            raise VariantRefused(_("There is no setting called »%(name)s«.") % {"name": min(unknown)})
        locked = settings_locked_for(variant, release_tree(variant.base_release_id))
        for name, value in self.settings.items():
            if name in locked and value is not None and value != getattr(process, name):
                raise VariantRefused(
                    _("»%(setting)s« is locked by the course's designer. %(reason)s")
                    % {"setting": capfirst(str(SETTING_LABELS[name])), "reason": locked[name]}
                )
