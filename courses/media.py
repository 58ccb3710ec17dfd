"""Files in a course: what an editor sees in the workbench, and what a release has sealed."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.models import ReleaseMedia
from courses.trees.links import linked_documents, media_in
from courses.trees.nodes import Node, walk

#: ("image" | "document", id of the image or document)
MediaKey = tuple[str, int]

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


def load(keys: Iterable[MediaKey]) -> dict[MediaKey, Any]:
    """The images and documents behind ``keys``, those that exist; at most two queries."""
    wanted: dict[str, set[int]] = {"image": set(), "document": set()}
    for kind, pk in keys:
        wanted[kind].add(pk)
    models = {"image": get_image_model(), "document": get_document_model()}
    return {
        (kind, row.pk): row for kind, pks in wanted.items() if pks for row in models[kind].objects.filter(pk__in=pks)
    }


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


def workbench_media(node: Node) -> dict[MediaKey, MediaView]:
    """Files as Wagtail serves them to an editor who previews."""
    views: dict[MediaKey, MediaView] = {}
    for (kind, pk), row in load(media_keys(node)).items():
        if kind == "image":
            rendition = row.get_rendition(IMAGE_FILTER)
            views[kind, pk] = MediaView(
                rendition.url, row.title, "image/webp", rendition.width, rendition.height, row.get_file_size()
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
        )
        for row in ReleaseMedia.objects.filter(release_id=release_id)
    }


def content_type(filename: str) -> str:
    if filename.lower().endswith(".vtt"):
        return "text/vtt"
    return mimetypes.guess_type(filename)[0] or "application/octet-stream"
