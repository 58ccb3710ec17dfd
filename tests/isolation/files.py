"""The files of a world: pictures, documents and H5P activities, each called by its tenant's word."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
)

from courses.actions.approve_h5p_library import ApproveH5PLibrary
from courses.actions.import_h5p import ImportH5P
from courses.models import (
    H5PActivity,
    H5PImport,
    H5PVersion,
)
from tests.courses.h5p import small
from tests.isolation.orders_world import SHARED_WORD


def h5p(word: str, collection: Collection, user: Any, activity: H5PActivity) -> dict[str, Any]:
    """One whose library nobody else has and nobody has approved. One package was refused, one waits."""
    waiting_library = imported(
        f"{word}file to", collection, user, main=small.library(small.MAIN, title=f"{word}library", needs=small.HELPER)
    )
    refused, waiting = (
        H5PImport.objects.create(
            collection=collection, filename=f"{word}file.h5p", created_by=user, state=state, report={"message": "Nej."}
        )
        for state in ("refused", "waiting")
    )
    return {
        "h5p": activity,
        "h5p_waits": waiting_library.activity,
        "h5p_build": waiting_library.main_build,
        "refused": refused,
        "waiting": waiting,
    }


def activity_of(word: str, collection: Collection, user: Any) -> H5PActivity:
    """One that can be played; the libraries it is played with are everybody's."""
    version = imported(f"{word}file", collection, user)
    for build in version.builds.all():
        ApproveH5PLibrary(build).execute(skip_permission_checks=True)
    H5PActivity.objects.filter(pk=version.activity_id).update(accessibility_note=f"{word}note")
    return H5PActivity.objects.get(pk=version.activity_id)


def imported(title: str, collection: Collection, user: Any, **changes: Any) -> H5PVersion:
    with tempfile.TemporaryDirectory() as folder:
        path = small.package(Path(folder), "pakke.h5p", title=f"{title} {SHARED_WORD}", **changes)
        return ImportH5P(path, collection=collection, filename=f"{title}.h5p", user=user).execute()


def png() -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", (200, 200), "red").save(file, "PNG")
    return file.getvalue()


def image_of(title: str, collection: Collection, user: Any, tag: str = "") -> Any:
    image = get_image_model().objects.create(
        title=f"{title} {SHARED_WORD}",
        file=ContentFile(png(), f"{title}.png"),
        collection=collection,
        uploaded_by_user=user,
    )
    if tag:
        image.tags.add(tag)
    return image


def document_of(word: str, collection: Collection, user: Any) -> Any:
    document = get_document_model().objects.create(
        title=f"{word}file {SHARED_WORD}",
        file=ContentFile(f"{word}bytes".encode(), f"{word}file.txt"),
        collection=collection,
        uploaded_by_user=user,
    )
    document.tags.add(f"{word}tag")
    return document
