"""Say what it takes to use a library."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.h5p.selectors import may_approve
from courses.models import H5PLibrary


class DescribeH5PLibrary:
    """``note`` is shown to editors instead of what the site knows of the content type; "" gives that back.

    Raises ``PermissionDenied`` and ``ValidationError``.
    """

    def __init__(self, library: H5PLibrary, note: str, *, user: Any = None) -> None:
        self.library = library
        self.note = note.strip()
        self.user = user

    @transaction.atomic
    def execute(self) -> H5PLibrary:
        if not (self.user and may_approve(self.user)):
            raise PermissionDenied(_("You may not describe H5P libraries."))
        library: H5PLibrary = H5PLibrary.objects.select_for_update().get(pk=self.library.pk)
        if library.accessibility != self.note:
            library.accessibility = self.note
            library.full_clean()
            library.save(update_fields=["accessibility"])
            log(instance=library, action="courses.h5p.library.describe", user=self.user, data={"note": self.note})
        return library
