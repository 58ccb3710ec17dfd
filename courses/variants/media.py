"""The files of a variant: the shared course's, each as a row of the municipality's own.

In the workbench a variant refers to its own images and documents; in a comparison with the shared course both sides
must speak of the same ones. :class:`OwnFiles` translates between the two.
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

from courses.media import load
from courses.models import CourseRelease, ReleaseMedia, Variant, VariantMedia
from courses.trees.links import documents_to_documents, linked_documents, media_in
from courses.trees.nodes import Node, walk

#: ("image" | "document", id upstream, hash of its content upstream; "" where it is only linked to)
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
    have = {(copy.kind, copy.upstream_id, copy.upstream_hash) for copy in files.copies}
    own = {(copy.kind, copy.own_id) for copy in files.copies}
    missing = {key for key in upstream_keys(tree) if key not in have and key[:2] not in own}
    if not missing:
        return files
    sealed = {
        (row.kind, row.source_id): row
        for row in ReleaseMedia.objects.filter(release=release).select_related("image", "document")
    }
    collection = _collection(variant)
    for key in sorted(missing):
        row = sealed.get(key[:2])
        if row is not None:
            _copy(variant, key, row, collection, user)
    return own_files([variant])[variant.pk]


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


def _collection(variant: Variant) -> Collection:
    """The municipality's own collection (``SetUpMunicipality`` makes it)."""
    from courses.actions.set_up_municipality import SetUpMunicipality

    return SetUpMunicipality(variant.municipality).execute().collection


def _copy(variant: Variant, key: UpstreamKey, sealed: ReleaseMedia, collection: Collection, user: Any) -> None:
    kind, upstream_id, upstream_hash = key
    source = sealed.image if kind == "image" else sealed.document
    # The row upstream may show something newer by now; what the release has sealed is what was taken.
    current = load([(kind, upstream_id)]).get((kind, upstream_id))
    whole = current is not None and upstream_hash in ("", current.get_file_hash())
    with (current.file if whole else sealed.file).open("rb") as opened:
        data = opened.read()
    name = (current.filename if whole else sealed.file.name).rpartition("/")[2]
    model = get_image_model() if kind == "image" else get_document_model()
    file = ImageFile(ContentFile(data), name=name) if kind == "image" else ContentFile(data, name=name)
    row = model(title=source.title, collection=collection, uploaded_by_user=user, file=file)
    if kind == "image":
        row.description = source.description
    row.file_size = len(data)
    row.save()
    VariantMedia.objects.create(
        variant=variant,
        kind=kind,
        upstream_id=upstream_id,
        upstream_hash=upstream_hash,
        own_hash=row.get_file_hash(),
        **{kind: row},
    )
