"""Put away the report of a package that nothing came of."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from courses.h5p import refusals
from courses.h5p.selectors import import_for
from courses.models import H5PImport


class DismissH5PImport:
    """What is told of a refused or broken-off import is all there is of it: put away, it is gone.

    Raises ``PermissionDenied`` for whoever may not follow the import, and for one that is under way or has become an
    activity. There is nothing left to write a log entry about.
    """

    def __init__(self, row: H5PImport, *, user: Any = None) -> None:
        self.row = row
        self.user = user

    def execute(self) -> None:
        mine = import_for(self.user, self.row.pk) if self.user else None
        if mine is None or not mine.came_to_nothing:
            raise PermissionDenied(_("You may not put this report away."))
        refusals.forget(mine.pk)
        H5PImport.objects.filter(pk=mine.pk).delete()
