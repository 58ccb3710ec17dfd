"""Files of the demo courses as images, documents and H5P activities, each made once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files import File
from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.utils.file import hash_filelike

from courses.actions.approve_h5p_library import ApproveH5PLibrary
from courses.actions.import_h5p import ImportH5P
from courses.demo.files import MEDIA
from courses.demo.packages import FOLDER, packed
from courses.models import H5PActivity
from courses.trees.links import media_in
from courses.trees.nodes import Node


def with_stored_media(node: Node, directory: Path = MEDIA) -> Node:
    """The node with ``{"media", "file"}`` replaced by ``{"media", "id"}``; files that are new are stored.

    Raises ``FileNotFoundError``.
    """
    fields = {}
    for name, value in node["fields"].items():
        reference = media_in(value)
        if reference and "file" in reference:
            file = reference["file"]
            row = activity(file) if reference["media"] == "h5p" else stored(reference["media"], directory / file)
            value = {"media": reference["media"], "id": row.pk}
        fields[name] = value
    children = {
        slot: [with_stored_media(child, directory) for child in nodes] for slot, nodes in node["children"].items()
    }
    return {**node, "fields": fields, "children": children}


def stored(kind: str, path: Path) -> Any:
    """The image or document with this content: the one that is there, or a new one named after the file."""
    model = get_image_model() if kind == "image" else get_document_model()
    with path.open("rb") as opened:
        content_hash = hash_filelike(opened)
        row = model.objects.filter(file_hash=content_hash).first()
        if row is None:
            title = path.stem.replace("-", " ").capitalize()
            file = (ImageFile if kind == "image" else File)(opened, name=path.name)
            row = model(title=title, file=file, file_hash=content_hash, file_size=path.stat().st_size)
            row.save()
    return row


def activity(name: str) -> H5PActivity:
    """The H5P activity made of one of our own packages, its libraries approved: they are ours."""
    filename = f"{name}.h5p"
    shared = Collection.get_first_root_node()
    there = H5PActivity.objects.filter(collection=shared, current_version__package_name=filename).first()
    if there is not None:
        return there
    with TemporaryDirectory() as folder:
        path = Path(folder) / filename
        path.write_bytes(packed(FOLDER / name))
        version = ImportH5P(path, collection=shared).execute(skip_permission_checks=True)
    for build in version.builds.all():
        ApproveH5PLibrary(build).execute(skip_permission_checks=True)
    made: H5PActivity = version.activity
    return made
