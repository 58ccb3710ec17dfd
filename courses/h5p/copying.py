"""A municipality's own copy of a shared activity, to keep or to replace."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from wagtail.models import Collection

from courses.h5p.storing import writing
from courses.models import H5PActivity, H5PPin, H5PVersion
from courses.models.h5p import CONTENT

#: What a copy has as the original has it.
_SAME = ("content", "content_files", "sha256", "main_build", "metadata", "package_name", "report", "size")


def copy_activity(version: H5PVersion, collection: Collection, *, user: Any = None) -> H5PActivity:
    """An activity in ``collection`` with the version's package as its first, files of its own, and the same policies.

    Call it in a transaction; raises ``OSError``, and then leaves no file.
    """
    source = version.activity
    with writing() as written:
        folder = written.folder(
            CONTENT, version.content_files, lambda path: default_storage.open(version.file_name(path))
        )
        activity = H5PActivity.objects.create(
            title=source.title,
            collection=collection,
            completion=source.completion,
            pass_mark=source.pass_mark,
            attempts=source.attempts,
            accessibility_note=source.accessibility_note,
            created_by=user,
        )
        activity.current_version = H5PVersion.objects.create(
            activity=activity,
            number=1,
            folder=folder,
            created_by=user,
            **{name: getattr(version, name) for name in _SAME},
        )
        activity.save(update_fields=["current_version"])
        H5PPin.objects.bulk_create(
            H5PPin(version=activity.current_version, build_id=pin.build_id, order=pin.order)
            for pin in version.pins.all()
        )
    return activity
