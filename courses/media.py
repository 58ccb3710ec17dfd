"""Files in a course: what an editor sees in the workbench, and what a release has sealed."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.h5p.player.preview import frame_for
from courses.models import H5PActivity, ReleaseMedia
from courses.trees.links import linked_documents, media_in
from courses.trees.nodes import Node, walk

#: ("image" | "document" | "h5p", id of the image, document or H5P activity)
MediaKey = tuple[str, int]

#: The kind of thing an H5P activity is, beside those files have.
H5P_TYPE = "application/vnd.h5p"

#: What learners are sent of an image: at most this large, as WebP.
IMAGE_FILTER = "max-1360x1360|format-webp"


@dataclass(frozen=True)
class MediaView:
    """A file as a template shows it. ``width`` and ``height`` are in pixels, ``size`` in bytes; 0 where unknown."""

    url: str
    title: str
    content_type: str
    width: int = 0
    height: int = 0
    size: int = 0
    #: Of an H5P activity: the id of the version that is played.
    version: int = 0


def media_keys(node: Node) -> Iterator[MediaKey]:
    """Every file a node or something below it refers to, in fields and in rich text's links."""
    for place in walk(node):
        for value in place.node["fields"].values():
            reference = media_in(value)
            if reference:
                yield reference["media"], reference["id"]
            elif isinstance(value, str) and "linktype" in value:
                for pk in linked_documents(value):
                    yield "document", pk


def media_models() -> dict[str, type[Any]]:
    """What each kind of media is a row of."""
    return {"image": get_image_model(), "document": get_document_model(), "h5p": H5PActivity}


def load(keys: Iterable[MediaKey]) -> dict[MediaKey, Any]:
    """The rows behind ``keys``, those that exist; at most one query a kind."""
    rows = {kind: model._default_manager.all() for kind, model in media_models().items()}
    # Without a version there is nothing to play; its content is large and not asked for.
    played = rows["h5p"].filter(current_version__isnull=False).select_related("current_version")
    rows["h5p"] = played.defer("current_version__content", "current_version__content_files")
    wanted: dict[str, set[int]] = {kind: set() for kind in rows}
    for kind, pk in keys:
        wanted[kind].add(pk)
    return {(kind, row.pk): row for kind, pks in wanted.items() if pks for row in rows[kind].filter(pk__in=pks)}


def sealed(tree: Node) -> Node:
    """The tree with each file's own hash beside its id, so that a replaced file is a difference."""
    return sealed_all({0: tree})[0]


def sealed_all(trees: Mapping[int, Node]) -> dict[int, Node]:
    """The same for many trees, with two queries in all."""
    rows = load(key for tree in trees.values() for key in media_keys(tree))
    return {name: _sealed(tree, rows) for name, tree in trees.items()}


def _sealed(node: Node, rows: Mapping[MediaKey, Any]) -> Node:
    fields = {}
    for name, value in node["fields"].items():
        reference = media_in(value)
        row = rows.get((reference["media"], reference["id"])) if reference else None
        fields[name] = {**reference, "hash": row.get_file_hash()} if reference and row else value
    children = {slot: [_sealed(child, rows) for child in nodes] for slot, nodes in node["children"].items()}
    return {**node, "fields": fields, "children": children}


def workbench_media(node: Node, viewer: int | None = None) -> dict[MediaKey, MediaView]:
    """Files as Wagtail serves them to an editor who previews; ``viewer`` is her id, for whom H5P is played."""
    views: dict[MediaKey, MediaView] = {}
    for (kind, pk), row in load(media_keys(node)).items():
        if kind == "image":
            rendition = row.get_rendition(IMAGE_FILTER)
            views[kind, pk] = MediaView(
                rendition.url, row.title, "image/webp", rendition.width, rendition.height, row.get_file_size()
            )
        elif kind == "h5p":
            version = row.current_version_id
            views[kind, pk] = MediaView(
                frame_for(viewer, version) if viewer else "", row.title, H5P_TYPE, version=version
            )
        else:
            views[kind, pk] = MediaView(row.url, row.title, content_type(row.filename), size=row.get_file_size())
    return views


@lru_cache(maxsize=64)
def release_media(release_id: int) -> Mapping[MediaKey, MediaView]:
    """A release's files, under addresses relative to a learner's page (``/forloeb/<enrolment>/<node>/``)."""
    return {
        (row.kind, row.source_id): MediaView(
            f"../medie/{row.kind}/{row.source_id}/",
            row.title,
            row.content_type,
            row.width,
            row.height,
            row.size,
            row.h5p_id or 0,
        )
        for row in ReleaseMedia.objects.filter(release_id=release_id)
        .select_related("h5p")
        .defer("h5p__content", "h5p__content_files")
    }


def content_type(filename: str) -> str:
    if filename.lower().endswith(".vtt"):
        return "text/vtt"
    return mimetypes.guess_type(filename)[0] or "application/octet-stream"
