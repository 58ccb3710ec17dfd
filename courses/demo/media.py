"""Files of the demo courses as Wagtail's images and documents, each made once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.utils.file import hash_filelike

from courses.demo.files import MEDIA
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
            row = stored(reference["media"], directory / reference["file"])
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
