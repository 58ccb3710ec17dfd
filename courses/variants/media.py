"""The files of a variant: the shared course's, each as a row of the municipality's own.

In the workbench a variant refers to its own images, documents and H5P activities; in a comparison with the shared
course both sides must speak of the same ones. :class:`OwnFiles` translates between the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from courses.h5p.copying import copy_activity
from courses.models import CourseRelease, ReleaseMedia, Variant, VariantMedia
from courses.trees.links import documents_to_documents, linked_documents, media_in
from courses.trees.nodes import Node, walk
from elearning.municipalities.models import Municipality

#: ("image" | "document" | "h5p", id upstream, hash of its content upstream; "" where it is only linked to)
UpstreamKey = tuple[str, int, str]


def upstream_keys(tree: Node) -> Iterator[UpstreamKey]:
    """Every file a release's tree refers to, in fields and in rich text's links."""
    for place in walk(tree):
        for value in place.node["fields"].values():
            reference = media_in(value)
            if reference:
                yield reference["media"], reference["id"], reference.get("hash", "")
            elif isinstance(value, str) and "linktype" in value:
                for pk in linked_documents(value):
                    yield "document", pk, ""


@dataclass(frozen=True)
class OwnFiles:
    """One variant's copies of the shared course's files."""

    copies: tuple[VariantMedia, ...]

    def to_upstream(self, tree: Node) -> Node:
        """A workbench's tree, files sealed with their hashes, as the shared course would say it.

        A copy whose content the municipality has replaced is its own, and stays.
        """
        known = {(copy.kind, copy.own_id): copy for copy in self.copies}

        def reference(kind: str, pk: int, content_hash: str) -> tuple[int, str] | None:
            copy = known.get((kind, pk))
            if copy is None or content_hash not in ("", copy.own_hash):
                return None
            return copy.upstream_id, copy.upstream_hash

        return _translated(tree, reference)

    def to_own(self, tree: Node) -> Node:
        """The reverse: what the shared course refers to becomes the municipality's copy of it, where there is one."""
        known = {(copy.kind, copy.upstream_id, copy.upstream_hash): copy for copy in self.copies}

        def reference(kind: str, pk: int, content_hash: str) -> tuple[int, str] | None:
            copy = known.get((kind, pk, content_hash))
            return (copy.own_id, copy.own_hash) if copy else None

        return _translated(tree, reference)


NO_FILES = OwnFiles(())


def own_files(variants: Iterable[Variant]) -> dict[int, OwnFiles]:
    """The copies of many variants, by the variant's id, in one query."""
    found: dict[int, list[VariantMedia]] = defaultdict(list)
    pks = [variant.pk for variant in variants]
    for copy in VariantMedia.objects.unscoped(reason="the variants are given").filter(variant_id__in=pks):
        found[copy.variant_id].append(copy)
    return {pk: OwnFiles(tuple(found[pk])) for pk in pks}


def copy_files(variant: Variant, release: CourseRelease, tree: Node, *, user: Any = None) -> OwnFiles:
    """The variant's files, with a copy made of each that ``tree`` takes from ``release`` and the variant lacks."""
    files = own_files([variant])[variant.pk]
    made = make_copies(variant.municipality, release, tree, have=files, user=user)
    for copy in made.copies:
        copy.variant = variant
        copy.save()
    return OwnFiles((*files.copies, *made.copies))


def make_copies(
    municipality: Municipality, release: CourseRelease, tree: Node, *, have: OwnFiles = NO_FILES, user: Any = None
) -> OwnFiles:
    """Copies in the municipality's collection of what ``tree`` takes from ``release`` and is not in ``have``.

    The images and documents are stored; that they are a variant's is not yet (``VariantMedia.variant`` is empty).
    """
    known = {(copy.kind, copy.upstream_id, copy.upstream_hash) for copy in have.copies}
    own = {(copy.kind, copy.own_id) for copy in have.copies}
    missing = {key for key in upstream_keys(tree) if key not in known and key[:2] not in own}
    if not missing:
        return NO_FILES
    sealed = {
        (row.kind, row.source_id): row
        for row in ReleaseMedia.objects.filter(release=release).select_related("image", "document", "h5p__activity")
    }
    return OwnFiles(
        tuple(_copied(key, sealed[key[:2]], municipality, user) for key in sorted(missing) if key[:2] in sealed)
    )


def _translated(node: Node, reference: Any) -> Node:
    fields = {}
    for name, value in node["fields"].items():
        found = media_in(value)
        if found:
            other = reference(found["media"], found["id"], found.get("hash", ""))
            value = {"media": found["media"], "id": other[0], "hash": other[1]} if other else value
        elif isinstance(value, str) and "linktype" in value:
            pairs = {pk: reference("document", pk, "") for pk in linked_documents(value)}
            value = documents_to_documents(value, {pk: other[0] for pk, other in pairs.items() if other})
        fields[name] = value
    children = {slot: [_translated(child, reference) for child in nodes] for slot, nodes in node["children"].items()}
    return {**node, "fields": fields, "children": children}


def _copied(key: UpstreamKey, sealed: ReleaseMedia, municipality: Municipality, user: Any) -> VariantMedia:
    kind, upstream_id, upstream_hash = key
    if kind == "h5p":
        assert sealed.h5p is not None  # noqa: S101 - narrows the type
        row: Any = copy_activity(sealed.h5p, _collection(municipality), user=user)
        return VariantMedia(
            kind=kind, upstream_id=upstream_id, upstream_hash=upstream_hash, own_hash=row.get_file_hash(), h5p=row
        )
    source: Any = sealed.image if kind == "image" else sealed.document
    # The row upstream may hold something newer by now; what the release has sealed is what was taken.
    whole = upstream_hash in ("", source.get_file_hash())
    with (source.file if whole else sealed.file).open("rb") as opened:
        data = opened.read()
    name = str(source.filename if whole else sealed.file.name).rpartition("/")[2]
    row = (get_image_model() if kind == "image" else get_document_model())(
        title=source.title,
        collection=_collection(municipality),
        uploaded_by_user=user,
        file=ImageFile(ContentFile(data), name=name) if kind == "image" else ContentFile(data, name=name),
        file_size=len(data),
    )
    if kind == "image":
        row.description = source.description
    row.save()
    return VariantMedia(
        kind=kind,
        upstream_id=upstream_id,
        upstream_hash=upstream_hash,
        own_hash=row.get_file_hash(),
        **{kind: row},
    )


def _collection(municipality: Municipality) -> Collection:
    found: Collection = municipality.collection or Collection.get_first_root_node()
    return found
