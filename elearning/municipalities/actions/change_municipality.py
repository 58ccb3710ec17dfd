"""An operator decides how a municipality looks, where it answers and how it takes updates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from elearning.municipalities.models import Municipality
from elearning.municipalities.roles import is_operator
from elearning.municipalities.signals import municipality_changed

CHANGEABLE = (
    "logo",
    "primary_colour",
    "accent_colour",
    "accessibility_url",
    "hostnames",
    "email_domains",
    "update_policy",
    "approvals_required",
)


class ChangeMunicipality:
    """``values`` are some of ``CHANGEABLE``. Raises ``PermissionDenied`` and ``ValidationError`` by field.

    What hangs on it, such as the sites of its host names, follows by ``municipality_changed`` in the same transaction.
    """

    def __init__(self, municipality: Municipality, values: Mapping[str, Any], *, user: Any) -> None:
        if unknown := set(values) - set(CHANGEABLE):
            raise ValueError(f"Not to be changed here: {sorted(unknown)}")
        self.municipality = municipality
        self.values = values
        self.user = user

    @transaction.atomic
    def execute(self) -> Municipality:
        if not is_operator(self.user):
            raise PermissionDenied
        # All of them: whether a name is free is asked of the others too.
        list(Municipality.objects.select_for_update().values_list("pk", flat=True))
        municipality = Municipality.objects.get(pk=self.municipality.pk)
        before = _facts(municipality)
        for name, value in self.values.items():
            setattr(municipality, name, value)
        municipality.full_clean()
        after = _facts(municipality)
        changed = {name: [before[name], value] for name, value in after.items() if value != before[name]}
        if not changed:
            return municipality
        municipality.save(update_fields=CHANGEABLE)
        log(instance=municipality, action="municipalities.change", user=self.user, data=changed)
        municipality_changed.send(sender=Municipality, municipality=municipality, user=self.user)
        return municipality


def _facts(municipality: Municipality) -> dict[str, Any]:
    return {name: getattr(municipality, "logo_id" if name == "logo" else name) for name in CHANGEABLE}
