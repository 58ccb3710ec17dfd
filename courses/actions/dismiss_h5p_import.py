"""Put away the report of a package that nothing came of."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from courses.h5p.selectors import imports_for
from courses.models import H5PImport


class DismissH5PImport:
    """The row of a refused or broken-off import is its report and nothing else: put away, it is gone.

    Raises ``PermissionDenied`` for whoever may not follow the import, and for one that is under way or has become an
    activity. There is nothing left to write a log entry about.
    """

    def __init__(self, row: H5PImport, *, user: Any = None) -> None:
        self.row = row
        self.user = user

    def execute(self) -> None:
        mine = imports_for(self.user).filter(pk=self.row.pk) if self.user else H5PImport.objects.none()
        deleted, _rows = mine.filter(state__in=H5PImport.CAME_TO_NOTHING).delete()
        if not deleted:
            raise PermissionDenied(_("You may not put this report away."))
