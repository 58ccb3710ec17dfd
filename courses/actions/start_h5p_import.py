"""Take an uploaded package in and ask a worker to import it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection

from courses.h5p.selectors import collections_for_import, may_change
from courses.models import H5PActivity, H5PImport
from courses.models.h5p import package_name
from courses.variants.queue import enqueue


class StartH5PImport:
    """For a new activity in ``collection``, or a new version of ``activity``. Returns what the progress bar reads.

    With the broker down the import waits for the sweep. Raises ``PermissionDenied``.
    """

    def __init__(
        self,
        upload: File[bytes],
        *,
        collection: Collection | None = None,
        activity: H5PActivity | None = None,
        title: str = "",
        user: Any = None,
    ) -> None:
        if (collection is None) == (activity is None):
            raise ValueError("Either a collection for a new activity or the activity to replace.")
        self.upload = upload
        self.collection = collection if activity is None else activity.collection
        self.activity = activity
        self.title = title
        self.user = user

    def execute(self, *, skip_permission_checks: bool = False) -> H5PImport:
        if not skip_permission_checks and not (self.user and self._may()):
            raise PermissionDenied(_("You may not import H5P here."))
        row = H5PImport(
            collection=self.collection,
            activity=self.activity,
            title=self.title,
            filename=PurePath(self.upload.name or "").name[:255],
            created_by=self.user,
        )
        try:
            with transaction.atomic():
                row.file.save("package.h5p", self.upload, save=False)
                row.save()
                transaction.on_commit(lambda: _ask_a_worker(row))
        except BaseException:
            # Also what was written of a file before the disk was full.
            default_storage.delete(package_name(row, ""))
            raise
        return row

    def _may(self) -> bool:
        if self.activity is not None:
            return may_change(self.user, self.activity)
        return bool(self.collection and collections_for_import(self.user).filter(pk=self.collection.pk).exists())


def _ask_a_worker(row: H5PImport) -> None:
    from courses.h5p.tasks import import_package

    enqueue(import_package, row.pk)
