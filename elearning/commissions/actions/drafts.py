"""An order while it is being written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from elearning.commissions.actions.base import held
from elearning.commissions.errors import IllegalTransition
from elearning.commissions.models import Commission
from elearning.commissions.permissions import capacities
from elearning.commissions.stages import Who
from elearning.municipalities.models import Municipality

#: What the form may set.
FIELDS = (
    "municipality",
    "title",
    "express",
    "course",
    "audience",
    "levels",
    "people",
    "content_wishes",
    "process_wishes",
    "systems",
    "starts",
    "ends",
    "format",
    "contact_name",
    "contact_email",
    "contact_phone",
    "call_back",
)


class SaveDraft:
    """Keep what has been written so far, whole or not. ``commission`` is None for the first time.

    ``values`` are cleaned; what is not in it stays. Drafts are in nobody's list but their writer's, and in no log.
    """

    def __init__(
        self, values: Mapping[str, Any], *, commission: Commission | None = None, user: Any, wrote_it: bool = False
    ) -> None:
        self.values = {name: value for name, value in values.items() if name in FIELDS}
        self.commission = commission
        self.user = user if user is not None and user.is_authenticated else None
        self.wrote_it = wrote_it

    @transaction.atomic
    def execute(self) -> Commission:
        commission = self._own()
        for name, value in self.values.items():
            setattr(commission, name, value)
        if commission.municipality_id is None:
            commission.municipality = Municipality.objects.open()
        commission.save()
        return commission

    def _own(self) -> Commission:
        if self.commission is None:
            return Commission(created_by=self.user)
        commission = held(self.commission)
        if not commission.is_draft:
            raise IllegalTransition(_("The order has been sent already."))
        if Who.WRITER not in capacities(self.user, commission, wrote_it=self.wrote_it):
            raise PermissionDenied(_("The draft is somebody else's."))
        if commission.created_by_id is None and self.user is not None:
            commission.created_by = self.user
        return commission


class DropDraft:
    """The writer does not want it any more: it is gone."""

    def __init__(self, commission: Commission, *, user: Any, wrote_it: bool = False) -> None:
        self.commission = commission
        self.user = user
        self.wrote_it = wrote_it

    @transaction.atomic
    def execute(self) -> None:
        commission = held(self.commission)
        if not commission.is_draft:
            raise IllegalTransition(_("The order has been sent already."))
        if Who.WRITER not in capacities(self.user, commission, wrote_it=self.wrote_it):
            raise PermissionDenied(_("The draft is somebody else's."))
        commission.delete()
