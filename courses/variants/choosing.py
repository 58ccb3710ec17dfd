"""Files a page of a variant may refer to: those it has already, and those its editor may choose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from courses.media import MediaKey, media_keys
from courses.trees.nodes import Node
from courses.variants.tailoring import Refusal


def not_own_files(before: Node | None, after: Node, user: Any) -> Iterator[Refusal]:
    """One refusal a block that newly refers to a file its editor may not choose. Ids can be guessed."""
    known = set(media_keys(before)) if before else set()
    new = set(media_keys(after)) - known
    foreign = {file for file in new if not _may_choose(file, user)}
    for slot, blocks in after["children"].items():
        for block in blocks:
            if foreign.intersection(media_keys(block)):
                yield Refusal(slot, block["id"], block, "file")


def _may_choose(file: MediaKey, user: Any) -> bool:
    kind, pk = file
    model = get_image_model() if kind == "image" else get_document_model()
    row = model.objects.filter(pk=pk).first()
    if row is None or user is None:
        return row is None
    policy = policy_registry.get_by_type(model)
    return bool(policy.user_has_any_permission_for_instance(user, ["choose", "change"], row))
